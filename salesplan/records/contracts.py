"""What each kind of export must have and may have: its terms, how their cells are read, and what makes a row the same row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Cells: TypeAlias = Literal[
    "text", "money", "day", "moment", "minutes", "count", "hundredths", "share", "scale", "flag", "status", "period", "year"
]
"""How cells are read: `moment` a day with its time, `minutes` a duration, `hundredths` a number with two decimals held
as a whole one, `share` in 1/10,000, `scale` words such as 满意 as 1 to 5 in hundredths, `status` a text that may leave
its document out."""

Needed: TypeAlias = tuple[frozenset[str], ...]
"""Sets of terms: one of each set must be there."""

SHARED_TEXTS = (
    "customer_id", "customer_name", "region", "team", "person", "emp_no", "industry", "credit_rating", "source", "currency", "segment", "tier",
)  # fmt: skip
"""Texts that any kind of export may have."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One kind of export.

    `cells` gives the terms that it is read for, besides `SHARED_TEXTS`, in the order in which they claim their
    columns. `dated` terms tell the days from which and to which it goes, `amount` the sum that is told, each by the first
    that the file has. Rows of several files with the same `key` are the same record: of a list of things as they stand
    (`latest`) the row in the last file counts, of events a line that is wholly the same counts once.
    """

    kind: str
    needed: Needed
    cells: Mapping[str, Cells]
    dated: tuple[str, ...] = ()
    amount: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    latest: bool = False
    by_period: bool = False
    shared: tuple[str, ...] = field(default=SHARED_TEXTS)

    @property
    def terms(self) -> dict[str, Cells]:
        """All terms with their kinds of cells."""
        return {**self.cells, **{t: "text" for t in self.shared if t not in self.cells}}


def _one(*terms: str) -> frozenset[str]:
    return frozenset(terms)


CONTRACTS: Mapping[str, Contract] = {
    c.kind: c
    for c in (
        Contract(
            "receivables", (_one("open_amount", "amount", "bucket"), _one("customer_name", "customer_id"), _one("open_amount", "due_date", "paid_amount", "bucket")),
            {
                "invoice_date": "day", "due_date": "day", "open_amount": "money", "amount": "money", "paid_amount": "money",
                "credit_amount": "money", "overdue_total": "money", "overdue_days": "count", "invoice_id": "text", "order_id": "text",
                "doc_type": "text", "status": "status", "currency": "text",
            },
            dated=("invoice_date", "due_date"), amount=("amount", "open_amount"), key=("invoice_id",), latest=True,
        ),
        Contract(
            "receipts", (_one("amount"), _one("paid_date", "created", "planned_date")),
            {
                "paid_date": "day", "planned_date": "day", "amount": "money", "receipt_id": "text", "invoice_id": "text", "contract": "text",
                "payment_method": "text", "doc_type": "text", "status": "status", "created": "day",
            },
            dated=("paid_date",), amount=("amount",), key=("receipt_id",),
        ),
        Contract(
            "opportunities", (_one("opportunity", "opportunity_id"), _one("stage", "status", "probability", "close_date")),
            {
                "opportunity_id": "text", "opportunity": "text", "amount": "money", "stage": "text", "status": "text", "probability": "share",
                "close_date": "day", "won_date": "day", "created": "day", "last_activity": "day", "lost_reason": "text", "product_name": "text",
                "forecast_category": "text", "next_step": "text", "pipeline": "text", "note": "text", "follow_up": "day",
            },
            dated=("created", "close_date"), amount=("amount",), key=("opportunity_id",), latest=True,
        ),
        Contract(
            "visits", (_one("visit_time"), _one("visit_type", "note", "visit_target", "place", "customer_name")),
            {
                "visit_time": "moment", "visit_type": "text", "visit_target": "text", "opportunity": "text", "note": "text", "visit_id": "text",
                "place": "text", "duration": "minutes", "csat": "scale", "created": "moment", "status": "text",
            },
            dated=("visit_time",), key=("visit_id",),
        ),
        Contract(
            "tickets", (_one("ticket_id"), _one("created"), _one("first_response", "closed", "priority", "category", "status")),
            {
                "ticket_id": "text", "created": "moment", "first_response": "moment", "response": "minutes", "closed": "moment",
                "priority": "text", "category": "text", "csat": "scale", "status": "text", "agent": "text", "channel": "text", "note": "text",
            },
            dated=("created",), key=("ticket_id",), latest=True,
        ),
        Contract(
            "surveys", (_one("answered_at", "nps", "question"), _one("nps", "question", "csat", "duration")),
            {
                "answered_at": "moment", "duration": "minutes", "nps": "count", "csat": "scale", "comment": "text", "answer_id": "text",
                "channel": "text",
            },
            dated=("answered_at",),
        ),
        Contract(
            "training", (_one("course"), _one("hours", "date", "passed", "score", "certificate")),
            {
                "course": "text", "category": "text", "hours": "hundredths", "date": "day", "score": "hundredths", "passed": "flag",
                "certificate": "text", "valid_until": "day",
            },
            dated=("date",),
        ),
        Contract(
            "targets", (_one("target"),),
            {
                "period": "period", "year": "year", "metric": "text", "unit": "text", "target": "money", "actual": "money", "product": "text",
                "name": "text", "level": "text",
            },
            amount=("target",), by_period=True,
        ),
        Contract(
            "budget", (_one("budget"),),
            {"period": "period", "year": "year", "item": "text", "unit": "text", "budget": "money", "actual": "money", "product": "text"},
            amount=("budget",), by_period=True,
        ),
        Contract(
            "customers",
            (
                _one("customer_name"),
                _one("customer_id", "created", "industry", "tier", "mobile", "contact", "deal_status", "segment", "last_activity", "source", "province_city"),
            ),
            {
                "customer_id": "text", "created": "day", "last_activity": "day", "deal_status": "text", "contact": "text", "mobile": "text",
                "province": "text", "province_city": "text", "credit_limit": "money", "terms_days": "count", "opening_receivable": "money", "note": "text",
                "website": "text", "email": "text", "address": "text", "follow_status": "text",
            },
            dated=("created",), key=("customer_id",), latest=True,
        ),
    )
}  # fmt: skip
"""The contracts by kind; sales have their own reader, with its contract in `mapping.REQUIRED`."""
