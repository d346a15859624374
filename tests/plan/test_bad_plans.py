"""Every problem has a wrong plan that shows it: each is found at its line, and nothing else is told."""

import re
from pathlib import Path

import pytest

from salesplan.plan.load import examine, load_plan
from salesplan.problem import InvalidInput
from salesplan.words.messages import plan as sentences
from salesplan.words.messages.source import FILES, YAML
from salesplan.words.texts import Text, say

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
        assert place.text == line or problem.slug == "plan-holds-secret"
        assert 1 <= place.column <= len(line)
        assert place.column + place.width - 1 <= len(line)


def test_loading_raises_them_all_in_place_order():
    with pytest.raises(InvalidInput) as error:
        load_plan(HERE / "several-files")
    places = [p.place.order() for p in error.value.problems]
    assert len(places) == 6
    assert places == sorted(places)


ELSEWHERE = {
    "no-plan-found": "no folder above a test's is free of plans for sure", "more-problems": "takes hundreds of mistakes",
    "yaml-not-understood": "for what no one has written yet", "value-not-understood": "for what no one has written yet",
    "value-not-a-duration": "no chapter that is read has one yet", "plan-not-readable": "permissions do not bind root",
}  # fmt: skip
"""Problems without a wrong plan, and why."""

SHOWN_BY_TESTS = {
    "several-plans", "no-plan-in-folder", "plan-not-there", "plan-not-a-file", "plan-file-too-large", "plan-not-utf8",
    "plan-not-text", "hidden-character", "plan-empty", "scenario-not-there", "scenario-over-itself", "aliases-repeat-too-much",
    "set-path-unknown", "set-path-ambiguous",
}  # fmt: skip
"""Problems that test_source and test_load show, as they are no matter of one wrong line."""


def test_every_problem_has_a_wrong_plan():
    threads = (FILES, YAML, sentences._KEYS, sentences._VALUES, sentences._HEAD, sentences._GOALS, sentences._SETS)
    slugs = {slug for messages in threads for slug, message in messages.items() if message.do_en}
    shown = {slug for plan in PLANS for *_, slug in marked(plan)}
    assert slugs - set(ELSEWHERE) - SHOWN_BY_TESTS == shown


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_sentences_have_their_values(plan, lang):
    for problem in examine(plan)[1]:
        text = Text(problem.slug, **problem.params)
        sentences = say(text, lang) + say(text, lang, part="do")
        assert not re.search(r"\{(name|key|text|hint|line|sum|dimension|nearest)\}|None", sentences)


@pytest.mark.parametrize(
    ("plan", "places"),
    [
        ("unknown-key.yaml", [(3, 1, 7), (5, 6, 3), (6, 16, 8), (16, 3, 6)]),
        ("full-width-colon.flow.yaml", [(4, 20, 1)]),
        ("value-not-a-number.yaml", [(3, 11, 2), (11, 24, 3)]),
        ("unknown-member.yaml", [(4, 24, 2), (15, 16, 2), (16, 21, 2), (17, 20, 2)]),
        ("holds-contradict.yaml", [(15, 7, 62), (16, 7, 26)]),
        ("share-or-percent.yaml", [(11, 34, 2)]),
        ("shares-do-not-add-up.yaml", [(12, 27, 8)]),
        ("weights-are-nothing.yaml", [(8, 9, 7), (12, 3, 7)]),
        ("floor-above-cap.yaml", [(12, 36, 3), (14, 30, 4), (15, 30, 3)]),
        ("period-outside-year.yaml", [(14, 15, 7), (15, 17, 6)]),
        ("tab-found.yaml", [(4, 1, 1)]),
        ("quote-not-closed.later.yaml", [(1, 7, 1)]),
    ],
)
def test_places_are_exact_in_characters(plan, places):
    found = sorted((p.place.line, p.place.column, p.place.width) for p in examine(HERE / plan)[1])
    assert found == places
