"""Replanning: what each policy makes of the gap, by hand on small tables and exact on any."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.calc.replan import POLICIES, Lines, YearSoFar, handed_down, last_period, poured, replan, room
from salesplan.calc.replan_strain import advice, strains, together
from salesplan.frame import NO_AMOUNT

LINES = Lines(Fraction(6, 5), Fraction(6, 5), Fraction(1))
UNIT = 100


def year(targets: list[list[int]], actual: list[list[int]], start: int, **more: object) -> YearSoFar:
    """A year in units of 100; actuals are given in units too, and only for the months that are over."""
    whole = np.array(targets, np.int64)
    done = np.zeros_like(whole)
    done[:, :start] = np.array(actual, np.int64).reshape(len(targets), start) * UNIT
    names = tuple("abcdef"[: len(targets)])
    return YearSoFar(names, UNIT, whole, done, start, **more)  # type: ignore[arg-type]


HALF = year([[100, 100, 150, 150], [50, 50, 50, 50]], [[90, 90], [40, 60]], 2)
"""a is 20 short of 200, b has just its 100; 400 are left."""


def test_the_gap_and_what_is_needed() -> None:
    assert HALF.gaps == [-2000, 0]
    assert (HALF.reached, HALF.need, HALF.extra) == (28000, 420, 20)


def test_keep_year_raises_every_remaining_cell_by_the_same_share() -> None:
    assert replan(HALF, "keep-year", LINES).months.tolist() == [[157, 158], [53, 52]]  # 157.5 each, and 52.5 each


def test_carry_leaves_the_gap_with_its_member() -> None:
    assert replan(HALF, "carry", LINES).months.tolist() == [[160, 160], [50, 50]]


def test_potential_shares_the_gap_by_weight() -> None:
    by_weight = year([[100, 100, 150, 150], [50, 50, 50, 50]], [[90, 90], [40, 60]], 2, weights=(Fraction(1), Fraction(3)))
    assert replan(by_weight, "potential", LINES).months.sum(axis=1).tolist() == [305, 115]


def test_capped_passes_on_what_a_member_has_no_room_for() -> None:
    best = np.array([14000, 10000])
    tight = year([[100, 100, 150, 150], [50, 50, 50, 50]], [[90, 90], [40, 60]], 2, best_month=best)
    assert [t for t, _ in room(tight, Lines(Fraction(11, 10), Fraction(6, 5), Fraction(1)))] == [10**15 - 300, 10**15 - 100]
    found = replan(tight, "capped", Lines(Fraction(11, 10), Fraction(6, 5), Fraction(1)))
    assert found.months.tolist() == [[154, 154], [56, 56]]  # 1.1 x 140 = 154 at most, so b takes 12 of the 20
    assert found.short == 0


def test_capped_tells_what_nobody_has_room_for() -> None:
    tight = year(
        [[100, 100, 150, 150], [50, 50, 50, 50]], [[90, 90], [40, 60]], 2,
        best_period=np.array([25500, 8500]), capacity=np.array([NO_AMOUNT, 10300]),
    )  # fmt: skip
    found = replan(tight, "capped", LINES)
    assert found.months.sum(axis=1).tolist() == [306, 102]  # 1.2 x 255, 1.2 x 85; the capacity of 103 is not reached
    assert found.short == 12


def test_lower_follows_the_attainment_or_the_forecast() -> None:
    assert replan(HALF, "lower", LINES).months.sum(axis=1).tolist() == [270, 100]  # a at 90 %
    assert replan(HALF, "lower", LINES).short == 50
    told = year([[100, 100, 150, 150], [50, 50, 50, 50]], [[90, 90], [40, 60]], 2, forecast=np.array([25000, 20000]))
    assert replan(told, "lower", LINES).months.sum(axis=1).tolist() == [250, 100]


def test_someone_who_left_passes_the_gap_on() -> None:
    gone = year([[100, 100, 0, 0], [50, 50, 60, 40], [50, 50, 60, 40]], [[90, 80], [50, 50], [50, 50]], 2)
    assert replan(gone, "carry", LINES).months.sum(axis=1).tolist() == [0, 115, 115]


def test_a_year_ahead_of_plan_keeps_its_targets_or_banks_the_surplus() -> None:
    ahead = year([[100, 100, 150, 150], [50, 50, 50, 50]], [[120, 120], [50, 50]], 2)
    for policy in POLICIES:
        if policy != "lower":
            assert replan(ahead, policy, LINES).months.tolist() == [[150, 150], [50, 50]]
    banked = Lines(Fraction(6, 5), Fraction(6, 5), Fraction(1), bank=True)
    assert replan(ahead, "carry", banked).months.sum(axis=1).tolist() == [260, 100]
    assert replan(ahead, "keep-year", banked).months.sum(axis=1).tolist() == [270, 90]


def test_members_ahead_help_the_others_when_surplus_is_not_banked() -> None:
    mixed = year([[100, 100], [100, 100], [100, 100]], [[80], [80], [110]], 1)
    assert replan(mixed, "carry", LINES).months.sum(axis=1).tolist() == [115, 115, 100]
    banked = Lines(Fraction(6, 5), Fraction(6, 5), Fraction(1), bank=True)
    assert replan(mixed, "carry", banked).months.sum(axis=1).tolist() == [120, 120, 90]


def test_nothing_left_to_do_and_nothing_done_yet() -> None:
    new = year([[100, 200], [0, 0]], [], 0)
    for policy in POLICIES:
        assert replan(new, policy, LINES).months.tolist() == [[100, 200], [0, 0]]
    done = year([[100, 100]], [[250]], 1)
    banked = Lines(Fraction(6, 5), Fraction(6, 5), Fraction(1), bank=True)
    assert replan(done, "keep-year", banked).months.tolist() == [[0]]


def test_a_gap_with_no_targets_left_follows_last_year_or_goes_evenly() -> None:
    bare = year([[100, 0, 0], [100, 0, 0]], [[40], [100]], 1)
    assert replan(bare, "keep-year", LINES).months.tolist() == [[15, 15], [15, 15]]
    last = np.array([[0, 30, 60], [0, 10, 20]]) * UNIT
    seen = year([[100, 0, 0], [100, 0, 0]], [[40], [100]], 1, last_year=last)
    assert replan(seen, "keep-year", LINES).months.tolist() == [[15, 30], [5, 10]]


def test_negative_actuals_are_a_larger_gap() -> None:
    returned = year([[100, 100], [100, 100]], [[-20], [100]], 1)
    assert returned.need == 320
    assert replan(returned, "carry", LINES).months.tolist() == [[220], [100]]


def test_a_revised_year_counts_its_gap_from_the_revision() -> None:
    twice = year([[100, 120, 120, 120]], [[80, 110]], 2, since=1)
    assert twice.gaps == [-1000]
    assert replan(twice, "carry", LINES).months.tolist() == [[125, 125]]


def test_strain_is_told_beside_last_year_and_the_best_ever() -> None:
    seen = year(
        [[100, 100, 150, 150], [50, 50, 50, 50]], [[90, 90], [40, 60]], 2, last_year=np.array([[0, 0, 10000, 10000], [0, 0, 9000, NO_AMOUNT]]),
        best_month=np.array([13000, 5000]), best_period=np.array([20000, NO_AMOUNT]), capacity=np.array([32000, 9000]),
    )  # fmt: skip
    months = replan(seen, "carry", LINES).months
    a, b = strains(seen, months, LINES)
    assert (a.before, a.after, a.change) == (300, 320, 20)
    assert (a.on_plan, a.growth, a.of_best_month, a.of_best_period, a.load) == (
        Fraction(1, 15), Fraction(3, 5), Fraction(16, 13), Fraction(8, 5), Fraction(1),
    )  # fmt: skip
    assert a.crossed == ("best_month", "best_period")
    assert (b.growth, b.crossed) == (None, ())  # over its capacity, but not asked for more than before
    assert together(seen, months).growth == Fraction(42000, 20000) - 1


def test_the_policy_to_take_is_the_first_that_asks_nobody_for_too_much() -> None:
    def told(**more: object) -> tuple[str, str]:
        so_far = year([[100, 100, 150, 150], [50, 50, 50, 50]], [[90, 90], [40, 60]], 2, **more)
        tried = [(r := replan(so_far, p, LINES), strains(so_far, r.months, LINES)) for p in POLICIES]
        found = advice(so_far, tried)
        return found.policy, found.reason

    assert told() == ("carry", "own-gap-fits")
    assert told(best_period=np.array([26300, 9000])) == ("keep-year", "keep-year-fits")
    assert told(best_period=np.array([26000, 8900])) == ("capped", "capped-in-part")
    assert told(best_period=np.array([26000, 20000])) == ("capped", "capped-fits")
    assert told(best_period=np.array([10000, 5000])) == ("lower", "nothing-fits")


@st.composite
def years(draw: st.DrawFn) -> YearSoFar:
    rows, start = draw(st.integers(1, 5)), draw(st.integers(0, 11))
    cells = draw(st.lists(st.integers(0, 5000), min_size=rows * 12, max_size=rows * 12))
    done = draw(st.lists(st.integers(-(10**5), 10**6), min_size=rows * start, max_size=rows * start))
    targets = np.array(cells, np.int64).reshape(rows, 12)
    actual = np.zeros_like(targets)
    actual[:, :start] = np.array(done, np.int64).reshape(rows, start)
    known = [np.array(draw(st.lists(st.integers(0, 10**6) | st.just(NO_AMOUNT), min_size=rows, max_size=rows)), np.int64) for _ in range(3)]
    weights = tuple(Fraction(draw(st.integers(0, 9))) for _ in range(rows))
    return YearSoFar(tuple("abcde"[:rows]), UNIT, targets, actual, start, 0, None, known[0], known[1], known[2], None, weights)


@settings(max_examples=150, deadline=None)
@given(years(), st.sampled_from(POLICIES), st.booleans())
def test_the_years_total_is_kept_exactly_or_what_is_short_is_told(so_far: YearSoFar, policy: str, bank: bool) -> None:
    lines = Lines(Fraction(6, 5), Fraction(6, 5), Fraction(1), bank=bank)
    found = replan(so_far, policy, lines)
    total = int(found.months.sum())
    assert (found.months >= 0).all()
    assert found.short == max(so_far.need - total, 0)
    if policy in ("keep-year", "carry", "potential") and (so_far.extra > 0 or bank):
        assert total == so_far.need
        year_end = so_far.reached + total * UNIT
        assert so_far.need == 0 or abs(year_end - int(so_far.targets.sum()) * UNIT) <= UNIT // 2
    if policy == "capped" and so_far.extra > 0:
        assert (found.months >= so_far.remaining).all()
        for n, (all_, months) in enumerate(room(so_far, lines)):
            more = found.months[n] - so_far.remaining[n]
            assert more.sum() <= all_
            assert (more <= np.array(months)).all()


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(st.integers(0, 900), min_size=4, max_size=4), min_size=n, max_size=n)),
    st.lists(st.integers(0, 4000), min_size=4, max_size=4),
    st.booleans(),
)
def test_parts_have_their_members_months_exactly(old: list[list[int]], months: list[int], own: bool) -> None:
    names = [str(n) for n in range(len(old))]
    wanted = [Fraction(sum(row) + n) for n, row in enumerate(old)] if own else None
    found = handed_down(np.array(old, np.int64), np.array(months, np.int64), names, wanted)
    assert found.sum(axis=0).tolist() == months
    assert (found >= 0).all()


def test_what_is_poured_fills_up_by_weight() -> None:
    assert poured(7, [Fraction(2), Fraction(1), Fraction(0)], [4, 9, 9], ["a", "b", "c"]) == [4, 3, 0]


def test_last_year_is_missing_where_a_month_is() -> None:
    so_far = year([[1, 1], [1, 1]], [[1], [1]], 1, last_year=np.array([[5, 7], [5, NO_AMOUNT]]))
    assert [last_period(so_far, n) for n in range(2)] == [7, None]


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(KeyError):
        replan(HALF, "hope", LINES)
