"""From nodes to the plan's models: every value that a field cannot take becomes a problem at its own place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from salesplan.plan.nodes import Mapping, Node, Path, Scalar, plain
from salesplan.plan.plan import (
    CUSTOMERS_NOT_YET_READ,
    GOALS_NOT_YET_READ,
    NOT_YET_READ,
    PERFORMANCE_NOT_YET_READ,
    Plan,
    place_of,
)
from salesplan.plan.values import digits_of
from salesplan.problem import Problem

LEFT_ALONE: tuple[Path, ...] = (
    *((c,) for c in NOT_YET_READ), *(("goals", k) for k in GOALS_NOT_YET_READ), *(("customers", k) for k in CUSTOMERS_NOT_YET_READ),
    *(("performance", k) for k in PERFORMANCE_NOT_YET_READ),
)  # fmt: skip
"""Keys that are read past with a notice."""


class Shaped:
    """A plan with what was wrong in its shape taken out; `holes` are the paths where something was taken out.

    `kept`: for lists that lost items, the positions in the text of the items that are left.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.plan: Plan | None = None
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self.holes: set[Path] = set()
        self.kept: dict[Path, list[int]] = {}

    def original(self, path: Path) -> Path:
        """The path, as the plan is written, of a path in what is left of it."""
        parts: list[str | int] = []
        for i, part in enumerate(path):
            left = self.kept.get(path[:i])
            parts.append(left[part] if left is not None and isinstance(part, int) and part < len(left) else part)
        return tuple(parts)

    def remember(self, path: Path, length: int) -> None:
        """Note that an item is taken out of a list of that length."""
        position = path[-1]
        assert isinstance(position, int)
        del self.kept.setdefault(path[:-1], list(range(length)))[position]


def shaped(root: Mapping, file: str, *, sound: bool = False) -> Shaped:
    """The plan that a tree of nodes says, with every problem of its shape; `sound` when nothing in its text is in doubt."""
    data: Any = plain(root)
    result = Shaped()
    result.notices = list(_left_alone(root, data))
    result.holes |= set() if sound else set(doubtful(root))
    try:
        result.plan = Plan.model_validate(data, context=_context(data))
    except ValidationError as error:
        from salesplan.plan.mistakes import pruned

        result.plan = pruned(root, data, error, result, file, _context(data))
    return result


def _context(data: Any) -> dict[str, Any]:
    """What readers of values need to know of the rest of the plan."""
    goals = data.get("goals")
    targets = goals.get("targets") if isinstance(goals, dict) else None
    main = next(iter(targets), None) if isinstance(targets, dict) else None
    return {"digits": digits_of(data.get("currency", "CNY")), "main": main}


def _left_alone(root: Mapping, data: Any) -> Iterator[Problem]:
    """Take out what this version does not read yet, with a notice for each."""
    for path in LEFT_ALONE:
        above: Any = data
        for part in path[:-1]:
            above = above.get(part) if isinstance(above, dict) else None
        if isinstance(above, dict) and path[-1] in above:
            del above[path[-1]]
            yield Problem("not-read-yet", place_of(root, path, "", key=True), {"key": ".".join(map(str, path))})


def doubtful(node: Node, above: Path = ()) -> Iterator[Path]:
    """The paths of values that are in doubt, such as the first of two that have the same key."""
    if isinstance(node, Scalar):
        return
    pairs: Any = node.values.items() if isinstance(node, Mapping) else enumerate(getattr(node, "items", ()))
    for part, value in pairs:
        if value.doubtful:
            yield (*above, part)
        yield from doubtful(value, (*above, part))


