"""YAML text to nodes with places: YAML 1.2's scalars, duplicate keys told, size and depth bounded, nothing executed."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)  # fmt: skip

from salesplan.plan.nodes import Mapping, Node, Scalar, Sequence, Spot, is_null
from salesplan.plan.text import SourceText, decoded
from salesplan.problem import Problem

DEEPEST = 40
"""How many mappings and lists may stand inside one another."""

MOST_REPEATED = 50_000
"""How many nodes aliases may add to a file."""


_PARTED = re.compile(r"([^：:]*[^：:\d])(：|:(?!/))(.+)$")


class Stop(Exception):
    """The file cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        """Keep why."""
        self.problem = problem
        super().__init__(problem.slug)


def read_source(content: bytes, name: str) -> tuple[Node | None, list[Problem]]:
    r"""The root node of a file's bytes and all that is wrong with it as YAML; None when it cannot be read.

    >>> root, problems = read_source(b"a: 1\na: 2\n", "plan.yaml")
    >>> [str(p.place) + " " + p.slug for p in problems]
    ['plan.yaml:2:1 duplicate-key']
    """
    from salesplan.plan.secrets import secrets

    text, problems = decoded(content, name)
    problems = problems if text is None else secrets(text, name)
    if text is None or problems:
        return None, problems
    return read_text(text, name)


def read_text(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """The root node of a text and all that is wrong with it as YAML."""
    source = SourceText(name, text)
    composer = Composer(source)
    try:
        return composer.document(text), composer.problems
    except Stop as stop:
        return None, [*composer.problems, stop.problem]
    except yaml.YAMLError as error:
        from salesplan.plan.repair import repaired

        return repaired(source, error, composer)


def parser(text: str) -> Any:
    """The fast parser of events, or the slow one where the fast one was not built."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        return _slow_parser(text)
    return CParser(text)


def _slow_parser(text: str) -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class SlowParser(Reader, Scanner, Parser):
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)

    return SlowParser(text)


class Composer:
    """Builds nodes from events and notes what is wrong on the way."""

    def __init__(self, source: SourceText) -> None:
        """Begin a file."""
        self.source = source
        self.problems: list[Problem] = []
        self.scalars: list[tuple[int, int, int, int]] = []
        self._tabs = False
        self.last: tuple[int, int, int, int] = (0, 0, 0, 0)
        self._anchors: dict[str, Node | None] = {}
        self._heights: dict[int, int] = {}
        self._count = 0
        self._repeated = 0
        self._sizes: dict[int, int] = {}
        self._depth = 0

    def document(self, text: str) -> Node | None:
        """The root of the only document. Raises: Stop, yaml.YAMLError."""
        events = parser(text)
        self._tabs = "\t" in text
        self._next = events.get_event
        assert type(self._next()) is StreamStartEvent
        start = self._next()
        if type(start) is StreamEndEvent:
            raise Stop(Problem("plan-empty", self.source.place(0, 0)))
        assert type(start) is DocumentStartEvent
        root = self._node(self._next())
        assert type(self._next()) is DocumentEndEvent
        after = self._next()
        if type(after) is not StreamEndEvent:
            mark = after.start_mark
            self.problems.append(Problem("several-documents", self.source.place(mark.line, mark.column, 3)))
        if self._tabs:
            from salesplan.plan.repair import tabs

            self.problems += tabs(self.source, self.scalars)
        if is_null(root):
            raise Stop(Problem("plan-empty", self.source.place(0, 0)))
        return root

    def _node(self, event: Any) -> Node:
        kind = type(event)
        self._count += 1
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is AliasEvent:
            return self._alias(event)
        if event.tag is not None:
            self._tagged(event)
        self._depth += 1
        if self._depth > DEEPEST:
            raise Stop(Problem("nested-too-deep", self._place(event), {"limit": DEEPEST}))
        anchor, count = event.anchor, self._count
        if anchor is not None:
            self._anchors[anchor] = None
        node = self._mapping(event.start_mark) if kind is MappingStartEvent else self._sequence(event.start_mark)
        if anchor is not None:
            self._anchors[anchor] = node
            self._sizes[id(node)] = self._count - count + 1
        self._depth -= 1
        return node

    def _scalar(self, event: Any) -> Scalar:
        style = event.style
        node = Scalar(self.source, event.start_mark, event.end_mark, event.value, not style)
        if style or self._tabs:
            self._unusual(event, node)
        if event.tag is not None:
            self._tagged(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
            self._sizes[id(node)] = 1
        return node

    def _unusual(self, event: Any, node: Scalar) -> None:
        """Remember where a quoted text stands, and look for escapes that nobody meant."""
        start, end = event.start_mark, event.end_mark
        self.last = (start.line, start.column, end.line, end.column)
        self.scalars.append(self.last)
        if event.style == '"' and not node.text.isprintable() and any(c < " " and c != "\n" for c in node.text):
            self.problems.append(Problem("backslash-in-quotes", node.place))

    def _sequence(self, start: Spot) -> Sequence:
        node = Sequence(self.source, start)
        event: Any = self._next()
        while type(event) is not SequenceEndEvent:
            node.items.append(self._node(event))
            event = self._next()
        self._end(node, event.end_mark)
        return node

    def _mapping(self, start: Spot) -> Mapping:
        node = Mapping(self.source, start)
        merged: list[tuple[Scalar, Node]] = []
        following = self._next
        event: Any = following()
        while type(event) is not MappingEndEvent:
            key = self._node(event)
            value = self._node(following())
            if type(key) is not Scalar:
                self.problems.append(Problem("key-not-text", key.place))
            elif key.text == "<<" and key.plain:
                merged.append((key, value))
            else:
                self._put(node, key, value)
            event = following()
        self._end(node, event.end_mark)
        for key, value in merged:
            self._merge(node, key, value)
        return node

    @staticmethod
    def _end(node: Node, end: Any) -> None:
        """Note where a mapping or a list in brackets ends; one over several lines is shown at its beginning."""
        if end.line == node.start.line:
            node.end = end

    def _put(self, node: Mapping, key: Scalar, value: Node) -> None:
        """Set a key; one that is there already keeps its first value, and both lines are named."""
        if type(value) is Scalar and not value.text and key.plain and is_null(value) and _PARTED.match(key.text):
            key, value = self._parted(key)
        elif key.plain and "：" in key.text:
            key = self._glued(key, value)
        if key.text in node.keys:
            first = node.keys[key.text].place
            self.problems.append(Problem("duplicate-key", key.place, {"key": key.text, "line": first.line}))
            node.values[key.text].doubtful = True
            return
        node.put(key, value)

    def _parted(self, key: Scalar) -> tuple[Scalar, Node]:
        """Key and value of `目标：100` or `target:100` in `{...}`, where the colon is not YAML's."""
        found = _PARTED.match(key.text)
        assert found is not None
        name, colon, rest = found.groups()
        at = key.column + len(name)
        slug = "full-width-colon" if colon == "：" else "no-space-after-colon"
        self.problems.append(Problem(slug, self.source.place(key.line, at), {"key": name}))
        value = Scalar(self.source, Spot(key.line, at + 1), key.end, rest.strip(), True)
        value.doubtful = True
        return Scalar(self.source, key.start, Spot(key.line, at), name, True), value

    def _glued(self, key: Scalar, value: Node) -> Scalar:
        """The key of `华南：{market: 2}`, where a full-width colon glued the key to its bracket."""
        name, _, rest = key.text.partition("：")
        if not rest.startswith(("{", "[")):
            return key
        self.problems.append(Problem("full-width-colon", self.source.place(key.line, key.column + len(name)), {"key": name}))
        value.doubtful = True
        return Scalar(self.source, key.start, Spot(key.line, key.column + len(name)), name, True)

    def _merge(self, node: Mapping, key: Scalar, value: Node) -> None:
        """Take over the keys of `<<: *base` that the mapping does not have itself."""
        bases = value.items if isinstance(value, Sequence) else [value]
        for base in bases:
            if not isinstance(base, Mapping):
                if not base.doubtful:
                    self.problems.append(Problem("merge-needs-a-mapping", key.place))
                continue
            self._repeat(len(base.keys), key)
            for name, value_key in base.keys.items():
                if name not in node.keys:
                    node.put(value_key, base.values[name])

    def _alias(self, event: Any) -> Node:
        name = event.anchor
        node = self._anchors.get(name)
        if node is None:
            slug = "alias-inside-itself" if name in self._anchors else "unknown-alias"
            self.problems.append(Problem(slug, self._place(event, len(name) + 1), {"alias": name}))
            gone = Scalar(self.source, event.start_mark, event.end_mark, "", True)
            gone.doubtful = True
            return gone
        self._repeat(self._sizes[id(node)], event)
        self._count += self._sizes[id(node)] - 1
        if self._depth + self._height(node) > DEEPEST:
            raise Stop(Problem("nested-too-deep", self._place(event), {"limit": DEEPEST}))
        return node

    def _repeat(self, count: int, what: Any) -> None:
        """Count nodes that an alias adds. Raises: Stop beyond the limit."""
        self._repeated += count
        if self._repeated > MOST_REPEATED:
            place = what.place if isinstance(what, Node) else self._place(what)
            raise Stop(Problem("aliases-repeat-too-much", place, {"limit": MOST_REPEATED}))

    def _height(self, node: Node) -> int:
        """How deep a node goes, itself included where it holds others."""
        known = self._heights.get(id(node))
        if known is None:
            inside = node.values.values() if isinstance(node, Mapping) else getattr(node, "items", ())
            known = 0 if isinstance(node, Scalar) else 1 + max(map(self._height, inside), default=0)
            self._heights[id(node)] = known
        return known

    def _tagged(self, event: Any) -> None:
        self.problems.append(Problem("tag-refused", self._place(event), {"tag": event.tag.replace("tag:yaml.org,2002:", "!!")}))

    def _place(self, event: Any, width: int = 1) -> Any:
        return self.source.place(event.start_mark.line, event.start_mark.column, width)
