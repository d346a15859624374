"""What pydantic found wrong, told as a person would: the slug, the exact place, the nearest known name.

Loaded only for a plan that has mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from salesplan.plan.goals import DIMENSIONS, Goals, MetricSplit, MonthSplit, PersonSplit
from salesplan.plan.head import KINDS
from salesplan.plan.known import hint
from salesplan.plan.nodes import Mapping, Node, Path, Scalar, Sequence, child, is_null, key_of
from salesplan.plan.plan import (
    CHAPTERS,
    CUSTOMERS_NOT_YET_READ,
    GOALS_NOT_YET_READ,
    PERFORMANCE_NOT_YET_READ,
    Plan,
    place_of,
)
from salesplan.plan.repair import line_mistakes
from salesplan.plan.section import Later
from salesplan.plan.shape import Shaped
from salesplan.problem import Place, Problem, nearest

_SECTIONS = frozenset(("model_type", "dict_type", "mapping_type", "model_attributes_type"))
_LISTS = frozenset(("list_type", "tuple_type"))
TOLD_AT_MOST = 300
"""How many problems are told; beyond that a plan is no plan, and the rest waits for the next run."""

_STAND_INS: dict[str, Any] = {"name": "?", "year": "2000"}
"""What the head's required keys are taken for when they are wrong, so that the rest can still be checked."""


def pruned(root: Mapping, data: Any, error: ValidationError, result: Shaped, file: str, context: Any) -> Plan | None:
    """The plan without the values that are wrong; problems and holes are added to the result."""
    details = _details(error)
    result.problems += _told(root, details[:TOLD_AT_MOST], file)
    if len(details) > TOLD_AT_MOST:
        place = result.problems[-1].place if result.problems else None
        result.problems.append(Problem("more-problems", place, {"count": len(details) - TOLD_AT_MOST}))
        return None
    for _ in range(60):
        cuts = {_loc(data, d): d["type"] == "extra_forbidden" for d in details}
        for path in sorted(cuts, key=lambda p: [str(part).rjust(9) for part in p], reverse=True):
            _cut(data, path, result, stranger=cuts[path])
        try:
            return Plan.model_validate(data, context=context)
        except ValidationError as further:
            details = _details(further)
    return None


def _details(error: ValidationError) -> list[ErrorDetails]:
    """The errors, without those that only follow from another."""
    details = [d for d in error.errors(include_url=False) if d["type"] != "default_factory_not_called"]
    return [inner for d in details for inner in _inside(d)]


def _inside(detail: ErrorDetails) -> Iterator[ErrorDetails]:
    """The errors of a chapter that was validated by itself, with their whole location; any other error as it is."""
    inner = (detail.get("ctx") or {}).get("error")
    if not isinstance(inner, ValidationError):
        yield detail
        return
    for part in _details(inner):
        part["loc"] = (*detail["loc"], *part["loc"])
        yield part


def _told(root: Mapping, details: list[ErrorDetails], file: str) -> list[Problem]:
    """The problems of all errors: one a place, none below a key that is not known itself."""
    strangers = {_followed(root, d["loc"])[0] for d in details if _is_stranger(d)}
    problems: dict[tuple[Place | None, str], Problem] = {}
    for detail in details:
        path = _followed(root, detail["loc"])[0]
        if any(path[:n] in strangers for n in range(1, len(path))):
            continue
        for problem in _problems(root, detail, file):
            problems.setdefault((problem.place, problem.slug if problem.slug == "key-missing" else ""), problem)
    return list(problems.values())


def _is_stranger(detail: ErrorDetails) -> bool:
    """Whether an error is about a key that is not known."""
    return detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)


def _loc(data: Any, detail: ErrorDetails) -> Path:
    """The path, in the data, of what has to go so that an error goes."""
    path: list[str | int] = []
    at: Any = data
    for part in detail["loc"]:
        if (isinstance(at, dict) and part in at) or (isinstance(at, list) and isinstance(part, int) and part < len(at)):
            at = at[part]  # type: ignore[index]
        else:
            continue
        path.append(part)
        if isinstance(at, str) and len(path) > 1 and isinstance(path[-1], int):
            return tuple(path[:-1])
    if detail["type"] == "missing" and len(detail["loc"]) == 1:
        return (str(detail["loc"][0]),)
    return tuple(path)


def _cut(data: Any, path: Path, result: Shaped, *, stranger: bool = False) -> None:
    """Take the value of a path out of the data, and remember the hole; a stranger may have been meant as any key that is not written."""
    if not path:
        return
    above = data
    for part in path[:-1]:
        try:
            above = above[part]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1]
    result.holes.add(result.original(path))
    if stranger and isinstance(above, dict):
        result.holes |= {(*result.original(path)[:-1], key) for key in known_keys(path[:-1]) if key not in above}
    if isinstance(above, list) and isinstance(last, int):
        if last < len(above):
            result.remember(path, len(above))
            del above[last]
    elif isinstance(above, dict):
        above.pop(last, None)
        if len(path) == 1 and last in _STAND_INS:
            above[last] = _STAND_INS[str(last)]


def _problems(root: Mapping, detail: ErrorDetails, file: str) -> Iterator[Problem]:
    """The problems that an error of pydantic stands for."""
    lost = detail["type"] == "missing"
    path, node = _followed(root, detail["loc"][:-1] if lost else detail["loc"])
    kind, given = detail["type"], dict(detail.get("ctx") or {})
    given = {k: v for k, v in given.items() if v != ""}
    missing = detail["loc"][-1] if detail["loc"] else ""
    value = child(node, missing) if lost else node
    if value is not None and value.doubtful:
        return
    if kind == "extra_forbidden":
        foreign = _foreign(root, path)
        if foreign is not None:
            yield foreign
            return
        yield _unknown(root, path, known_keys(path[:-1]))
    elif kind == "literal_error" and detail["loc"][-1] == "[key]":
        yield _unknown(root, path, KINDS)
    elif kind == "not-one-of" and detail["loc"][-1] == "[key]":
        yield _unknown_metric(root, path, given["known"])
    elif lost and value is None:
        misspelt = _misspelt(node, str(missing), known_keys(path))
        if misspelt is not None:
            hinted = {"name": misspelt, "hint": hint(misspelt, [str(missing)])}
            yield Problem("unknown-key", place_of(root, (*path, misspelt), file, key=True), hinted)
            return
        place = place_of(root, path, file, key=True) if path else place_of(root, (), file)
        if isinstance(node, Mapping) and path and isinstance(path[-1], int):
            place = place_of(node, (), file)
        yield Problem("key-missing", place, {"key": str(missing)})
    elif lost:
        yield Problem("value-missing", place_of(root, (*path, missing), file, key=True), {"key": str(missing)})
    elif node is not None:
        yield from _misread(root, path, node, kind, given)


def _misspelt(node: Node | None, missing: str, known: list[str]) -> str | None:
    """The key that was probably meant as the missing one."""
    strangers = [k for k in (node.values if isinstance(node, Mapping) else ()) if k not in known]
    return nearest(missing, strangers)


def _misread(root: Mapping, path: Path, node: Node, kind: str, given: dict[str, Any]) -> Iterator[Problem]:
    """The problems of a value that its field cannot take."""
    key = key_of(_followed(root, path[:-1])[1], path[-1]) if path else None
    name = str(path[-1]) if path else ""
    if isinstance(node, Scalar) and node.plain:
        lines = list(line_mistakes(node))
        if lines and (kind in _SECTIONS or kind in _LISTS):
            yield from lines
            return
        at = node.text.find("，")
        if at >= 0 and kind.startswith("value-"):
            yield Problem("full-width-comma", node.source.place(node.line, node.column + at))
            return
    if is_null(node) and key is not None:
        yield Problem("value-missing", key.place, {"key": name})
    elif kind in _SECTIONS:
        yield Problem("section-expected", node.place, {"key": name})
    elif kind in _LISTS:
        yield Problem("list-expected", node.place, {"key": name})
    elif kind == "value-expected":
        yield Problem(kind, key.place if key is not None else node.place, {"key": name})
    elif kind == "not-one-of":
        text = str(given["text"])
        yield Problem(kind, node.place, {"key": name, "text": text, "hint": hint(text, given["known"])})
    elif re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", kind):
        yield Problem(kind, node.place if isinstance(node, Scalar) else (key or node).place, {"key": name, **given})
    else:
        yield Problem("value-not-understood", node.place, {"key": name, "detail": kind})


def _unknown(root: Mapping, path: Path, known: Any) -> Problem:
    """The problem of a key that is not known, with the nearest that is, or the section that it belongs to."""
    key = str(path[-1])
    place = place_of(root, path, "", key=True)
    known = [*known, *CHAPTERS, "scenarios"] if len(path) == 1 else known
    known = [*known, *GOALS_NOT_YET_READ] if path[:-1] == ("goals",) else known
    known = [*known, *CUSTOMERS_NOT_YET_READ] if path[:-1] == ("customers",) else known
    known = [*known, *PERFORMANCE_NOT_YET_READ] if path[:-1] == ("performance",) else known
    if len(path) == 1 and key in Goals.model_fields:
        return Problem("key-in-wrong-section", place, {"key": key, "section": "goals"})
    if path[:-1] == ("goals",) and key in Plan.model_fields:
        return Problem("key-at-wrong-level", place, {"key": key})
    return Problem("unknown-key", place, {"name": key, "hint": hint(key, known)})


def _unknown_metric(root: Mapping, path: Path, known: list[str]) -> Problem:
    """The problem of a key under `split` that is no metric; a dimension there lacks the metric above it."""
    dimensions = (*DIMENSIONS, *MetricSplit.model_fields)
    if path[-1] in dimensions:
        split = _followed(root, path[:-1])[1]
        first = next(key for key in getattr(split, "values", {}) if key in dimensions)
        return Problem("metric-missing", place_of(root, (*path[:-1], first), "", key=True), {"key": first})
    return _unknown(root, path, known)


def _foreign(root: Mapping, path: Path) -> Problem | None:
    """The problem of a dimension that holds keys of `month` or `person`, and so was probably meant as it."""
    if path[:2] != ("goals", "split") or len(path) != 5 or path[3] in DIMENSIONS:
        return None
    for name, model in (("month", MonthSplit), ("person", PersonSplit)):
        if path[3] != name and path[4] in {f.alias or key for key, f in model.model_fields.items()}:
            place = place_of(root, path[:4], "", key=True)
            return Problem("unknown-key", place, {"name": str(path[3]), "hint": hint(name, [name])})
    return None


def _followed(root: Node, loc: tuple[Any, ...]) -> tuple[Path, Node | None]:
    """The path and the node of an error's location, without the parts that pydantic adds of its own."""
    path: list[str | int] = []
    node: Node = root
    for part in loc:
        below = child(node, part) if isinstance(part, (str, int)) else None
        if below is not None:
            path.append(part)
            node = below
        elif isinstance(node, (Mapping, Sequence)) or part == "[key]":
            continue
    return tuple(path), node


def known_keys(path: Path) -> list[str]:
    """The keys that the section of a path knows.

    >>> known_keys(("goals", "growth"))
    ['at_most', 'at_least', 'enforce']
    """
    types: list[Any] = [Plan]
    for part in path:
        types = [below for t in types for below in _below(t, part)]
    models = [t for t in types if isinstance(t, type) and issubclass(t, BaseModel)]
    return list(dict.fromkeys(f.alias or name for m in models for name, f in m.model_fields.items()))


def _below(kind: Any, part: str | int) -> list[Any]:
    """The types that a key or a position of a type may have."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            if part in (name, info.alias):
                return _flat(info.annotation)
        extra = kind.__annotations__.get("__pydantic_extra__")
        return _flat(get_args(extra)[1]) if extra else []
    if get_origin(kind) is dict:
        return _flat(get_args(kind)[1])
    if get_origin(kind) is tuple:
        return _flat(get_args(kind)[0])
    return []


def _flat(kind: Any) -> list[Any]:
    """The types behind annotations and unions."""
    if get_origin(kind) is Annotated:
        chapter = next((part.model for part in kind.__metadata__ if isinstance(part, Later)), None)
        return [chapter] if chapter is not None else _flat(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return [t for part in get_args(kind) for t in _flat(part)]
    return [kind]
