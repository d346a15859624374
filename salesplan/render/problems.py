"""Problems as people read them: place and slug, the true source line with a caret, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable

from salesplan.problem import Place, Problem
from salesplan.render.characters import visible, width
from salesplan.render.json import dumps
from salesplan.render.screen import Screen
from salesplan.words import Text, say

_BEFORE, _AROUND = 60, 100


def text(problems: Iterable[Problem], lang: str, screen: Screen | None = None) -> str:
    """All problems as text, in the order given, with their number at the end when there are several."""
    shown = screen or Screen()
    blocks = [_block(p, lang, shown) for p in problems]
    if len(blocks) > 1:
        blocks.append(say(Text("problems-count", count=len(blocks)), lang))
    return "\n\n".join(blocks)


def _block(problem: Problem, lang: str, screen: Screen) -> str:
    place = visible(str(problem.place)) if problem.place else ""
    head = screen.style(f"{place}: " if place else "", "place") + screen.style(problem.slug, "bold", "bad")
    lines = [head, *(_excerpt(problem.place, screen) if problem.place else ())]
    lines += [f"  {s}" for s in (message(problem, lang), remedy(problem, lang)) if s]
    return "\n".join(lines)


def message(problem: Problem, lang: str) -> str:
    """One sentence: what is wrong."""
    return visible(say(Text(problem.slug, **problem.params), lang))


def remedy(problem: Problem, lang: str) -> str:
    """One sentence: what to do; empty where nothing is said."""
    return visible(say(Text(problem.slug, **problem.params), lang, part="do"))


def _excerpt(place: Place, screen: Screen) -> list[str]:
    """The source line, and a caret under the characters that are meant; a long line is cut around them."""
    if place.text is None or not place.text.strip():
        return []
    line = place.text.rstrip("\r\n")
    if place.column is None:
        return [f"    {visible(line[:_AROUND])}"]
    start = max(0, min(place.column - 1, len(line)))
    first = max(0, start - _BEFORE)
    before = visible(line[first:start])
    meant = visible(line[start : start + max(1, place.width)][: _AROUND - _BEFORE])
    after = visible(line[start + max(1, place.width) : first + _AROUND])
    dots = "... " if first else ""
    caret = " " * width(dots + before) + screen.style("^" * max(1, width(meant)), "bold", "bad")
    return [f"    {dots}{before}{meant}{after}", f"    {caret}"]


def as_json(problems: Iterable[Problem], lang: str) -> str:
    """All problems as JSON, one a line; what does not apply is null."""
    lines = ",\n  ".join(dumps(_plain(p, lang)) for p in problems)
    inside = f"[\n  {lines}\n ]" if lines else "[]"
    return f'{{\n "format": 1,\n "problems": {inside}\n}}'


def _plain(problem: Problem, lang: str) -> dict[str, str | int | None]:
    place = problem.place or Place("")
    return {
        "slug": problem.slug, "file": place.file or None, "line": place.line, "column": place.column,
        "sheet": place.sheet, "cell": place.cell, "message": message(problem, lang), "remedy": remedy(problem, lang) or None,
    }  # fmt: skip
