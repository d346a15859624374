"""Sales lists read for what they say of customers, with a plan or without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.words import MoneyForm, Quantity, Text

if TYPE_CHECKING:
    from salesplan.calc.purchases import Purchases
    from salesplan.plan.customers import Customers
    from salesplan.plan.plan import Plan
    from salesplan.records.sales import Sales
    from salesplan.report import Source

LARGE, LARGE_EACH = 10_000_000_00, 10_000_00
"""From this sum on, and this mean of a customer, a bare Chinese list is shown in 万元 [fen]."""


@dataclass(frozen=True)
class CustomerRecords:
    """Sales lists as read, the plan that was found (None without one), and all files that must not be written over."""

    plan: Plan | None
    sales: Sales
    paths: tuple[Path, ...]

    @property
    def inputs(self) -> list[Path]:
        """Every file that was read."""
        own = [self.plan.folder / name for name, _ in self.plan.sources] if self.plan is not None else []
        return [*own, *self.paths]

    @property
    def chapter(self) -> Customers:
        """The plan's customers chapter, or the program's own rules."""
        from salesplan.plan.customers import Customers

        return (self.plan.customers if self.plan is not None else None) or Customers()

    def _customers(self) -> int:
        """How many customers the lists name, nearly."""
        frame = self.sales.frame
        return max((len(frame.texts(t).labels) for t in ("customer_id", "customer_name") if t in frame), default=0)

    @property
    def month_shares(self) -> tuple[float, ...] | None:
        """The share of each calendar month, from January, where the plan states them or quarters; None where it follows the records."""
        plan = self.plan
        if plan is None or plan.goals is None or not plan.goals.split:
            return None
        splits = plan.goals.split
        stated = splits.get(next(iter(plan.goals.targets), ""), next(iter(splits.values()))).get("month")
        shares = getattr(stated, "shares", None) or tuple(q / 3 for q in getattr(stated, "quarters", None) or () for _ in range(3))
        by_month = {m.month: float(s) for m, s in zip(plan.fiscal.months, shares, strict=False)}
        return tuple(by_month[n] for n in range(1, 13)) if by_month else None

    def identity(self) -> dict[str, object]:
        """Which plan a report speaks of."""
        plan = self.plan
        if plan is None:
            return {"name": None, "year": None, "currency": None, "commit": None}
        return {"name": plan.name, "year": plan.year, "currency": plan.currency, "commit": plan.commit()}

    def sources(self) -> tuple[Source, ...]:
        """The files that were read, for the report."""
        from salesplan.report import Source

        own = self.plan.sources if self.plan is not None else ()
        return (*(Source(name, digest, 0) for name, digest in own), *(Source(r.file, r.sha256, r.rows) for r in self.sales.reading))

    def basis(self) -> Text:
        """The 口径 of the figures."""
        if self.plan is not None:
            basis = self.plan.basis
            return Text("basis-sales", amount=Text(f"basis-{basis.amount}"), document=Text(f"basis-{basis.document}"))
        known = {r.basis for r in self.sales.reading}
        basis_word = next(iter(known)) if len(known) == 1 else "unstated"
        slug = f"basis-{basis_word}" if basis_word in ("tax_included", "tax_excluded") else "basis-not-said"
        return Text("basis-bare", amount=Text(slug))

    def money(self, unit: str | None, lang: str) -> MoneyForm:
        """How money is shown: as the plan says, or in a unit that fits what was read."""
        if self.plan is not None:
            return self.plan.money_form(unit)
        from salesplan.words.kinds import UNITS

        total = sum(abs(r.amount or 0) for r in self.sales.reading)
        large = total >= LARGE and total >= LARGE_EACH * self._customers()
        shown = unit or ("1" if lang != "zh" else "万元" if large else "元")
        return MoneyForm("CNY" if lang == "zh" else "", 2, shown, 1 if UNITS[shown][0] > 1 else 2)


def customer_records(plan: Path | None, exports: Sequence[str] | None, scenario: str | None, skip_bad_rows: bool) -> CustomerRecords:
    """The sales lists that are named, or those of the plan; a plan that is not named is looked for upward.

    Raises: InvalidInput; `no-sales-records` where there is nothing to read.
    """
    from salesplan.commands.past import sales_of
    from salesplan.commands.streams import busy
    from salesplan.problem import InvalidInput, Problem
    from salesplan.words import language_of, say

    found = plan_for(plan, bool(exports), scenario)
    with busy(say(Text("busy-reading"), language_of())):
        if found is None:
            return CustomerRecords(None, *_bare(list(exports or ()), skip_bad_rows))
        sales, paths = sales_of(found, exports, skip_bad_rows)
    if sales is None:
        raise InvalidInput([Problem("no-sales-records", None)])
    return CustomerRecords(found, sales, paths)


def plan_for(plan: Path | None, exports: bool, scenario: str | None) -> Plan | None:
    """The plan that is named, or the one that this folder belongs to; with exports at hand none is needed."""
    from salesplan.plan.load import find_plan, load_plan
    from salesplan.problem import InvalidInput

    if plan is None and exports:
        try:
            plan = find_plan(Path())
        except InvalidInput:
            return None
    return load_plan(plan, scenario=scenario)


def _bare(exports: Sequence[str], skip_bad_rows: bool) -> tuple[Sales, tuple[Path, ...]]:
    from salesplan.records import files, sales

    paths = files.expand(exports, Path())
    return sales.read_sales(paths, names=[p.name for p in paths], skip_bad_rows=skip_bad_rows, alone=True), tuple(paths)


def purchases_in(records: CustomerRecords) -> Purchases:
    """The purchases of the records, counted as the plan says.

    Raises: InvalidInput with `no-customers-in-records` where no line names a customer.
    """
    from salesplan.calc.purchases import purchases_of
    from salesplan.problem import InvalidInput, Problem

    frame = records.sales.frame
    if "customer_id" not in frame and "customer_name" not in frame:
        raise InvalidInput([Problem("no-customers-in-records", None, {"files": [r.file for r in records.sales.reading]})])
    found = purchases_of(frame, records.chapter.rfm.frequency)
    if not len(found):
        raise InvalidInput([Problem("no-purchases", None)])
    return found


def as_of_day(purchases: Purchases, asked: dt.date | None) -> dt.date:
    """The day that is asked for, or the newest of the records; nobody's today, so that the same files give the same answer."""
    day = asked or purchases.last_day
    assert day is not None
    return day


def record_notes(records: CustomerRecords, purchases: Purchases) -> list[Text]:
    """What a reader must know of the records: which plan, what was read, what was left out."""
    from salesplan.commands.past import reading_notes

    notes = [Text("note-plan-used", name=records.plan.name) if records.plan is not None else Text("note-plan-none")]
    rows, amount = purchases.nameless
    if rows:
        notes.append(Text("note-nameless", rows=rows, amount=Quantity("money", amount)))
    return [*notes, *reading_notes(records.sales)]
