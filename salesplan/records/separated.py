"""Delimited text cut into fields by array arithmetic over its bytes; what is not laid out plainly is left to a parser.

The marks between fields and lines are found at once; quotes are paired by counting, and marks between them are
veiled. No field becomes an object of its own: `alike_fields` tells which are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CHUNK = 2**22
"""How many bytes are cut at once."""
LARGEST_RECORD = 2**25
"""A record above this is left to the parser [bytes]."""
LONGEST_FIELD = 128 * 1024
"""A field above this many characters is taken for an open quote [characters]."""
MOST_ODD = 1000
"""With more lines than this that do not have the usual number of fields, a text is not plain."""
VEILED_MARK, VEILED_LINE = "\x01", "\x02"
"""What stands for a delimiter and a line's end between quotes until the labels are made."""
PADDING = bytes(8)
"""Follows the bytes of a chunk, so that eight bytes can be read at every place."""
_QUOTE, _LINE, _RETURN = 34, 10, 13
Spots = npt.NDArray[np.intp]


class NotPlain(Exception):
    """The text is laid out in a way that only a parser understands."""


@dataclass(frozen=True, slots=True)
class Run:
    """Records with the usual number of fields: where each begins, and the marks behind its fields (one row a record)."""

    data: bytes
    begins: Spots
    marks: Spots
    quoted: bool

    def __len__(self) -> int:
        """How many records."""
        return len(self.begins)

    def field(self, column: int) -> tuple[Spots, Spots]:
        """Where the fields of a column begin and end, without a quote at either side."""
        start = self.begins if column == 0 else self.marks[:, column - 1] + 1
        end = np.ascontiguousarray(self.marks[:, column])
        a: npt.NDArray[np.uint8] = np.frombuffer(self.data, np.uint8)
        if column == self.marks.shape[1] - 1:
            end = end - ((a[np.maximum(end - 1, 0)] == _RETURN) & (end > start))
        if self.quoted:
            inside = (a[start] == _QUOTE) & (end > start)
            start, end = start + inside, end - inside
        return start, end


def pieces(data: bytes, delimiter: str, fields: int, after: int) -> Iterator[Run | bytes]:
    """The records of UTF-8 text below the first `after`: runs of records that have `fields` fields, or a line that has others.

    Raises: NotPlain.
    """
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n':
        raise NotPlain
    at, size, odd = 0, CHUNK, 0
    while at < len(data):
        chunk = data[at : at + size]
        final = at + size >= len(data)
        if final and not chunk.endswith(b"\n"):
            chunk += b"\n"
        cut = _Chunk(chunk, ord(delimiter), final)
        if not len(cut.lines):
            if final or size >= LARGEST_RECORD:
                raise NotPlain
            size *= 2
            continue
        at, size = at + cut.end, CHUNK
        skipped = min(after, len(cut.lines))
        after -= skipped
        for piece in cut.pieces(fields, skipped):
            odd += isinstance(piece, bytes)
            if odd > MOST_ODD:
                raise NotPlain
            yield piece


class _Chunk:
    """Some bytes that begin with a record: the marks that part fields and, among these, the places of the lines' ends."""

    def __init__(self, chunk: bytes, delimiter: int, final: bool) -> None:
        if b"\r" in chunk and chunk.count(b"\r") != chunk.count(b"\r\n") + (not final and chunk.endswith(b"\r")):
            raise NotPlain
        if VEILED_MARK.encode() in chunk or VEILED_LINE.encode() in chunk:
            raise NotPlain
        self.data, self.delimiter = chunk + PADDING, delimiter
        a: npt.NDArray[np.uint8] = np.frombuffer(chunk, np.uint8)
        marks = np.flatnonzero((a == delimiter) | (a == _LINE))
        quotes = np.flatnonzero(a == _QUOTE) if b'"' in chunk else None
        self.quoted = quotes is not None
        if quotes is not None:
            inside = (np.searchsorted(quotes, marks) & 1).astype(bool)
            veiled, marks = marks[inside], marks[~inside]
        self.lines = np.flatnonzero(a[marks] == _LINE)
        self.end = int(marks[self.lines[-1]]) + 1 if len(self.lines) else 0
        self.marks = marks[: self.lines[-1] + 1] if len(self.lines) else marks[:0]
        if len(self.marks) and int(np.diff(self.marks, prepend=-1).max()) > LONGEST_FIELD:
            raise NotPlain
        if quotes is not None:
            self._check_quotes(a, quotes[quotes < self.end], final and len(quotes) % 2 == 1)
            self._veil(a, veiled[veiled < self.end])

    def _check_quotes(self, a: npt.NDArray[np.uint8], quotes: Spots, left_open: bool) -> None:
        """Quotes open where a field begins and close where it ends, or are doubled. Raises: NotPlain."""
        if left_open or len(quotes) % 2:
            raise NotPlain
        opening, closing = quotes[0::2], quotes[1::2]
        before = a[np.maximum(opening - 1, 0)]
        reopened = np.zeros(len(opening), bool)
        reopened[1:] = opening[1:] == closing[:-1] + 1
        begins = (opening == 0) | (before == self.delimiter) | (before == _LINE) | reopened
        behind = a[closing + 1]
        ends = (behind == self.delimiter) | (behind == _LINE) | (behind == _RETURN) | (behind == _QUOTE)
        if not (begins.all() and ends.all()):
            raise NotPlain

    def _veil(self, a: npt.NDArray[np.uint8], veiled: Spots) -> None:
        if not len(veiled):
            return
        changed = a.copy()
        changed[veiled] = np.where(a[veiled] == self.delimiter, ord(VEILED_MARK), ord(VEILED_LINE))
        self.data = changed.tobytes() + PADDING

    def pieces(self, fields: int, skipped: int) -> Iterator[Run | bytes]:
        """The records below the first ones that are skipped."""
        ends = self.marks[self.lines]
        begins = np.concatenate([[0], ends[:-1] + 1])
        usual = np.diff(self.lines, prepend=-1) == fields
        at = skipped
        for odd in [*np.flatnonzero(~usual[skipped:]) + skipped, len(ends)]:
            if odd > at:
                last = self.lines[odd - 1] + 1
                marks = self.marks[last - (odd - at) * fields : last].reshape(-1, fields)
                yield Run(self.data, begins[at:odd], marks, self.quoted)
            if odd < len(ends):
                yield self.data[begins[odd] : ends[odd]].removesuffix(b"\r")
            at = int(odd) + 1
