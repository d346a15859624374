"""Two plans key by key: what was added, taken away or written anew, and plans that stand between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from salesplan.plan.nodes import Mapping, Node, Path, Scalar, Sequence, child, is_null, plain

KeyPath: TypeAlias = tuple[str, ...]
SHORT = 60
"""A value is shown up to this many characters."""

NAMES = ("id", "name", "slug", "subject")
"""Keys that tell the entries of a list apart, the first that all of them have."""

WHOLE = ("weights", "members", "revisions", "over_assign")
"""Mappings under a split that only make sense together, such as weights that add up."""

DEPTHS: dict[KeyPath, int] = {("goals", "targets"): 3, ("goals", "split"): 4}
"""How many keys name one decision; elsewhere two in the goals, else the chapter."""


@dataclass(frozen=True)
class Difference:
    """A key (with its path from the plan's root) that is not the same in both plans; None where a plan does not have it."""

    path: KeyPath
    before: Node | None
    after: Node | None

    @property
    def key(self) -> str:
        """The path as `--set` takes it."""
        return ".".join(self.path)

    @property
    def group(self) -> KeyPath:
        """What is changed together with it: a whole mapping of weights or members, else the entry of its chapter."""
        for n, part in enumerate(self.path):
            if part in WHOLE:
                return self.path[: n + 1]
        return self.path[: DEPTHS.get(self.path[:2], 2 if self.path[0] == "goals" else 1)]


def differences(before: Node | None, after: Node | None, above: KeyPath = ()) -> Iterator[Difference]:
    """What is not the same in two trees, in the order of the second, then what only the first has; the highest key that says it."""
    one, other = _entries(before), _entries(after)
    if isinstance(before, Sequence) and isinstance(after, Sequence) and (one is None or other is None):
        yield from _items(before, after, above)
        return
    if one is None or other is None:
        if _said(before) != _said(after):
            yield Difference(above, before, after)
        return
    for name in [*other, *(n for n in one if n not in other)]:
        if name in one and name in other:
            yield from differences(one[name], other[name], (*above, name))
        else:
            yield Difference((*above, name), one.get(name), other.get(name))


def _items(before: Sequence, after: Sequence, above: KeyPath) -> Iterator[Difference]:
    """The entries that only one of two lists has, by what they say, under their number from 1."""
    said, kept = [_said(i) for i in before.items], [_said(i) for i in after.items]
    for n, item in enumerate(after.items):
        if kept[n] in said:
            said[said.index(kept[n])] = GONE
        else:
            yield Difference((*above, str(n + 1)), None, item)
    for n, item in enumerate(before.items):
        if said[n] is not GONE:
            yield Difference((*above, str(n + 1)), item, None)


GONE = object()
"""Stands for an entry that has its like in the other list."""


def _entries(node: Node | None) -> dict[str, Node] | None:
    """The entries of a mapping, or of a list whose entries have names of their own; None for anything else."""
    if isinstance(node, Mapping):
        return {k: v for k, v in node.values.items() if not is_null(v)}
    if not isinstance(node, Sequence) or not node.items or not all(isinstance(i, Mapping) for i in node.items):
        return None
    for key in NAMES:
        names = [v.text if isinstance(v := child(item, key), Scalar) else None for item in node.items]
        if None not in names and len(set(names)) == len(names):
            return {str(n): item for n, item in zip(names, node.items, strict=True)}
    return None


def _said(node: Node | None) -> object:
    return None if node is None else plain(node)


def shown(node: Node | None) -> str | None:
    """A value as it is written, a mapping or a list in one line; None where there is none.

    >>> from salesplan.plan.source import read_text
    >>> shown(read_text("{a: [1, 2], b: {c: x}}", "plan.yaml")[0]), shown(None)
    ('a: [1, 2], b: {c: x}', None)
    """
    text = None if node is None else _line(node).removeprefix("{").removesuffix("}")
    return text if text is None or len(text) <= SHORT else text[: SHORT - 1] + "…"


def _line(node: Node) -> str:
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{k}: {_line(v)}" for k, v in node.values.items()) + "}"
    if isinstance(node, Sequence):
        return "[" + ", ".join(_line(v) for v in node.items) + "]"
    assert isinstance(node, Scalar)
    return node.text


def between(before: Mapping, after: Mapping, groups: Collection[KeyPath]) -> Mapping:
    """The first plan's tree with these groups of keys as the second has them."""
    root: Node = before
    for group in groups:
        root = _taken(root, after, group)
    assert isinstance(root, Mapping)
    return root


def _taken(node: Node | None, other: Node | None, path: KeyPath) -> Node:
    """A node with what another has at a path; lists are taken whole."""
    if not isinstance(other, Mapping) or not path:
        assert other is not None
        return other
    copy = node.copied() if isinstance(node, Mapping) else Mapping(other.source, other.start)
    name, below = path[0], other.values.get(path[0])
    if below is None:
        copy.drop(name)
    elif not isinstance(below, Mapping) or len(path) == 1:
        copy.put(other.keys[name], below)
    else:
        copy.put(copy.keys.get(name, other.keys[name]), _taken(copy.values.get(name), below, path[1:]))
    return copy


def at(root: Node | None, path: KeyPath) -> Path | None:
    """The path by positions of a path by names; None where it is not written."""
    found: list[str | int] = []
    for name in path:
        if isinstance(root, Sequence):
            entries = _entries(root) or {str(n): item for n, item in enumerate(root.items, start=1)}
            if name not in entries:
                return None
            found.append(list(entries).index(name))
            root = entries[name]
        else:
            below = child(root, name)
            if below is None:
                return None
            found.append(name)
            root = below
    return tuple(found)
