"""Changes laid over a plan before it is checked: a scenario's file, and edits named on the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence as Listed

from salesplan.plan.known import hint
from salesplan.plan.nodes import NULLS, Mapping, Node, Path, Scalar, Sequence, Spot, child, is_null, paths
from salesplan.plan.plan import CHAPTERS, Plan
from salesplan.plan.source import read_text
from salesplan.plan.text import SourceText
from salesplan.problem import Place, Problem, nearest

LISTED_AT_MOST = 8
"""How many candidates a message names."""


def laid_over(base: Node | None, over: Node) -> Node:
    """The base with what the overlay says instead: mappings merge, the rest is replaced, null takes a key away."""
    if not (isinstance(base, Mapping) and isinstance(over, Mapping)):
        return over
    merged = base.copied()
    for name, value in over.values.items():
        if is_null(value):
            merged.drop(name)
        else:
            merged.put(over.keys[name], laid_over(base.values.get(name), value))
    return merged


def edited(root: Mapping, sets: Listed[tuple[str, str]]) -> tuple[Mapping, list[Problem]]:
    """The plan with each edit made, in order, and what is wrong with the edits."""
    problems: list[Problem] = []
    for where, value in sets:
        path, wrong = resolved(root, where, value)
        if path is None:
            problems += wrong
            continue
        source = _source(where, value)
        node, wrong = _value(source, where, value)
        problems += wrong
        if node is not None:
            changed = _with(root, path, node, source)
            assert isinstance(changed, Mapping)
            root = changed
    return root, problems


def _source(where: str, value: str) -> SourceText:
    return SourceText("--set", f"{where}={value}")


def _value(source: SourceText, where: str, value: str) -> tuple[Node | None, list[Problem]]:
    """The node of an edit's value, placed in the edit itself."""
    if value.strip() in NULLS:
        return Scalar(source, Spot(0, len(where)), Spot(0, len(where) + 1), "", True), []
    blank = " " * (len(where) + 1)
    node, problems = read_text(blank + value, "--set")
    places = [Problem(p.slug, source.place(0, (p.place.column or 1) - 1 if p.place else 0), p.params) for p in problems]
    for part in _all(node) if node is not None else ():
        part.source = source
    return node, places


def _all(node: Node) -> list[Node]:
    inside = [*node.values.values(), *node.keys.values()] if isinstance(node, Mapping) else getattr(node, "items", [])
    return [node, *(n for part in inside for n in _all(part))]


def segments(where: str) -> Path:
    """The parts of a path: `goals.fixed[0].equals`, `fixed.0.equals`, quotes around a name that has a dot.

    >>> segments("goals.fixed[0].equals"), segments('region."华东.一"')
    (('goals', 'fixed', 0, 'equals'), ('region', '华东.一'))
    """
    found = re.findall(r"\"([^\"]*)\"|'([^']*)'|\[(\d+)\]|([^.\[\]]+)", where)
    return tuple(int(c or d) if (c or (d.isascii() and d.isdigit())) else (a or b or d.strip()) for a, b, c, d in found)


def resolved(root: Mapping, where: str, value: str = "") -> tuple[Path | None, list[Problem]]:
    """The path that an edit means: from the root, or the only one that ends so; a new key may be the last part."""
    asked = segments(where)
    place = _source(where, value).place(0, 0, len(where))
    if not asked:
        return None, [Problem("set-path-unknown", place, {"path": where, "hint": hint(where, root.keys)})]
    known = {tuple(map(str, p)): p for p in paths(root)}
    texts = tuple(map(str, asked))
    if texts in known:
        return known[texts], []
    ends = _ending(known, texts)
    if len(ends) == 1:
        return ends[0], []
    open_ends = [] if ends else [p for p in _ending(known, texts[:-1]) if isinstance(_at(root, p), Mapping)]
    above = known.get(texts[:-1])
    if isinstance(_at(root, above), Mapping) and above is not None:
        return (*above, asked[-1]), []
    if len(open_ends) == 1:
        return (*open_ends[0], asked[-1]), []
    if ends or open_ends:
        return None, [_ambiguous(where, ends or [(*p, asked[-1]) for p in open_ends], place)]
    if _of_the_root(texts) and not any(isinstance(_at(root, asked[:n]), (Scalar, Sequence)) for n in range(1, len(asked))):
        return asked, []
    close = nearest(where, [".".join(t) for t in list(known)[:2000]])
    return None, [Problem("set-path-unknown", place, {"path": where, "hint": hint(where, [close] if close else list(root.keys))})]


def _ending(known: dict[tuple[str, ...], Path], texts: tuple[str, ...]) -> list[Path]:
    """The paths that end as asked."""
    return [p for t, p in known.items() if t[-len(texts) :] == texts] if texts else []


def _at(root: Node, path: Path | None) -> Node | None:
    """The node of a path; None when there is none."""
    node: Node | None = root if path is not None else None
    for part in path or ():
        node = child(node, part)
    return node


def _of_the_root(texts: tuple[str, ...]) -> bool:
    """Whether a path begins with a key that every plan may have."""
    return texts[0] in Plan.model_fields or texts[0] in CHAPTERS


def _ambiguous(where: str, ends: list[Path], place: Place) -> Problem:
    candidates = [".".join(map(str, p)) for p in ends[:LISTED_AT_MOST]]
    return Problem("set-path-ambiguous", place, {"path": where, "candidates": candidates, "count": len(ends)})


def _with(node: Node | None, path: Path, value: Node, source: SourceText) -> Node:
    """A copy of a tree with another value at a path; what is missing on the way becomes mappings."""
    if not path:
        return value
    part = path[0]
    if isinstance(node, Sequence) and isinstance(part, int):
        copied = Sequence(node.source, node.start)
        copied.items = [_with(n, path[1:], value, source) if i == part else n for i, n in enumerate(node.items)]
        return copied
    merged = node.copied() if isinstance(node, Mapping) else Mapping(source, Spot(0, 0))
    name = str(part)
    end = Spot(0, source.lines[0].find("="))
    key = merged.keys.get(name) or Scalar(source, Spot(0, 0), end, name, True)
    merged.put(key, _with(merged.values.get(name), path[1:], value, source))
    return merged
