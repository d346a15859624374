"""Problems as text and as JSON: the line as it stands, the caret under what is meant, in both languages."""

from __future__ import annotations

import json

from hostile_report import HOSTILE

from salesplan.problem import Place, Problem
from salesplan.render import problems
from salesplan.render.screen import Screen
from salesplan.words.width import width

PARAMS = {"folder": "报表"}


def shown(place: Place | None, lang: str = "zh") -> list[str]:
    return problems.text([Problem("output-folder-missing", place, PARAMS)], lang).split("\n")


def test_place_slug_line_caret_and_two_sentences() -> None:
    place = Place("plans/2027/goals.yaml", 12, 8, width=2, text="    华东: {share: 30}\n")
    assert shown(Place("goals.yaml", 12, 9, width=5, text="  华东: { share: 30}")) == [
        "goals.yaml:12:9: output-folder-missing",
        "      华东: { share: 30}",
        "              ^^^^^",
        "  文件夹 报表 不存在。",
        "  请先建好这个文件夹，或换一个位置。",
    ]
    assert shown(place, "en")[3:] == ["  The folder 报表 does not exist.", "  Make the folder first, or write somewhere else."]


def test_the_caret_stands_under_wide_characters() -> None:
    text = "目标：{华东大区: 30}"
    for column in range(1, len(text) + 1):
        _, line, caret, *_ = shown(Place("a.yaml", 1, column, text=text))
        assert line == f"    {text}"
        assert width(caret.rstrip("^")) == 4 + width(text[: column - 1])
        assert caret.count("^") == width(text[column - 1])


def test_a_long_line_is_cut_around_the_place() -> None:
    _, line, caret, *_ = shown(Place("a.yaml", 1, 5001, width=4, text="x" * 5000 + "here" + "y" * 5000))
    assert line.startswith("    ... xxx")
    assert width(line) < 120
    assert line[caret.index("^") :].startswith("here")


def test_a_tab_counts_as_one_blank_in_both_lines() -> None:
    _, line, caret, *_ = shown(Place("a.yaml", 1, 3, text="\t\tx: 1"))
    assert line[caret.index("^")] == "x"


def test_a_cell_shows_its_text_and_a_problem_without_a_place_its_slug() -> None:
    assert shown(Place("a.xlsx", sheet="Sheet1", cell="C7", text="12o"))[:2] == ["a.xlsx:Sheet1!C7: output-folder-missing", "    12o"]
    assert shown(None)[0] == "output-folder-missing"


def test_several_are_counted() -> None:
    twice = [Problem("output-is-folder", Place(f), {"example": "x"}) for f in ("a", "b")]
    assert problems.text(twice, "en").endswith("\n\n2 problems.")
    assert problems.text([], "en") == ""


def test_json_has_one_problem_a_line_and_null_for_what_does_not_apply() -> None:
    found = [Problem("output-folder-missing", Place("a.yaml", 3, 2, text="x"), PARAMS), Problem("output-is-link")]
    text = problems.as_json(found, "en")
    assert json.loads(text)["problems"][0] == {
        "slug": "output-folder-missing", "file": "a.yaml", "line": 3, "column": 2, "sheet": None, "cell": None,
        "message": "The folder 报表 does not exist.", "remedy": "Make the folder first, or write somewhere else.",
    }  # fmt: skip
    assert sum(line.startswith('  {"slug"') for line in text.split("\n")) == 2
    assert json.loads(problems.as_json([], "en")) == {"format": 1, "problems": []}


def test_hostile_lines_do_not_act_and_the_caret_still_fits() -> None:
    for text in HOSTILE:
        line = f"{text}MEANT"
        found = Problem("output-folder-missing", Place(text, 1, len(text) + 1, width=5, text=line), {"folder": text})
        output = problems.text([found], "zh", Screen(styled=True, coloured=True))
        bare = output.replace("\x1b[36m", "").replace("\x1b[1;31m", "").replace("\x1b[0m", "")
        assert not {c for c in bare if (ord(c) < 32 and c != "\n") or c in "\x7f\x9b\u202e\u2066\ufeff"}
        lines = bare.split("\n")
        at = next((i for i, x in enumerate(lines) if x.strip() == "^^^^^"), None)
        if at is not None:
            assert lines[at - 1].endswith("MEANT") or "\n" in text
            assert width(lines[at]) == width(lines[at - 1])
        assert at is not None or "\n" in text
