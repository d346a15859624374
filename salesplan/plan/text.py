"""The text of a plan file: bytes that are proved to be UTF-8 without hidden characters, in lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from salesplan.problem import Place, Problem

LARGEST_FILE = 1_000_000
"""A plan file may have this many bytes; a larger one is no plan but an export saved under the wrong name."""

SHOWN_AT_MOST = 20
"""How many problems of one kind are listed of one file before the rest is left for the next run."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class SourceText:
    """A file's name, as it is shown, and its lines.

    `moved` tells which lines were repaired so that reading could go on: line -> the characters
    (counted from 0, in the repaired line) after which one character was put in.
    """

    __slots__ = ("lines", "moved", "name")

    def __init__(self, name: str, text: str) -> None:
        """Keep the lines."""
        self.name = name
        self.lines: list[str] = _LINE_END.split(text)
        self.moved: dict[int, list[int]] = {}

    def place(self, line: int, column: int, width: int = 1) -> Place:
        """The place of a line and a column, both counted from 0."""
        text = self.lines[line] if 0 <= line < len(self.lines) else ""
        column -= sum(1 for spot in self.moved.get(line, ()) if column > spot)
        return Place(self.name, line + 1, column + 1, max(1, min(width, len(text) - column)), text=text)


def decoded(content: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file's bytes without its byte-order mark; None with the reason when it cannot be read.

    >>> decoded("目标: 1".encode("gb18030"), "plan.yaml")[1][0].slug
    'plan-not-utf8'
    """
    if len(content) > LARGEST_FILE:
        return None, [Problem("plan-file-too-large", Place(name), {"limit": LARGEST_FILE // 1000})]
    if content.startswith(_UTF16):
        return None, [Problem("plan-not-utf8", Place(name, 1, 1, text=""), {"encoding": "UTF-16"})]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(content, error.start, name)]
    text = text.removeprefix("\ufeff")
    hidden = list(_hidden(text, name))
    return (None if hidden else text), hidden


def _not_utf8(content: bytes, start: int, name: str) -> Problem:
    """The problem of bytes that are not UTF-8, at the first of them; GBK is told by its name."""
    first = max(content.rfind(b"\n", 0, start), content.rfind(b"\r", 0, start)) + 1
    end = content.find(b"\n", start)
    whole = content[first : end if end >= 0 else len(content)]
    try:
        content.decode("gb18030")
        encoding, shown = "GBK (GB18030)", whole.decode("gb18030", "replace")
    except UnicodeDecodeError:
        encoding, shown = "", whole.decode("utf-8", "replace")
    line = len(_LINE_END.findall(content[:first].decode("latin-1")))
    column = len(content[first:start].decode("utf-8", "replace"))
    slug = "plan-not-utf8" if encoding else "plan-not-text"
    return Problem(slug, Place(name, line + 1, column + 1, text=shown.rstrip("\r")), {"encoding": encoding})


def _hidden(text: str, name: str) -> Iterator[Problem]:
    """Characters that no one can see: control characters, marks of direction, blanks of no width."""
    if not _REFUSED.search(text):
        return
    source = SourceText(name, text)
    found = ((i, hit) for i, line in enumerate(source.lines) for hit in _REFUSED.finditer(line))
    for count, (i, hit) in enumerate(found):
        if count == SHOWN_AT_MOST:
            return
        code = f"U+{ord(hit[0]):04X}"
        yield Problem(
            "hidden-character", source.place(i, hit.start()), {"code": code, "name": unicodedata.name(hit[0], "control")}
        )
