"""Quotas: exact sums, months on board, ramp, over-assignment."""

import datetime as dt
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.calc.people import NOBODY, Seat, by_combination, capacity, quotas
from salesplan.period import Month

MONTHS = [Month(2027, m) for m in range(1, 13)]
RAMP = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


def seat(name: str, joined: dt.date | None = None, left: dt.date | None = None, worth: int | None = None) -> Seat:
    return Seat(name, name, "华东", None, joined, left, worth)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(0, 10**6), min_size=12, max_size=12), st.lists(st.integers(0, 9), min_size=1, max_size=6),
    st.sampled_from([Fraction(0), Fraction(5, 100), Fraction(71, 1000)]), st.integers(1, 12), st.integers(1, 12),
)  # fmt: skip
def test_every_month_sums_to_the_target_with_the_over_assignment(
    targets: list[int], weights: list[int], over: Fraction, starts: int, ends: int
) -> None:
    seats = [seat(f"E{n}") for n in range(len(weights))]
    seats[0] = seat("E0", dt.date(2027, starts, 1), dt.date(2027, max(starts, ends), 15))
    whole = sum(weights) or len(weights)
    shares = {s.id: Fraction(w if sum(weights) else 1, whole) for s, w in zip(seats, weights, strict=True)}
    found = quotas(dict(zip(MONTHS, targets, strict=True)), seats, shares, over, RAMP)
    assert all(units >= 0 for q in found for units in q.months.values())
    total = sum(targets) * (1 + over)
    assert abs(sum(q.total for q in found) - total) <= Fraction(1, 2)
    for month, target in zip(MONTHS, targets, strict=True):
        assert abs(sum(q.months[month] for q in found) - target * (1 + over)) < Fraction(3, 2)  # the year's total is rounded too
    absent = [m for m in MONTHS if not starts <= m.month <= max(starts, ends)]
    assert all(found[0].months[m] == 0 for m in absent)


def test_a_full_year_person_gets_the_share_exactly() -> None:
    found = quotas(dict.fromkeys(MONTHS, 1000), [seat("a"), seat("b")], {"a": Fraction(3, 4), "b": Fraction(1, 4)}, Fraction(0), RAMP)
    assert [q.total for q in found] == [9000, 3000]


def test_months_nobody_is_on_board_for_are_on_nobody() -> None:
    found = quotas(dict.fromkeys(MONTHS, 100), [seat("a", dt.date(2027, 4, 1))], {"a": Fraction(1)}, Fraction(0), RAMP)
    assert [(q.seat.id, q.total) for q in found] == [("a", 900), (NOBODY, 300)]


def test_capacity_follows_joining_and_ramp() -> None:
    monthly = capacity(seat("a", dt.date(2027, 4, 1), worth=6_000_000_00), MONTHS, RAMP)
    assert monthly is not None
    assert sum(monthly.values()) == 2_250_000_00  # 600万 / 12 x 3 x (25 % + 50 % + 75 %)


def test_combinations_add_up_both_ways() -> None:
    import numpy as np

    cells = np.array([[700] * 12, [300] * 12], np.int64)
    found = quotas(dict.fromkeys(MONTHS, 1000), [seat("a"), seat("b")], {"a": Fraction(1, 3), "b": Fraction(2, 3)}, Fraction(5, 100), RAMP)
    block = by_combination(found, cells, MONTHS)
    assert block.sum(axis=(0, 2)).tolist() == [8820, 3780]
    assert block.sum(axis=1).tolist() == [list(q.months.values()) for q in found]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=6).filter(any), st.integers(1, 999), st.randoms(use_true_random=False))
def test_the_order_of_the_seats_decides_nothing(weights: list[int], target: int, random: Random) -> None:
    import numpy as np

    seats = [seat(f"E{n}", dt.date(2027, 3, 1) if n == 1 else None) for n in range(len(weights))]
    shares = {s.id: Fraction(w, sum(weights)) for s, w in zip(seats, weights, strict=True)}
    mixed = random.sample(seats, len(seats))
    cells = np.array([[target - target // 3] * 12, [target // 3] * 12], np.int64)
    ways = [quotas(dict.fromkeys(MONTHS, target), order, shares, Fraction(3, 100), RAMP) for order in (seats, mixed)]
    one, other = ({q.seat.id: q.months for q in way} for way in ways)
    assert one == other
    blocks = [dict(zip([q.seat.id for q in way], by_combination(way, cells, MONTHS).tolist(), strict=True)) for way in ways]
    assert blocks[0] == blocks[1]


def test_large_amounts_do_not_overflow() -> None:
    import numpy as np

    found = quotas(dict.fromkeys(MONTHS, 10**11), [seat("a"), seat("b")], {"a": Fraction(1, 3), "b": Fraction(2, 3)}, Fraction(0), RAMP)
    block = by_combination(found, np.array([[10**11 - 7] * 12, [7] * 12], np.int64), MONTHS)
    assert block.sum(axis=(0, 2)).tolist() == [12 * (10**11 - 7), 84]
