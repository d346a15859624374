"""The nodes of a plan's text: scalars, mappings and lists, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from salesplan.plan.text import SourceText
from salesplan.problem import Place

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the plan's root down to a node."""


class Node:
    """A piece of the text; line and column are counted from 0, the column and the width in characters."""

    __slots__ = ("column", "doubtful", "line", "source", "width")

    def __init__(self, source: SourceText, line: int, column: int, width: int) -> None:
        """Keep where it stands."""
        self.source, self.line, self.column, self.width = source, line, column, width
        self.doubtful = False

    @property
    def place(self) -> Place:
        """Where it stands, with the source line."""
        return self.source.place(self.line, self.column, self.width)


class Scalar(Node):
    """A single value: `text` as written (quotes and escapes undone); `plain` when it stood without quotes."""

    __slots__ = ("plain", "text")

    def __init__(self, source: SourceText, line: int, column: int, width: int, text: str, plain: bool) -> None:
        """Keep the text."""
        super().__init__(source, line, column, width)
        self.text, self.plain = text, plain


class Mapping(Node):
    """Keys with values, in the order of the file."""

    __slots__ = ("keys", "values")

    def __init__(self, source: SourceText, line: int, column: int, width: int = 1) -> None:
        """Begin empty."""
        super().__init__(source, line, column, width)
        self.keys: dict[str, Scalar] = {}
        self.values: dict[str, Node] = {}

    def put(self, key: Scalar, value: Node) -> None:
        """Set a key."""
        self.keys[key.text] = key
        self.values[key.text] = value

    def drop(self, key: str) -> None:
        """Take a key away."""
        self.keys.pop(key, None)
        self.values.pop(key, None)


class Sequence(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, source: SourceText, line: int, column: int, width: int = 1) -> None:
        """Begin empty."""
        super().__init__(source, line, column, width)
        self.items: list[Node] = []


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def plain(node: Node) -> object:
    """What a node says, as YAML 1.2's core schema reads it, with every number left as its text.

    `null`, `~` and nothing become None, `true` and `false` become booleans; everything else is
    text, so that `NO`, `12:30`, `010` and `1_000` are what was written until a field reads them.
    """
    if type(node) is Scalar:
        text = node.text
        if not node.plain:
            return text
        return None if text in _NULLS else _FLAGS.get(text, text)
    if type(node) is Mapping:
        return {k: plain(v) for k, v in node.values.items()}
    assert isinstance(node, Sequence)
    return [plain(v) for v in node.items]


def is_null(node: Node) -> bool:
    """Whether a node says nothing.

    >>> from salesplan.plan.text import SourceText
    >>> is_null(Scalar(SourceText("", ""), 0, 0, 1, "null", True)), is_null(Scalar(SourceText("", ""), 0, 0, 1, "", False))
    (True, False)
    """
    return isinstance(node, Scalar) and node.plain and node.text in _NULLS


def child(node: Node | None, part: str | int) -> Node | None:
    """The value under a key or at a position; a list of names may be asked for a name; None when there is none."""
    if isinstance(node, Mapping):
        return node.values.get(str(part))
    if isinstance(node, Sequence):
        if isinstance(part, int):
            return node.items[part] if 0 <= part < len(node.items) else None
        return next((i for i in node.items if isinstance(i, Scalar) and i.text == part), None)
    return None


def key_of(node: Node | None, part: str | int) -> Node | None:
    """The key itself (for a list: the item at the position)."""
    if isinstance(node, Mapping):
        return node.keys.get(str(part))
    return child(node, part)


def paths(node: Node, above: Path = ()) -> Iterator[Path]:
    """The paths of everything under a node, parents first."""
    pairs: Iterator[tuple[str | int, Node]]
    if isinstance(node, Mapping):
        pairs = iter(node.values.items())
    elif isinstance(node, Sequence):
        pairs = iter(enumerate(node.items))
    else:
        return
    for part, value in pairs:
        yield (*above, part)
        yield from paths(value, (*above, part))
