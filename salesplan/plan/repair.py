"""YAML that cannot be parsed: what a person did wrong, and small repairs so that the rest is read as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from salesplan.plan.nodes import Node, Scalar
from salesplan.plan.source import Composer, Stop
from salesplan.plan.text import SHOWN_AT_MOST, SourceText
from salesplan.problem import Problem

SHORT, FEW = 100_000, 3
"""A text of fewer characters is repaired in many places, a longer one in few, as each costs another parse."""

_INDENT = r"^(?P<before>\s*(?:- +)*)"
_KEY = r"(?P<key>[^\s#\"'\[\]{},&*!|>%@`：:-][^\"'：:#]*?)"
_WIDE = re.compile(_INDENT + _KEY + r"\s*(?P<colon>：|:(?=[\u3000\xa0]))")
_TIGHT = re.compile(_INDENT + r"(?P<key>[\w.-]*[^\W\d][\w.-]*)(?P<colon>:)(?=[^\s:/\\])(?!.*: )")
_COMMA = re.compile(r"^[^\"'#]*?[\[{][^\"'#]*?(?P<comma>，)")
_PROPER = re.compile(r"^\s*(?:- +)*[^\s#][^#]*?:(?:\s|$)")


def repaired(
    source: SourceText, error: yaml.YAMLError, composer: Composer
) -> tuple[Node | None, list[Problem]]:
    """The root of a text whose colons and commas are put right, with a problem for each; None when that does not help."""
    lines, problems = list(source.lines), list[Problem]()
    furthest = _Reached(error, composer, lines, source, problems)
    tries = SHOWN_AT_MOST if sum(map(len, lines)) < SHORT else FEW
    while len(problems) < tries:
        found = _repair(source, lines, error)
        if found is None:
            break
        problems.append(found)
        composer = Composer(source)
        try:
            return composer.document("\n".join(lines)), [*problems, *composer.problems]
        except Stop as stop:
            return None, [*problems, *composer.problems, stop.problem]
        except yaml.YAMLError as further:
            error = further
        if _spot(error) > _spot(furthest.error):
            furthest = _Reached(error, composer, lines, source, problems)
    return None, furthest.told(source, problems)


class _Reached:
    """How far parsing came with some repairs: a repair that brings it no further is taken back."""

    def __init__(
        self, error: Any, composer: Composer, lines: list[str], source: SourceText, problems: list[Problem]
    ) -> None:
        self.error, self.composer, self.lines, self.problems = error, composer, list(lines), list(problems)
        self.moved = {line: list(spots) for line, spots in source.moved.items()}

    def told(self, source: SourceText, tried: list[Problem]) -> list[Problem]:
        """The repairs, and what stops parsing: the character tried next if it is just there, else what the parser says."""
        source.moved = self.moved
        line, column = _spot(self.error)
        for found in tried[len(self.problems) : len(self.problems) + 1]:
            if found.place is not None and found.place.order()[1:3] == (line + 1, column + 1):
                return [*self.problems, *self.composer.problems, found]
        stopped = wrong(source, self.lines, self.error, self.composer)
        return [*self.problems, *self.composer.problems, *stopped]


def _spot(error: Any) -> tuple[int, int]:
    mark = getattr(error, "problem_mark", None)
    return (mark.line, mark.column) if mark else (0, 0)


def _repair(source: SourceText, lines: list[str], error: Any) -> Problem | None:
    """Put right the one line that the error comes from, in place; None when no repair is known."""
    last = min(_spot(error)[0], len(lines) - 1)
    for i in range(last, -1, -1):
        for pattern, repair in _REPAIRS:
            found = pattern.match(lines[i])
            if found:
                return repair(source, lines, i, found)
        if i < last and _PROPER.match(lines[i]):
            return None
    return None


def _wide(source: SourceText, lines: list[str], i: int, found: re.Match[str]) -> Problem:
    at = found.start("colon")
    problem = Problem("full-width-colon", source.place(i, at), {"key": found["key"].strip()})
    rest = lines[i][at + 1 :]
    gap = "" if not rest or rest[0] in " \u3000\xa0" else " "
    lines[i] = lines[i][:at] + ":" + gap + re.sub(r"^[\u3000\xa0]+", lambda blank: " " * len(blank[0]), rest)
    if gap:
        source.moved.setdefault(i, []).append(at)
    return problem


def _tight(source: SourceText, lines: list[str], i: int, found: re.Match[str]) -> Problem:
    at = found.start("colon")
    problem = Problem("no-space-after-colon", source.place(i, at), {"key": found["key"]})
    lines[i] = lines[i][: at + 1] + " " + lines[i][at + 1 :]
    source.moved.setdefault(i, []).append(at)
    return problem


def _comma(source: SourceText, lines: list[str], i: int, found: re.Match[str]) -> Problem:
    at = found.start("comma")
    lines[i] = lines[i][:at] + "," + lines[i][at + 1 :]
    return Problem("full-width-comma", source.place(i, at))


_REPAIRS: tuple[tuple[re.Pattern[str], Callable[[SourceText, list[str], int, re.Match[str]], Problem]], ...] = (
    (_WIDE, _wide),
    (_TIGHT, _tight),
    (_COMMA, _comma),
)


def line_mistakes(node: Scalar) -> Iterator[Problem]:
    """Keys whose colon is not YAML's, in a text that stands where keys should."""
    lines = node.source.lines
    for i in range(node.line, len(lines)):
        if lines[i].split(" #")[0].strip().lstrip("- ") not in node.text and i > node.line:
            return
        for pattern, slug in ((_WIDE, "full-width-colon"), (_TIGHT, "no-space-after-colon")):
            start = node.column if i == node.line else 0
            found = pattern.match(lines[i][start:])
            if found:
                yield Problem(slug, node.source.place(i, start + found.start("colon")), {"key": found["key"].strip()})
                break


def tabs(source: SourceText, scalars: list[tuple[int, int, int, int]]) -> list[Problem]:
    """Tabs that stand between keys and values; those in quotes, comments and at the end of a line do no harm."""
    found = []
    for i, line in enumerate(source.lines):
        for hit in re.finditer("\t+", line):
            at = hit.start()
            if not line[at:].strip() or line[at:].lstrip().startswith("#"):
                break
            if re.search(r"(?:^|\s)#", line[:at]) and not _inside(scalars, i, at):
                break
            if not _inside(scalars, i, at):
                found.append(Problem("tab-found", source.place(i, at, len(hit[0]))))
                break
    return found[:SHOWN_AT_MOST]


def _inside(scalars: list[tuple[int, int, int, int]], line: int, column: int) -> bool:
    return any((a, b) <= (line, column) < (c, d) for a, b, c, d in scalars)


def _tab_lines(source: SourceText) -> Iterator[Problem]:
    for i, line in enumerate(source.lines):
        found = re.match(r"^ *(\t+)\s*[^\s#]", line) or re.match(r"^\s*(?:- *)(\t+)", line)
        if found:
            yield Problem("tab-found", source.place(i, found.start(1), len(found[1])))


def wrong(source: SourceText, lines: list[str], error: Any, composer: Composer) -> list[Problem]:
    """What is wrong where the parser stopped, at the place that has to be changed."""
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    what = str(getattr(error, "problem", "") or "")
    if mark is None:
        return [Problem("yaml-not-understood", source.place(0, 0), {"detail": str(error)})]
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in "".join(lines[max(0, mark.line - 1) : mark.line + 1]):
        found = list(_tab_lines(source))
        if found:
            return found[:SHOWN_AT_MOST]
    last = composer.problems[-1] if composer.problems else None
    if last is not None and last.place is not None and last.place.line is not None:
        near = mark.line + 1 - last.place.line
        if last.slug == "unknown-alias" and near <= 1:
            return []
        if last.slug == "key-not-text" and near == 0:
            composer.problems.pop()
    slug, at, params = _named(what, line, mark, context, composer)
    return [Problem(slug, source.place(at[0], at[1]), {"detail": what, **params})]


_Named = tuple[str, tuple[int, int], dict[str, Any]]


def _named(what: str, line: str, mark: Any, context: Any, composer: Composer) -> _Named:
    """The slug of what went wrong, where, and what its sentences name."""
    here = (mark.line, mark.column)
    there = (context.line, context.column) if context else here
    first = not line[: mark.column].strip()
    if "alphabetic or numeric" in what:
        return "needs-quotes", there, {"character": line[there[1] : there[1] + 1]}
    if "quoted scalar" in what or "end of stream" in what:
        return "quote-not-closed", there, {}
    if "expected ':'" in what:
        return "key-without-colon", there, {}
    if "mapping values" in what:
        key = line[: mark.column]
        if ": " in key:
            return "colon-in-value", here, {}
        return "indented-too-far", (mark.line, len(key) - len(key.lstrip())), {"key": key.strip().lstrip("- ")}
    if "escape" in what or "hexdecimal" in what:
        return "backslash-in-quotes", here, {}
    if "'-' indicator" in what or "sequence entries" in what:
        return "list-out-of-line", here, {}
    if "',' or" in what:
        return ("bracket-not-closed", there, {}) if first or mark.line != there[0] else ("comma-missing", here, {})
    if "cannot start any token" in what or "node content" in what:
        return "needs-quotes", here, {"character": line[mark.column : mark.column + 1]}
    if "expected key" in what or "document start" in what or "block end" in what:
        return _stray(first, line[mark.column :].startswith("- "), here, composer)
    return "yaml-not-understood", here, {}


def _stray(first: bool, dash: bool, here: tuple[int, int], composer: Composer) -> _Named:
    """A token where a key should stand: a line out of line, or text behind a quoted value."""
    start, column, end, _ = composer.last
    if end > start and end == here[0]:
        return "quote-not-closed", (start, column), {}
    if first and dash:
        return "list-out-of-line", here, {}
    return ("indentation-off" if first else "text-after-value"), here, {}
