"""RFM: equal values share scores, the order of rows does not matter, classes and segments cover everybody."""

import datetime as dt
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from salesplan.calc.purchases import purchases_of
from salesplan.calc.rfm import CLASSES, SEGMENTS, Rfm, Rule, by_cuts, by_quantile, by_value, rfm
from salesplan.calc.rhythm import SilenceRule, rhythm
from salesplan.frame import Frame, Texts

AS_OF = dt.date(2025, 12, 31)
LINES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 500), st.integers(-5000, 20000), st.integers(0, 30)), min_size=1, max_size=60)


def frame_of(lines):
    """Lines of (customer, days before the as-of day, amount, order number)."""
    first = np.datetime64(AS_OF, "D")
    return Frame(
        {
            "customer_id": Texts.of([f"C{c}" for c, _, _, _ in lines]),
            "order_date": np.array([first - d for _, d, _, _ in lines], "datetime64[D]"),
            "amount": np.array([a for _, _, a, _ in lines], np.int64),
            "order_id": Texts.of([f"S{n}" for _, _, _, n in lines]),
            "person": Texts.of([f"P{n % 3}" for _, _, _, n in lines]),
        },
        ("x.csv",), np.zeros(len(lines), np.int32), np.arange(len(lines), dtype=np.int32),
    )  # fmt: skip


def rows(scored: Rfm, ids):
    values = (scored.recency, scored.frequency, scored.amount, scored.r, scored.f, scored.m, scored.classes, scored.segments)
    return {ids[w]: tuple(int(v[i]) for v in values) for i, w in enumerate(scored.who.tolist())}


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(lines, random):
    mixed = list(lines)
    random.shuffle(mixed)
    first, second = purchases_of(frame_of(lines)), purchases_of(frame_of(mixed))
    assert rows(rfm(first, AS_OF, Rule()), first.ids) == rows(rfm(second, AS_OF, Rule()), second.ids)
    assert first.latest("person") == second.latest("person")


@given(st.lists(st.integers(-3, 12), min_size=1, max_size=80), st.integers(2, 9))
def test_scores_are_the_rule_counted_by_hand(values, bands):
    found = by_quantile(np.array(values, float), bands).tolist()
    for value, score in zip(values, found, strict=True):
        below, same = sum(v < value for v in values), values.count(value)
        rank = Fraction(2 * below + same + 1, 2)
        assert score == -(-bands * rank // len(values))


def test_half_the_customers_tied_share_one_score():
    value = np.array([1.0] * 51 + list(range(2, 51)))
    scores = by_quantile(value, 5)
    assert len(set(scores[:51].tolist())) == 1
    assert scores[:51][0] == 2
    assert scores[51:].min() > 2


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=50), st.integers(2, 9))
def test_bands_of_equal_width_rise_with_the_value(values, bands):
    value = np.array(sorted(values), float)
    scores = by_value(value, bands)
    assert (np.diff(scores) >= 0).all()
    assert scores.min() >= 1
    assert scores.max() <= bands


def test_who_reaches_a_cut_point_has_the_better_score():
    cuts = (Fraction(10), Fraction(30), Fraction(60), Fraction(90))
    assert by_cuts(-np.array([0.0, 10, 11, 90, 91]), cuts, -1).tolist() == [5, 5, 4, 2, 1]
    assert by_cuts(np.array([0.0, 9, 10, 90, 900]), cuts, 1).tolist() == [1, 1, 2, 5, 5]


def test_every_pair_of_scores_has_a_segment_and_better_ones_are_no_worse():
    size = 25
    r, fm = (np.array(c, np.int64) for c in zip(*product(range(1, 6), range(1, 6)), strict=True))
    scored = Rfm(Rule(), AS_OF, np.arange(size), np.full(size, np.datetime64(AS_OF)), fm, fm, r, fm, fm)
    found = {(a, b): SEGMENTS[s] for a, b, s in zip(r.tolist(), fm.tolist(), scored.segments.tolist(), strict=True)}
    assert set(found.values()) == set(SEGMENTS)
    assert found[5, 5] == "champions"
    assert found[1, 1] == "lost"
    assert found[1, 5] == "cannot-lose"


def test_the_eight_classes_follow_their_definition():
    high = list(product((5, 1), repeat=3))
    r, f, m = (np.array(c, np.int64) for c in zip(*high, strict=True))
    scored = Rfm(Rule(), AS_OF, np.arange(8), np.full(8, np.datetime64(AS_OF)), f, m, r, f, m)
    found = {h: CLASSES[c] for h, c in zip(high, scored.classes.tolist(), strict=True)}
    assert found[5, 5, 5] == "important-value"
    assert found[1, 5, 5] == "important-keep"
    assert found[5, 1, 5] == "important-develop"
    assert found[1, 1, 5] == "important-retain"
    assert found[5, 5, 1] == "general-value"
    assert found[1, 1, 1] == "general-retain"


def test_returns_lower_sales_but_are_no_purchase():
    purchases = purchases_of(frame_of([(1, 100, 1000, 1), (1, 3, -4000, 2), (2, 5, -10, 3), (3, 364, 7, 4), (4, 365, 7, 5)]))
    scored = rfm(purchases, AS_OF, Rule())
    found = rows(scored, purchases.ids)
    assert found["C1"][:3] == (100, 1, -3000)
    assert "C2" not in found
    assert "C3" in found
    assert "C4" not in found  # 2024-12-31 is the day before the window's first


def test_lines_without_a_number_are_one_order_a_day():
    frame = frame_of([(1, 5, 10, 1), (1, 5, 20, 2), (1, 4, 5, 3), (2, 5, 1, 4)])
    columns = {k: v for k, v in frame.columns.items() if k != "order_id"}
    purchases = purchases_of(Frame(columns, frame.files, frame.file_of, frame.row_of))
    assert purchases.counting == "days"
    assert rows(rfm(purchases, AS_OF, Rule()), purchases.ids)["C1"][1] == 2


def test_one_number_of_two_customers_is_two_orders():
    purchases = purchases_of(frame_of([(1, 5, 10, 1), (2, 5, 20, 1)]))
    assert purchases.orders_by_customer().tolist() == [1, 1]


def test_one_customer_alone():
    purchases = purchases_of(frame_of([(1, 5, 10, 1)]))
    scored = rfm(purchases, AS_OF, Rule())
    assert (len(scored), scored.r.tolist(), scored.segments.tolist()) == (1, [5], [0])


def test_silence_is_measured_against_the_own_rhythm():
    weekly = [(1, 100 + 7 * n, 10, n) for n in range(6)]
    rare = [(2, 100 + 60 * n, 10, 10 + n) for n in range(6)]
    few = [(3, 100 + 7 * n, 10, 20 + n) for n in range(5)]
    purchases = purchases_of(frame_of(weekly + rare + few))
    found = rhythm(purchases, AS_OF, SilenceRule())
    assert found.at_risk.tolist() == [True, False, False]
    assert found.gap.tolist() == [7, 60, 7]
    assert found.silent.tolist() == [100, 100, 100]


def test_a_name_stands_in_for_a_missing_id():
    frame = frame_of([(1, 5, 10, 1), (1, 4, 10, 2), (2, 3, 10, 3)])
    columns = {**frame.columns, "customer_id": Texts.of(["K1", None, None]), "customer_name": Texts.of(["甲", "甲", "乙"])}
    assert purchases_of(Frame(columns, frame.files, frame.file_of, frame.row_of)).ids == ("K1", "乙")
