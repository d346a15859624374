"""Texts of .xls workbooks: Unicode strings that run over several records, and bytes in some code page."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from salesplan.records.compound import BrokenFile

if TYPE_CHECKING:
    from salesplan.records.biff import Globals

_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 1200: "utf-16-le", 65001: "utf-8"}
_WIDE, _ASIAN, _RICH = 1, 4, 8


def text_of(body: bytes, at: int, said: Globals, *, short: bool = False) -> str:
    """The text that begins at a byte of a record's body; `short`: its length takes one byte, not two.

    Raises: BrokenFile when it ends early.
    """
    length = body[at] if short else struct.unpack_from("<H", body, at)[0]
    at += 1 if short else 2
    if said.version < 0x0600:
        return by_page(body[at : at + length], said.codepage)
    flags = body[at]
    at += 1 + (2 if flags & _RICH else 0) + (4 if flags & _ASIAN else 0)
    raw = body[at : at + length * (2 if flags & _WIDE else 1)]
    return raw.decode("utf-16-le" if flags & _WIDE else "latin-1", "replace")


def by_page(raw: bytes, codepage: int | None) -> str:
    """Bytes of a workbook before Excel 97 as text; a code page that is not said, or is Western, is found by the bytes."""
    if raw.isascii():
        return raw.decode("ascii")
    if codepage in _PAGES:
        return raw.decode(_PAGES[codepage], "replace")
    from salesplan.records.encoding import legacy

    return raw.decode(legacy(raw), "replace")


class SharedTexts:
    """The table of shared texts, from the record and those that continue it; each is decoded when it is asked for.

    Raises: BrokenFile, IndexError, struct.error.
    """

    def __init__(self, bodies: list[bytes]) -> None:
        """Find where each text stands."""
        self._raw: list[bytes | str] = []
        count = struct.unpack_from("<I", bodies[0], 4)[0]
        reader = _Reader(bodies)
        reader.at = 8
        while len(self._raw) < count:
            reader.read(self._raw, count)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._raw)

    def __getitem__(self, index: int) -> str:
        """A text."""
        raw = self._raw[index]
        if isinstance(raw, str):
            return raw
        return raw[1:].decode("utf-16-le" if raw[0] & _WIDE else "latin-1", "replace")


class _Reader:
    """Reads strings one after the other; where a record ends within characters, the next begins with new flags."""

    def __init__(self, bodies: list[bytes]) -> None:
        self.bodies, self.which, self.at = bodies, 0, 0
        self.body = bodies[0]

    def next(self) -> None:
        self.which += 1
        if self.which >= len(self.bodies):
            raise BrokenFile("shared texts end early")
        self.body, self.at = self.bodies[self.which], 0

    def read(self, found: list[bytes | str], count: int) -> None:
        """Add the texts of this record, and the one that runs over its end; plain ones as flags and characters."""
        while self.at >= len(self.body):
            self.next()
        body, at, size = self.body, self.at, len(self.body)
        while at < size and len(found) < count:
            flags = body[at + 2]
            if flags & ~_WIDE:
                break
            end = at + 3 + ((body[at] | body[at + 1] << 8) << flags)
            if end > size:
                break
            found.append(body[at + 2 : end])
            at = end
        self.at = at
        if at < size and len(found) < count:
            found.append(self.text())

    def text(self) -> str:
        body, at = self.body, self.at
        length, flags = body[at] | body[at + 1] << 8, body[at + 2]
        at += 3
        skip = 0
        if flags & _RICH:
            skip += 4 * (body[at] | body[at + 1] << 8)
            at += 2
        if flags & _ASIAN:
            skip += int.from_bytes(body[at : at + 4], "little")
            at += 4
        self.at = at
        said = self.split(length, flags)
        if skip:
            self.skip(skip)
        return said

    def split(self, length: int, flags: int) -> str:
        parts = []
        while True:
            width = 2 if flags & _WIDE else 1
            here = min(length, (len(self.body) - self.at) // width)
            raw = self.body[self.at : self.at + here * width]
            parts.append(raw.decode("utf-16-le" if width == 2 else "latin-1", "surrogatepass" if width == 2 else "strict"))
            self.at += here * width
            length -= here
            if not length:
                return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            self.next()
            flags, self.at = self.body[0], 1

    def skip(self, size: int) -> None:
        while size > len(self.body) - self.at:
            size -= len(self.body) - self.at
            self.next()
        self.at += size
