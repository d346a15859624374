"""The customers chapter: each planted mistake is found at its line; defaults are those that its strings name."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from salesplan.plan.customers import Customers
from salesplan.plan.load import examine
from salesplan.words import Text, say

HERE = Path(__file__).parent.parent / "bad" / "customers"
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
    chapter = Customers()
    assert (chapter.rfm.months, chapter.rfm.bands, chapter.rfm.cuts, chapter.rfm.compare_months) == (12, 5, "quantile", 3)
    assert (chapter.silence.orders, chapter.silence.days, chapter.silence.times, chapter.silence.longest) == (6, 60, Fraction(3), 365)
    assert (chapter.lifetime.horizon, chapter.lifetime.weak_prior, chapter.lifetime.customers) == (90, 500, 30)


def test_keys_of_later_issues_are_read_past_with_a_notice(tmp_path):
    (tmp_path / "plan.yaml").write_text("name: x\nyear: 2027\ncustomers:\n  care: {a: 1}\n  rfm: {months: 6}\n", encoding="utf-8")
    plan, problems = examine(tmp_path / "plan.yaml")
    assert problems == []
    assert [n.params["key"] for n in plan.notices] == ["customers.care"]
    assert plan.customers.rfm.months == 6
    assert plan.customers.rfm.bands == 5
