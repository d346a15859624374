"""Whose receipts they are: the salesperson as written, told apart from a namesake by the customer's own salesperson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from salesplan.calc.attainment import mostly
from salesplan.calc.people import Seat
from salesplan.calc.team import by_day, everybody, person_labels
from salesplan.frame import MISSING, Codes, Frame, Texts

CUSTOMER = ("customer_id", "customer_name")


def receipts_named(receipts: Frame, lines: Frame, seats: Sequence[Seat]) -> Frame:
    """The receipts with `person` in seat ids and `region`: as written, else as the sales lines know the customer.

    A name that stands for two people counts for the one who sells to the customer, else for the one in
    the customer's region; where nobody is written, the receipt counts for who sells to the customer. The region is the receipt's own, else the person's, else the customer's.
    """
    customer = _customers(receipts, lines)
    columns = dict(receipts.columns)
    if "person" in lines and "person" in receipts:
        columns["person"] = _people(receipts, lines, seats, customer)
    elif "person" in lines and customer is not None:
        columns["person"] = _of_customer(customer, lines, "person")
    columns["region"] = _regions(receipts, columns.get("person"), lines, seats, customer)
    for term in ("team", "segment"):
        if term in lines and term not in columns and customer is not None:
            columns[term] = _of_customer(customer, lines, term)
    return Frame(columns, receipts.files, receipts.file_of, receipts.row_of)


def _customers(receipts: Frame, lines: Frame) -> tuple[Texts, Texts] | None:
    """The column that names customers in both, by code before name."""
    for term in CUSTOMER:
        if term in receipts and term in lines and set(receipts.texts(term).labels) & set(lines.texts(term).labels):
            return receipts.texts(term), lines.texts(term)
    return None


def _of_customer(customer: tuple[Texts, Texts], lines: Frame, term: str) -> Texts:
    """The member that most lines of each receipt's customer name."""
    own, sold = customer
    known = mostly(sold, lines.texts(term))
    return _mapped(own, known)


def _mapped(texts: Texts, known: Mapping[str, str]) -> Texts:
    found: dict[str, int] = {}
    table = [found.setdefault(known[label], len(found)) if label in known else MISSING for label in texts.labels]
    return Texts(np.array([*table, MISSING], np.int32)[texts.codes], tuple(found))


def _people(receipts: Frame, lines: Frame, seats: Sequence[Seat], customer: tuple[Texts, Texts] | None) -> Texts:
    if customer is None:
        return everybody(receipts, seats)
    written, sold = receipts.texts("person"), _of_customer(customer, lines, "person")
    own = person_labels(receipts, seats)
    whose = {s.id: s.name for s in seats}
    names = [whose.get(label, label) for label in sold.labels]
    fits = np.zeros(len(own), np.bool_)
    for code, name in enumerate(names):
        rows = sold.codes == code
        fits |= rows & (written.codes == (written.labels.index(name) if name in written.labels else -2))
    take = (own.codes == MISSING) & (sold.codes != MISSING) & (fits | (written.codes == MISSING))
    placed = receipts
    if "region" not in receipts and "region" in lines:
        columns = {**receipts.columns, "region": _of_customer(customer, lines, "region")}
        placed = Frame(columns, receipts.files, receipts.file_of, receipts.row_of)
    named = everybody(placed, seats)
    labels = list(dict.fromkeys([*named.labels, *sold.labels]))
    codes = _recoded(named, labels)
    codes[take] = _recoded(sold, labels)[take]
    return by_day(Texts(codes, tuple(labels)), receipts, seats)


def _recoded(texts: Texts, labels: Sequence[str]) -> Codes:
    at = {label: n for n, label in enumerate(labels)}
    return np.array([*(at[label] for label in texts.labels), MISSING], np.int32)[texts.codes]


def _regions(
    receipts: Frame, people: object, lines: Frame, seats: Sequence[Seat], customer: tuple[Texts, Texts] | None
) -> Texts:
    known = {s.id: s.within for s in seats if s.within}
    columns = [receipts.texts("region")] if "region" in receipts else []
    columns += [_mapped(people, known)] if isinstance(people, Texts) else []
    columns += [_of_customer(customer, lines, "region")] if customer is not None and "region" in lines else []
    if not columns:
        return Texts(np.full(len(receipts), MISSING, np.int32), ())
    labels = list(dict.fromkeys(label for c in columns for label in c.labels))
    codes = np.full(len(receipts), MISSING, np.int32)
    for column in columns:
        own = _recoded(column, labels)
        codes = np.where(codes == MISSING, own, codes).astype(np.int32)
    return Texts(codes, tuple(labels))
