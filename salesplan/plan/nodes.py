"""The nodes of a plan's text: scalars, mappings and lists, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from salesplan.plan.text import SourceText
from salesplan.problem import Place

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the plan's root down to a node."""


class Spot:
    """A line and a column, counted from 0; the parser's marks look the same."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        """Keep both."""
        self.line, self.column = line, column


class Node:
    """A piece of the text from `start` to `end`, marks with line and column counted from 0."""

    __slots__ = ("doubtful", "end", "source", "start")

    def __init__(self, source: SourceText, start: Spot, end: Spot) -> None:
        """Keep where it stands."""
        self.source, self.start, self.end = source, start, end
        self.doubtful = False

    @property
    def line(self) -> int:
        """The line that it begins in, from 0."""
        return self.start.line

    @property
    def column(self) -> int:
        """The column that it begins in, from 0."""
        return self.start.column

    @property
    def place(self) -> Place:
        """Where it stands, with the source line; what goes on over several lines is shown on its first."""
        start, end = self.start, self.end
        width = end.column - start.column if end.line == start.line else len(self.source.lines[start.line])
        return self.source.place(start.line, start.column, width)


class Scalar(Node):
    """A single value: `text` as written (quotes and escapes undone); `plain` when it stood without quotes."""

    __slots__ = ("plain", "text")

    def __init__(self, source: SourceText, start: Spot, end: Spot, text: str, plain: bool) -> None:
        """Keep the text."""
        self.source, self.start, self.end, self.text, self.plain = source, start, end, text, plain
        self.doubtful = False


class Mapping(Node):
    """Keys with values, in the order of the file."""

    __slots__ = ("keys", "values")

    def __init__(self, source: SourceText, start: Spot) -> None:
        """Begin empty."""
        super().__init__(source, start, start)
        self.keys: dict[str, Scalar] = {}
        self.values: dict[str, Node] = {}

    def copied(self) -> Mapping:
        """The same keys and values in a mapping of its own."""
        copy = Mapping(self.source, self.start)
        copy.keys, copy.values = dict(self.keys), dict(self.values)
        return copy

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

    def __init__(self, source: SourceText, start: Spot) -> None:
        """Begin empty."""
        super().__init__(source, start, start)
        self.items: list[Node] = []


NULLS = frozenset(("", "~", "null", "Null", "NULL"))
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
        return None if text in NULLS else _FLAGS.get(text, text)
    if type(node) is Mapping:
        return {k: plain(v) for k, v in node.values.items()}
    assert isinstance(node, Sequence)
    return [plain(v) for v in node.items]


def is_null(node: Node) -> bool:
    """Whether a node says nothing.

    >>> from salesplan.plan.text import SourceText
    >>> here = SourceText("", ""), Spot(0, 0), Spot(0, 1)
    >>> is_null(Scalar(*here, "null", True)), is_null(Scalar(*here, "", False))
    (True, False)
    """
    return isinstance(node, Scalar) and node.plain and node.text in NULLS


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
