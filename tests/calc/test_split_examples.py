"""Splits that can be checked by hand."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from salesplan.calc.ask import Ask, Dimension, Driver, Hold
from salesplan.calc.conflict import changes_on_combinations, changes_on_dimension
from salesplan.calc.targets import Impossible, split


def dimension(name: str, values: dict[str, int], **more: object) -> Dimension:
    driver = Driver("market", Fraction(1), {m: Fraction(v) for m, v in values.items()})
    return Dimension(name, tuple(values), (driver,), **more)  # type: ignore[arg-type]


REGION = dimension("region", {"华东": 5, "华南": 3, "东北": 2})
PRODUCT = dimension("product", {"老品": 9, "新品": 1})


def test_a_hold_on_one_member_leaves_the_others_in_proportion() -> None:
    result = split(Ask("revenue", 1000, (REGION,), holds=(Hold({"region": ("东北",)}, 360, 360, 0),)))
    assert result.totals["region"] == {"华东": 400, "华南": 240, "东北": 360}


def test_an_explicit_share_is_exact_and_the_rest_is_spread() -> None:
    shared = dimension("region", {"华东": 5, "华南": 3, "东北": 2}, explicit={"东北": Fraction(4, 100)})
    assert split(Ask("revenue", 1000, (shared,))).totals["region"] == {"华东": 600, "华南": 360, "东北": 40}


def test_never_gets_nothing_and_totals_stay() -> None:
    ask = Ask("revenue", 1000, (REGION, PRODUCT), never=({"region": ("东北",), "product": ("新品",)},))
    result = split(ask)
    assert result.total({"region": ("东北",), "product": ("新品",)}) == 0
    assert result.totals["product"] == {"新品": 100, "老品": 900}


def test_a_member_without_history_follows_the_even_spread() -> None:
    history = np.array([[0.0, 0.0, 0.0], [10.0, 30.0, 20.0]])  # 新品 has no past; regions sorted 东北 华东 华南
    result = split(Ask("revenue", 10_000, (REGION, PRODUCT), history))
    assert result.total({"product": ("新品",)}) == 1000
    assert all(result.total({"product": ("新品",), "region": (r,)}) > 0 for r in REGION.members)


def test_conflict_of_a_combination_with_its_members_total_names_the_member() -> None:
    ask = Ask("revenue", 1000, (REGION, PRODUCT), holds=(Hold({"region": ("华东",), "product": ("新品",)}, 150, None, 0),))
    with pytest.raises(Impossible):
        split(ask)
    change = changes_on_combinations(ask)[0][0]
    assert (change.asked, change.possible, change.dimension, change.has) == (150, 100, "product", 100)


def test_two_floors_over_the_target_need_one_change() -> None:
    holds = (Hold({"region": ("华东",)}, 700, None, 0), Hold({"region": ("华南",)}, 500, 500, 1))
    ask = Ask("revenue", 1000, (REGION,), holds=holds)
    with pytest.raises(Impossible) as conflict:
        split(ask)
    assert conflict.value.dimension == "region"
    sets = changes_on_dimension(ask, REGION)
    assert {(c.hold.number, c.possible) for s in sets for c in s} == {(0, 500), (1, 300)}


def test_totals_that_have_no_whole_cells_give_way_by_one_unit() -> None:
    """Four cells on the even corners of a cube: whole margins of 1 each have no whole solution there."""
    names = ("a", "b", "c")
    dims = tuple(dimension(n, {f"{n}0": 1, f"{n}1": 1}) for n in names)
    corners = [(i, j, k) for i in range(2) for j in range(2) for k in range(2) if (i + j + k) % 2]
    never = tuple({n: (f"{n}{x}",) for n, x in zip(names, corner, strict=True)} for corner in corners)
    result = split(Ask("revenue", 2, dims, never=never))
    assert int(result.cells.sum()) == 2
    assert all(sum(t.values()) == 2 for t in result.totals.values())


def test_a_hold_on_everything_is_met_by_the_target_and_leaves_the_fit_alone() -> None:
    points = {"a": (100, 28, 28), "b": (0, 28, 28), "c": (5, 28, 5), "d": (100, 4, 4), "e": (100, 4, 4), "f": (100, 100, 100)}
    drivers = tuple(
        Driver(f"d{n}", Fraction(weight, 14), {m: Fraction(p[n]) for m, p in points.items()}) for n, weight in enumerate((3, 9, 2))
    )
    dimensions = (
        dimension("region", {"East": 1}), Dimension("product", tuple(points), drivers), dimension("month", {f"m{n:02d}": 1 for n in range(12)}),
    )  # fmt: skip
    holds = (
        Hold({"region": ("East",)}, 9069, 10076, 0), Hold({"product": ("d", "b"), "month": ("m03", "m04", "m05")}, None, 0, 1),
        Hold({"region": ("East",), "month": ("m08",)}, 8391, None, 2), Hold({"region": ("East",)}, None, 10076, 3),
    )  # fmt: skip
    result = split(Ask("revenue", 10076, dimensions, holds=holds))
    assert abs(float(result.fitted.sum()) - 10076) < 1e-6
    assert result.total({"month": ("m08",)}) == 8391
    with pytest.raises(Impossible):
        split(Ask("revenue", 10076, dimensions, holds=(Hold({"region": ("East",)}, None, 9000, 0),)))


def test_conflicts_apart_from_each_other_need_one_change_each() -> None:
    regions = dimension("region", {f"r{n:02d}": n + 5 for n in range(20)})
    products = dimension("product", {f"p{n}": n + 5 for n in range(8)})
    plain = split(Ask("revenue", 10**6, (regions, products)))
    holds = []
    for n in range(20):
        where = {"region": (f"r{n:02d}",), "product": (f"p{n % 8}",)}
        holds.append(Hold(where, plain.total(where), plain.total(where), n))
    for n in (3, 9, 16):
        most = plain.totals["region"][f"r{n:02d}"] * 6 // 10
        for m, pair in enumerate((("p4", "p5"), ("p6", "p7"))):
            holds.append(Hold({"region": (f"r{n:02d}",), "product": pair}, most, None, 100 + 2 * n + m))
    ask = Ask("revenue", 10**6, (regions, products), holds=tuple(holds))
    with pytest.raises(Impossible):
        split(ask)
    (changes,) = changes_on_combinations(ask)
    assert sorted((c.hold.number or 0) // 2 - 50 for c in changes) == [3, 9, 16]
    loosened = {id(c.hold): c.possible for c in changes}
    split(replace(ask, holds=tuple(replace(h, low=loosened[id(h)]) if id(h) in loosened else h for h in ask.holds)))
