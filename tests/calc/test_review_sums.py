"""Sums of a review: exact whatever the order of the rows, parts that add up, shares that sum to the line."""

import datetime as dt
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.calc.attainment import Ledger, Period, reviewed
from salesplan.calc.credit import credited, shared_by_name
from salesplan.calc.facts import facts
from salesplan.calc.people import Seat
from salesplan.calc.targets_due import TargetTable, frame_of
from salesplan.frame import NO_AMOUNT, Frame, Texts
from salesplan.period import FiscalYear, Month
from salesplan.plan.performance import SharedSale
from salesplan.workdays import WorkCalendar

YEAR = FiscalYear(2027, Month(2027, 1))
LINE = st.tuples(st.integers(0, 800), st.sampled_from(["东", "西", None]), st.sampled_from(["a", "b"]), st.integers(-(10**9), 10**9))
LINES = st.lists(LINE, min_size=1, max_size=40)


def frame(rows):
    days = np.datetime64("2025-06-01") + np.array([r[0] for r in rows])
    columns = {
        "order_date": days.astype("datetime64[D]"), "region": Texts.of(r[1] for r in rows), "product": Texts.of(r[2] for r in rows),
        "amount": np.array([r[3] for r in rows], np.int64), "order_id": Texts.of(f"O{n % 5}" for n in range(len(rows))),
        "person": Texts.of(r[2] for r in rows),
    }  # fmt: skip
    return Frame(columns, ("x",), np.zeros(len(rows), np.int32), np.arange(len(rows), dtype=np.int32))


def view(rows, period):
    lines = frame(rows)
    none = TargetTable("revenue", YEAR, frame_of({"month": np.zeros(0, "datetime64[D]"), "target": np.zeros(0, np.int64)}))
    ledger = Ledger(lines.days("order_date"), lines.ints("amount"), YEAR, period.as_of)
    return reviewed(period, WorkCalendar("US"), none, "region", ledger, lines.texts("region"))


@settings(deadline=None, max_examples=40)
@given(LINES, st.integers(1, 12), st.integers(1, 28), st.randoms())
def test_members_sum_to_the_whole_and_the_order_of_rows_decides_nothing(rows, month, day, random):
    period = Period(YEAR, (Month(2027, month),), dt.date(2027, month, day))
    seen = view(rows, period)
    total = seen.total(None)
    parts = [seen.of(m) for m in [*seen.names, None]]
    for name in ("actual", "actual_ytd", "last_year", "before"):
        known = [getattr(p, name) for p in parts]
        assert (sum(known) if None not in known else None) == getattr(total, name)
    start, end = dt.date(2027, 1, 1), period.as_of
    by_hand = sum(a for d, _, _, a in rows if start <= dt.date(2025, 6, 1) + dt.timedelta(d) <= end)
    assert (total.actual_ytd or 0) == by_hand
    shuffled = random.sample(rows, len(rows))
    again = view(shuffled, period)
    assert {m: again.of(m).actual for m in seen.names} == {m: seen.of(m).actual for m in seen.names}


@settings(deadline=None, max_examples=40)
@given(LINES, st.integers(1, 12), st.integers(1, 28))
def test_facts_sum_to_what_is_reviewed(rows, month, day):
    period = Period(YEAR, (Month(2027, month),), dt.date(2027, month, day))
    lines = frame(rows)
    found = facts(lines.days("order_date"), lines.ints("amount"), [lines.texts("region"), lines.texts("product")], period)
    seen = view(rows, period)
    total = seen.total(None)
    inside = found.months == Month(2027, month).index
    assert int(found.actual.sum()) == (total.actual_ytd or 0)
    assert int(found.actual[inside].sum()) == (total.actual or 0)
    if total.last_year is not None:
        assert int(found.last_year[inside].sum()) == total.last_year
    if total.before is not None:
        assert int(found.before.sum()) == total.before
    for code, label in enumerate(lines.texts("region").labels):
        assert int(found.actual[found.codes[:, 0] == code].sum()) == (seen.of(label).actual_ytd or 0)


@settings(deadline=None, max_examples=40)
@given(LINES, st.lists(st.integers(1, 9), min_size=2, max_size=3))
def test_parts_of_shared_lines_sum_to_the_line(rows, weights):
    lines, whole = frame(rows), sum(weights)
    seats = [Seat(f"E{n}", f"p{n}", "东", None, None, None, None) for n in range(len(weights))]
    sale = SharedSale.model_construct(
        order="O0", customer=None, since=None, until=None, people={f"E{n}": Fraction(w, whole) for n, w in enumerate(weights)}
    )
    found = credited(lines, lines.texts("person"), seats, (sale,))
    parts = found.of(lines.ints("amount"))
    sums = np.zeros(len(lines), np.int64)
    np.add.at(sums, found.line, parts)
    assert sums.tolist() == lines.ints("amount").tolist()
    shared = [n for n in range(len(rows)) if n % 5 == 0]
    assert {int(n) for n in found.line[found.whole > 1]} == set(shared)


def test_a_missing_amount_stays_missing_when_it_is_shared():
    rows = [(0, "东", "a", 5)]
    lines = frame(rows)
    seats = [Seat("E0", "p0", "东", None, None, None, None), Seat("E1", "p1", "东", None, None, None, None)]
    sale = SharedSale.model_construct(order="O0", customer=None, since=None, until=None, people={"E0": Fraction(1, 2), "p1": Fraction(1, 2)})
    found = credited(lines, lines.texts("person"), seats, (sale,))
    assert set(found.of(np.array([NO_AMOUNT])).tolist()) == {NO_AMOUNT}
    assert sorted(found.people.values()) == ["E0", "E1"]


def test_names_in_one_cell():
    known = {"张伟": "E1", "李娜": "E2", "A": "E3"}
    assert shared_by_name("张伟 / 李娜 / A", known) == dict.fromkeys(("E1", "E2", "E3"), Fraction(1, 3))
    assert shared_by_name("张伟(70%)、李娜(30%)", known) == {"E1": Fraction(7, 10), "E2": Fraction(3, 10)}
    assert shared_by_name("张伟70%、李娜", known) is None
    assert shared_by_name("张伟/王五", known) is None
    assert shared_by_name("张伟60%、李娜60%", known) is None
