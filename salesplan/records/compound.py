"""The streams of an OLE compound file, the container of .xls and of workbooks that are locked with a password."""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5

_Words = npt.NDArray[np.uint32]


class BrokenFile(Exception):
    """The bytes end early or contradict themselves."""


class Compound:
    """A compound file whose directory has been read; every chain of sectors is followed at most once around.

    Source: Microsoft, [MS-CFB] Compound File Binary File Format. Raises: BrokenFile.
    """

    def __init__(self, data: bytes) -> None:
        """Read the tables and the directory."""
        if len(data) < 512 or data[:8] != SIGNATURE:
            raise BrokenFile("no header")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenFile("no sector size")
        size = 1 << shift
        body = data[size:]
        body += b"\0" * (-len(body) % size)
        self._sectors: npt.NDArray[np.uint8] = np.frombuffer(body, np.uint8).reshape(-1, size)
        first_entry, self._mini_below, first_mini = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._table(self._fat_sectors(data))
        self._entries = self._directory(self._chained(first_entry))
        self._minifat = np.frombuffer(self._chained(first_mini), "<u4") if first_mini < _LAST_SECTOR else self._fat[:0]
        root = self._entries.get("")
        self._mini = self._chained(root[0]) if root and root[0] < _LAST_SECTOR else b""

    def _fat_sectors(self, data: bytes) -> list[int]:
        count, at, more = struct.unpack_from("<I20xII", data, 44)
        found = [s for s in struct.unpack_from("<109I", data, 76) if s < _LAST_SECTOR]
        seen: set[int] = set()
        while at < len(self._sectors) and at not in seen and len(seen) <= more:
            seen.add(at)
            *some, following = self._sectors[at].view("<u4").tolist()
            found += [s for s in some if s < _LAST_SECTOR]
            at = following
        return found[: min(count, len(self._sectors))] if count else found

    def _table(self, sectors: list[int]) -> _Words:
        if not sectors or max(sectors) >= len(self._sectors):
            raise BrokenFile("allocation table outside the file")
        return self._sectors[sectors].reshape(-1).view("<u4")

    def _chain(self, first: int, table: _Words) -> list[int]:
        found: list[int] = []
        following, at = table.tolist(), first
        while at < _LAST_SECTOR:
            if at >= len(following) or len(found) > len(following):
                raise BrokenFile("chain of sectors outside the file")
            found.append(at)
            at = following[at]
        return found

    def _chained(self, first: int) -> bytes:
        chain = self._chain(first, self._fat)
        if chain and max(chain) >= len(self._sectors):
            raise BrokenFile("sector outside the file")
        return self._sectors[chain].tobytes()

    def _directory(self, data: bytes) -> dict[str, tuple[int, int]]:
        """Start and size of the root's own streams by name, those of folders within it left out; '' is the root."""
        entries = [data[i : i + _ENTRY] for i in range(0, len(data) - _ENTRY + 1, _ENTRY)]
        if not entries or entries[0][66] != _ROOT:
            raise BrokenFile("no root entry")
        found = {"": _extent(entries[0])}
        waiting: list[int] = [struct.unpack_from("<I", entries[0], 76)[0]]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop()
            if at >= len(entries) or at in seen:
                continue
            seen.add(at)
            entry = entries[at]
            waiting += struct.unpack_from("<II", entry, 68)
            if entry[66] == _STREAM:
                found.setdefault(_name(entry), _extent(entry))
        if len(found) == 1:  # a broken tree: take the streams in the order in which they stand
            found |= {_name(e): _extent(e) for e in reversed(entries) if e[66] == _STREAM}
        return found

    def __contains__(self, name: str) -> bool:
        """Whether the root holds a stream of that name, in whatever case."""
        return name.casefold() in self._entries

    @property
    def names(self) -> list[str]:
        """The names of the root's streams, casefolded."""
        return [n for n in self._entries if n]

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises: BrokenFile, KeyError."""
        first, size = self._entries[name.casefold()]
        if not size:
            return b""
        if size < self._mini_below:
            chain = self._chain(first, self._minifat)
            data = b"".join(self._mini[s * 64 : s * 64 + 64] for s in chain)
        else:
            data = self._chained(first)
        if len(data) < size:
            raise BrokenFile(f"{name} ends early")
        return data[:size]


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold()


def _extent(entry: bytes) -> tuple[int, int]:
    first, size = struct.unpack_from("<II", entry, 116)
    return first, size
