"""Delimited text cut into fields by array arithmetic over its bytes; what is not laid out plainly is left to a parser.

The marks between fields and lines are found at once; quotes are paired by counting, and marks between them are
veiled, so that a chunk falls apart into its fields by one split.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Codes, Texts
from salesplan.records.grid import Coded, RawColumn

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
_QUOTE, _LINE, _RETURN = 34, 10, 13
_FEW, _MOSTLY = 10_000, 0.6
_Places = npt.NDArray[np.intp]


class NotPlain(Exception):
    """The text is laid out in a way that only a parser understands."""


def pieces(data: bytes, delimiter: str, fields: int, after: int) -> Iterator[list[bytes] | bytes]:
    """The records of UTF-8 text below the first `after`: runs of fields, a record having `fields` of them, or a line that has others.

    Fields keep their quotes. Raises: NotPlain.
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
        self.data, self.delimiter = chunk, delimiter
        a: npt.NDArray[np.uint8] = np.frombuffer(chunk, np.uint8)
        marks = np.flatnonzero((a == delimiter) | (a == _LINE))
        quotes = np.flatnonzero(a == _QUOTE) if b'"' in chunk else None
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

    def _check_quotes(self, a: npt.NDArray[np.uint8], quotes: _Places, left_open: bool) -> None:
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

    def _veil(self, a: npt.NDArray[np.uint8], veiled: _Places) -> None:
        if VEILED_MARK.encode() in self.data or VEILED_LINE.encode() in self.data:
            raise NotPlain
        if not len(veiled):
            return
        changed = a.copy()
        changed[veiled] = np.where(a[veiled] == self.delimiter, ord(VEILED_MARK), ord(VEILED_LINE))
        self.data = changed.tobytes()

    def pieces(self, fields: int, skipped: int) -> Iterator[list[bytes] | bytes]:
        """The records below the first ones that are skipped."""
        ends = self.marks[self.lines]
        begins = np.concatenate([[0], ends[:-1] + 1])
        usual = np.diff(self.lines, prepend=-1) == fields
        at = skipped
        for odd in [*np.flatnonzero(~usual[skipped:]) + skipped, len(ends)]:
            if odd > at:
                yield self._fields(int(begins[at]), int(ends[odd - 1]))
            if odd < len(ends):
                yield self.data[begins[odd] : ends[odd]].removesuffix(b"\r")
            at = int(odd) + 1

    def _fields(self, begin: int, end: int) -> list[bytes]:
        mark = bytes([self.delimiter])
        lines = self.data[begin:end].removesuffix(b"\r")
        if b"\r" in lines:
            lines = lines.replace(b"\r\n", mark)
        return lines.replace(b"\n", mark).split(mark)


class Fields:
    """A column in the making; fields of a `loose` column, hardly one of which comes twice, are not compared."""

    def __init__(self, loose: bool) -> None:
        """Start with nothing."""
        self._may_be_loose = loose
        self._coded: Coded[bytes] = Coded()
        self._loose: list[bytes] = []
        self._codes: list[Codes] = []
        self._count = 0

    def add(self, values: Sequence[bytes]) -> None:
        """Take over the next fields."""
        known = len(self._coded)
        if self._may_be_loose and self._count >= _FEW and known > _MOSTLY * (self._count - len(self._loose)):
            first = known + len(self._loose)
            self._codes.append(np.arange(first, first + len(values), dtype=np.int32))
            self._loose.extend(values)
        else:
            if self._loose:  # the codes of the loose ones are given out already
                raise NotPlain
            self._codes.append(np.array(list(map(self._coded.__getitem__, values)), np.int32))
        self._count += len(values)

    def column(self, delimiter: str) -> RawColumn:
        """The column as gathered."""
        texts = labels_of([*self._coded, *self._loose], delimiter)
        codes = np.concatenate(self._codes) if self._codes else np.zeros(0, np.int32)
        if not self._loose:
            return column_of(codes, texts)
        if "" in texts:
            codes = np.array([MISSING if t == "" else i for i, t in enumerate(texts)], np.int32)[codes]
        return RawColumn(Texts(codes, tuple(texts)), np.full(len(codes), np.nan))


def labels_of(fields: Sequence[bytes], delimiter: str) -> list[str]:
    r"""Fields as texts: without quotes, and without blanks around them.

    >>> labels_of([b'a ', b'"1\x01234"', b'"6"" pipe"'], ",")
    ['a', '1,234', '6" pipe']
    """
    joined = b"\0".join(fields).decode("utf-8")
    texts = joined.split("\0") if fields else []
    if '"' in joined:
        return [_unquoted(t, delimiter).strip() for t in texts]
    return texts if len(joined.split()) <= 1 and joined.strip() == joined else [t.strip() for t in texts]


def _unquoted(text: str, delimiter: str) -> str:
    if not text.startswith('"'):
        return text
    return text[1:-1].replace('""', '"').replace(VEILED_MARK, delimiter).replace(VEILED_LINE, "\n")


def column_of(codes: Codes, texts: Sequence[str]) -> RawColumn:
    """A column of texts by their codes; blank ones are missing, equal ones share a code."""
    labels: dict[str, int] = dict(zip(texts, range(len(texts)), strict=True))
    if len(labels) == len(texts) and "" not in labels:
        return RawColumn(Texts(codes, tuple(texts)), np.full(len(codes), np.nan))
    labels = {}
    table = [labels.setdefault(t, len(labels)) if t else MISSING for t in texts]
    final = np.array([*table, MISSING], np.int32)[codes]
    return RawColumn(Texts(final, tuple(labels)), np.full(len(codes), np.nan))
