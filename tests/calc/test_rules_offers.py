"""Offers: what is left out, how chances fall, whom the past would have sent to whom."""

import datetime as dt
from fractions import Fraction

import numpy as np
import pytest

from salesplan.calc.cross_selling import items_of, of_purchases
from salesplan.calc.first_buys import spending
from salesplan.calc.offer_trial import Terms
from salesplan.calc.offers import NO_RULE, likeness
from salesplan.calc.purchases import months_before, purchases_of
from salesplan.calc.rules import Threshold
from salesplan.calc.trade import trade
from salesplan.frame import Frame, Texts

AS_OF = dt.date(2026, 12, 31)
TERMS = Terms(Threshold(Fraction(1, 1000), 5, Fraction(1, 5)))


def frame(rows: list[tuple[str, str, str, str, int]]) -> Frame:
    """Sales lines: order, ISO day, customer, product, amount."""
    orders, days, customers, products, amounts = zip(*rows, strict=True)
    return Frame(
        {
            "order_id": Texts.of(orders), "order_date": np.array(days, "datetime64[D]"), "customer_id": Texts.of(customers),
            "product_name": Texts.of(products), "amount": np.array(amounts, np.int64),
        },
        ("a.csv",), np.zeros(len(rows), np.int32), np.arange(2, len(rows) + 2, dtype=np.int32),
    )  # fmt: skip


def pumps(months: int = 24, customers: int = 60) -> list[tuple[str, str, str, str, int]]:
    """Everybody buys pumps every month, and oil in between; seals go with half of the pumps, of two customers in three."""
    rng = np.random.default_rng(5)
    rows = []
    for c in range(customers):
        for m in range(months):
            day = f"{2025 + m // 12}-{m % 12 + 1:02d}-{rng.integers(1, 28):02d}"
            rows.append((f"P{c}-{m}", day, f"K{c:02d}", "Pump A1", 50_000))
            if c % 3 and rng.random() < (0.5 if c % 6 else 0.1):
                rows.append((f"P{c}-{m}", day, f"K{c:02d}", "Seal S2", 8_000))
            rows.append((f"O{c}-{m}", day, f"K{c:02d}", "Oil 15kg", 3_000))
            rows.append((f"N{c}-{m}", day, f"K{c:02d}", "Glove", 500))
    return rows


def found(rows, terms=TERMS, as_of=AS_OF):
    purchases = purchases_of(frame(rows))
    items, _ = items_of(purchases.frame, "family", 0.7)
    return of_purchases(purchases, items, terms, as_of)


def names(done):
    return [(done.purchases.ids[c], done.rules.labels[i]) for c, i in zip(done.offers.customer, done.offers.item, strict=True)]


def test_nobody_is_offered_what_he_ever_bought():
    rows = pumps()
    done = found(rows)
    bought = {(c, p.split()[0]) for _, _, c, p, _ in rows}
    offers = names(done)
    assert offers
    assert not {(c, i.split()[0]) for c, i in offers} & bought
    assert len(set(offers)) == len(offers)
    assert {i for _, i in offers} == {"Seal"}


def test_a_purchase_before_the_window_counts_as_bought():
    rows = pumps()
    once = ("X1", "2024-03-01", "K00", "Seal S9", 100)
    assert ("K00", "Seal") in names(found(rows))
    assert ("K00", "Seal") not in names(found([*rows, once]))


def test_what_happens_after_the_day_is_not_known():
    rows = pumps()
    later = [("X1", "2027-03-01", "K00", "Seal S9", 100)]
    one, other = found(rows), found(rows + later)
    assert names(one) == names(other)
    assert one.offers.amount.tolist() == other.offers.amount.tolist()


def test_returns_are_in_no_basket():
    rows = pumps()
    back = [("R1", "2026-05-01", "K00", "Seal S2", -8_000)]
    assert ("K00", "Seal") in names(found(rows + back))
    assert len(found(rows + back).baskets) == len(found(rows).baskets)


def test_the_order_of_rows_does_not_matter():
    rows = pumps()
    mixed = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))]
    one, other = found(rows), found(mixed)
    assert names(one) == names(other)
    assert np.allclose(one.offers.amount, other.offers.amount)


def test_offers_are_tried_on_the_past():
    trial = found(pumps()).trial
    assert trial.day == dt.date(2026, 9, 30)
    assert trial.offers == 20
    assert trial.takers == 0
    assert trial.scale is None
    assert found(pumps(months=2), as_of=dt.date(2025, 2, 28)).trial is None


def test_who_went_without_often_is_a_smaller_chance():
    rows = pumps()
    few = [(o, d, "K99", p, a) for o, d, c, p, a in rows if c == "K00" and d >= "2026-10" and "Seal" not in p]
    few = [(f"Q{o}", d, c, p, a) for o, d, c, p, a in few]
    done = found(rows + few)
    chance = dict(zip(names(done), done.offers.chance / done.offers.baskets, strict=True))
    assert chance["K99", "Seal"] > chance["K00", "Seal"]


def test_likeness_tells_equal_customers_from_unequal():
    rng = np.random.default_rng(2)
    tried = np.full(400, 20)
    alike = rng.binomial(20, 0.3, 400)
    apart = rng.binomial(20, rng.beta(0.3, 0.7, 400))
    assert likeness(tried, alike, 0.3) > 50
    assert likeness(tried, apart, 0.3) == pytest.approx(1, rel=0.4)


def test_a_customers_month_is_one_basket():
    purchases = purchases_of(frame(pumps(months=12)))
    items, level = items_of(purchases.frame, "product", 0.7)
    months = trade(purchases, items, "customer-month", dt.date(2024, 12, 31), AS_OF)
    assert level == "product"
    assert len(months.baskets) == 60 * 12
    assert months.amount.sum() == purchases.amount.sum()
    assert np.bincount(months.owner).tolist() == [12] * 60


def test_months_before_keep_the_end_of_the_month():
    assert months_before(dt.date(2024, 2, 29), 12) == dt.date(2023, 2, 28)
    assert months_before(dt.date(2025, 5, 30), 3) == dt.date(2025, 2, 28)


def shop(customers: int = 150, months: int = 24) -> list[tuple[str, str, str, str, int]]:
    """Customers who buy more or less often and widely, of products that sell more or less; hubs go with hoses half of the time."""
    rng = np.random.default_rng(8)
    products = [f"{name} {n}x{n}" for n, name in enumerate(("Hose", "Hub", "Valve", "Seal", "Filter", "Gauge", "Clamp", "Pump", "Oil", "Belt", "Motor", "Fan"), 1)]
    weight = 1 / np.arange(2, len(products) + 2)
    rows = []
    for c in range(customers):
        rate, level = rng.gamma(1.0, 1.2) + 0.2, rng.lognormal(0, 0.6)
        for m in range(months):
            for k in range(rng.poisson(rate)):
                day = f"{2025 + m // 12}-{m % 12 + 1:02d}-{rng.integers(1, 28):02d}"
                basket = set(rng.choice(products, rng.integers(1, 3), p=weight / weight.sum(), replace=False).tolist())
                if products[0] in basket and rng.random() < 0.5:
                    basket.add(products[1])
                rows += [(f"S{c}-{m}-{k}", day, f"K{c:03d}", p, int(1000 * level * rng.uniform(0.5, 1.5))) for p in sorted(basket)]
    return rows


def test_chances_are_learned_from_first_purchases_and_tried_on_the_past():
    rows = shop()
    done = found(rows)
    assert done.learned
    bought = {(c, p.split()[0]) for _, day, c, p, _ in rows}
    assert not {(c, i.split()[0]) for c, i in names(done)} & bought
    made, trial = done.offers, done.trial
    assert ((made.chance >= 0) & (made.chance <= 1)).all()
    assert (made.chance[made.rule == NO_RULE] >= 0.2 * min(trial.scale[0], 1) - 1e-9).all()
    assert (made.rule != NO_RULE).any()
    assert abs(trial.expected - trial.takers) < 3 * trial.expected**0.5  # chance alone moves it by about a root
    assert trial.top_share > trial.any_share
    mixed = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))]
    assert np.allclose(found(mixed).offers.amount, made.amount)
    later = [("X1", "2027-03-01", "K000", "Fan 12x12", 100)]
    assert found(rows + later).offers.chance.tolist() == made.chance.tolist()


def test_a_lavish_customer_is_worth_more_and_few_purchases_say_little():
    rows = [(f"S{c}-{n}", f"2026-0{n + 1}-10", f"K{c}", "Pump A1", 9_000 if c == 0 else 1_000) for c in range(5) for n in range(6)]
    purchases = purchases_of(frame(rows))
    items, _ = items_of(purchases.frame, "family", 0.7)
    sold = trade(purchases, items, "order", dt.date(2025, 12, 31), AS_OF)
    strongly, hardly = spending(sold, 0.0), spending(sold, 1e6)
    assert strongly[0] == pytest.approx(9_000 / 2_600)
    assert strongly[1] == pytest.approx(1_000 / 2_600)
    assert np.allclose(hardly, 1, atol=1e-4)
