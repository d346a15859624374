"""Revisions of a plan: new targets to the unit, everything before them untouched, all sums exact."""

import shutil
from pathlib import Path

import pytest

from salesplan.calc.decomposition import Decomposition
from salesplan.commands.decompose import decomposed
from salesplan.plan.load import load_plan
from salesplan.problem import InvalidInput

PLAN = Path(__file__).parents[2] / "examples/chengyue/plan-zh"
REVISED = """
goals:
  revisions:
    - from: 2027-10
      by: region
      members:
        华东: [500万, 400万, 600万]
        东北: [5万, 6.1万, 0]
      people: {E1001: [1万, 1万, 1万]}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PLAN, tmp_path / "plan"))


def done(plan: Path, text: str | None = None) -> Decomposition:
    if text is not None:
        (plan / "scenarios" / "later.yaml").write_text(text, "utf-8")
    return decomposed(load_plan(plan, scenario="later" if text else None))[0]


def amounts(d: Decomposition, **where: str) -> int:
    return d.main.amount({k: (v,) for k, v in where.items()})


def test_members_get_exactly_what_the_revision_says(plan: Path) -> None:
    old, new = done(plan), done(plan, REVISED)
    wanted = {"华东": (500, 400, 600), "东北": (5, 6.1, 0)}
    for region, row in wanted.items():
        for month, figure in zip((10, 11, 12), row, strict=True):
            assert amounts(new, region=region, month=f"2027-{month}") == round(figure * 100_0000)
    for region in ("华南", "华北", "华中", "西部"):
        assert amounts(new, region=region) == amounts(old, region=region)


def test_months_before_stay_cell_by_cell_and_quota_by_quota(plan: Path) -> None:
    old, new = done(plan), done(plan, REVISED)
    axis = [d.name for d in new.main.split.ask.axes].index("month")
    before, after = (d.main.split.cells.take(range(9), axis=axis) for d in (old, new))
    assert (before == after).all()
    for was, now in zip(old.main.quotas, new.main.quotas, strict=True):
        assert list(was.months.values())[:9] == list(now.months.values())[:9]


def test_sums_are_exact_and_people_carry_their_regions(plan: Path) -> None:
    new = done(plan, REVISED)
    part = new.main
    assert part.split.cells.sum() == part.setup.ask.total
    for dimension in part.setup.ask.dimensions:
        assert sum(part.split.totals[dimension.name].values()) == part.setup.ask.total
    quotas = {q.seat.id: [v * part.setup.unit for v in list(q.months.values())[9:]] for q in part.quotas}
    assert quotas["E1001"] == [1_000_000, 1_000_000, 1_000_000]
    east = [sum(list(q.months.values())[n] for q in part.quotas if q.seat.within == "华东") for n in (9, 10, 11)]
    assert [v * part.setup.unit for v in east] == [525_000_000, 420_000_000, 630_000_000]


def test_later_revisions_lie_over_earlier_ones(plan: Path) -> None:
    text = REVISED + "    - {from: 2027-12, by: region, members: {华东: [700万]}}\n"
    new = done(plan, text)
    assert [amounts(new, region="华东", month=f"2027-{m}") // 1_000_000 for m in (10, 11, 12)] == [500, 400, 700]
    assert new.main.before is not None
    assert new.main.before.before is None
    assert new.main.before.split.cells.sum() == done(plan).main.split.cells.sum()


def test_a_member_that_the_records_do_not_show_is_told_at_its_place(plan: Path) -> None:
    text = "goals: {revisions: [{from: 2027-12, by: segment, members: {火星客户: [700万]}}]}\n"
    with pytest.raises(InvalidInput) as error:
        done(plan, text)
    assert [(p.slug, p.place.file.rsplit("/")[-1], p.place.line) for p in error.value.problems if p.place] == [("slice-member-unknown", "later.yaml", 1)]
