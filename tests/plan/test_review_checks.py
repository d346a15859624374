"""The review part of the performance chapter: each planted mistake is found at its line; defaults are those that its strings name."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from salesplan.plan.load import examine
from salesplan.plan.performance import Review
from salesplan.words import Text, say

HERE = Path(__file__).parent.parent / "bad" / "performance"
MARK = re.compile(r"#! ([a-z0-9-]+)\s*$")


@pytest.mark.parametrize("plan", sorted(HERE.glob("*.yaml")), ids=lambda p: p.name)
def test_each_planted_mistake_is_found_and_nothing_else(plan):
    lines = enumerate(plan.read_text("utf-8").splitlines(), 1)
    marked = sorted((n, hit[1]) for n, line in lines if (hit := MARK.search(line)))
    problems = examine(plan)[1]
    assert sorted((p.place.line, p.slug) for p in problems) == marked
    for lang in ("zh", "en"):
        assert not any("{" in say(Text(p.slug, **p.params), lang, part=part) for p in problems for part in ("", "do"))


def test_defaults_need_no_chapter():
    marks = Review().marks
    assert (marks.good, marks.fair, marks.poor) == (Fraction(1), Fraction(9, 10), Fraction(7, 10))
