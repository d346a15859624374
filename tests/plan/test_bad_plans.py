"""Every problem has a wrong plan that shows it: each is found at its line, and nothing else is told."""

import re
from pathlib import Path

import pytest

from salesplan.plan.load import examine, load_plan
from salesplan.problem import InvalidInput
from salesplan.words.messages.plan import MESSAGES

HERE = Path(__file__).parent.parent / "bad" / "plans"
MARK = re.compile(r"#! ([a-z0-9-]+)\s*$")
PLANS = sorted(p for p in HERE.iterdir() if p.is_dir() or p.suffix == ".yaml")


def marked(plan):
    """The problems that a plan's marks announce: file name, line, slug."""
    files = sorted(plan.rglob("*.yaml")) if plan.is_dir() else [plan]
    lines = ((f.name, n, MARK.search(line)) for f in files for n, line in enumerate(f.read_text("utf-8").splitlines(), 1))
    return sorted((name, n, hit[1]) for name, n, hit in lines if hit)


def found(plan):
    problems = examine(plan)[1]
    return sorted((Path(p.place.file).name, p.place.line, p.slug) for p in problems)


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_each_planted_mistake_is_found_and_nothing_else(plan):
    assert marked(plan)
    assert found(plan) == marked(plan)


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_places_lie_in_the_text(plan):
    for problem in examine(plan)[1]:
        place = problem.place
        line = Path(place.file).read_text("utf-8").split("\n")[place.line - 1]
        assert place.text == line
        assert 1 <= place.column <= len(line)
        assert place.column + place.width - 1 <= len(line)


def test_loading_raises_them_all_in_place_order():
    with pytest.raises(InvalidInput) as error:
        load_plan(HERE / "several-files")
    places = [p.place.order() for p in error.value.problems]
    assert len(places) == 6
    assert places == sorted(places)
