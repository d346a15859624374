"""What was read once, kept in the user's cache folder under the hash of everything that decided it.

An entry is one file: a first line with the length and hash of a JSON head, the head, and the bytes
of arrays, which have a hash of their own. Nothing in it is code; what is damaged counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = 1
"""Raised when the layout of entries changes."""
LARGEST_ENTRY = 256 * 2**20
"""An entry above this is not kept [bytes]."""
LARGEST_CACHE = 512 * 2**20
"""Above this the entries that were not used for longest are dropped [bytes]."""
LONGEST_UNUSED = 60 * 86_400
"""An entry that was not used for so long is dropped [seconds]."""
SUFFIX = ".kept"
FOLDER_VARIABLE = "SALESPLAN_CACHE_DIR"
"""The environment variable that names another folder."""

IN_USE: ContextVar[bool] = ContextVar("cache in use", default=True)
"""Whether entries are looked up and written; `--no-cache` says no for one run."""

_ROOM = Path(__file__).parent.parent
_READING_CODE = ("records", "words", "words/messages", ".")


class Kept(NamedTuple):
    """What an entry holds: a JSON value and the bytes of its arrays."""

    head: Any
    parts: Sequence[bytes | bytearray | memoryview]


def folder() -> Path | None:
    """Where entries live: `$SALESPLAN_CACHE_DIR`, or the platform's folder for caches; None without a home."""
    own = os.environ.get(FOLDER_VARIABLE)
    if own:
        return Path(own)
    try:
        home = Path.home()
    except (RuntimeError, OSError):
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "salesplan" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "salesplan"
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(xdg) if os.path.isabs(xdg) else home / ".cache") / "salesplan"


def key_of(*decided_by: object) -> str:
    """The name of the entry for a reading that these JSON values decide, beside the program itself."""
    text = json.dumps([FORMAT, _program(), *decided_by], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _program() -> str:
    """A hash of all that may change how a file is read: our code, Python and the reader of older workbooks."""
    seen = hashlib.sha256(sys.version.encode())
    for room in _READING_CODE:
        for path in sorted((_ROOM / room).iterdir()):
            if path.suffix in (".py", ".yaml"):
                seen.update(path.name.encode() + b"\0" + path.read_bytes())
    from importlib.util import find_spec

    spec = find_spec("python_calamine")
    for place in spec.submodule_search_locations or () if spec else ():
        stats = [(e.name, e.stat()) for e in os.scandir(place) if e.is_file()]
        seen.update(repr(sorted((name, s.st_size, s.st_mtime_ns) for name, s in stats)).encode())
    return seen.hexdigest()


def look_up(key: str, *, whole: bool = True) -> Kept | None:
    """The entry, with its parts only when `whole`; None where there is none or it is damaged."""
    place = _usable()
    if place is None:
        return None
    try:
        with open(place / (key + SUFFIX), "rb") as file:
            name, version, size, digest, body_size, body_digest = file.readline(400).decode("ascii").split()
            head = file.read(int(size))
            if name != "salesplan" or int(version) != FORMAT or hashlib.sha256(head).hexdigest() != digest:
                return None
            body = bytearray(int(body_size) if whole and 0 <= int(body_size) <= LARGEST_ENTRY else 0)
            if whole and (file.readinto(body) != int(body_size) or hashlib.sha256(body).hexdigest() != body_digest):
                return None
        os.utime(place / (key + SUFFIX))
        return _parted(json.loads(head), body, whole)
    except (OSError, ValueError, MemoryError, RecursionError):
        return None


def _parted(head: Any, body: bytearray, whole: bool) -> Kept | None:
    value, sizes = head["value"], head["parts"]
    if not whole:
        return Kept(value, ()) if not sizes else None
    view, at, parts = memoryview(body), 0, []
    for size in sizes:
        parts.append(view[at : at + size])
        at += size + _padding(size)
    return Kept(value, parts) if at == len(body) else None


def _padding(size: int) -> int:
    """How many bytes follow a part so that the next one begins at a multiple of eight."""
    return -size % 8


def keep(key: str, value: Any, parts: Sequence[bytes | bytearray | memoryview] = ()) -> None:
    """Write an entry whole; where the folder cannot be written nothing happens."""
    place = _usable(make=True)
    padded = [piece for part in parts for piece in (part, bytes(_padding(len(part))))]
    size = sum(map(len, padded))
    if place is None or size > LARGEST_ENTRY:
        return
    head = json.dumps({"value": value, "parts": [len(p) for p in parts]}, ensure_ascii=True).encode()
    body_digest = hashlib.sha256()
    for piece in padded:
        body_digest.update(piece)
    first = f"salesplan {FORMAT} {len(head)} {hashlib.sha256(head).hexdigest()} {size} {body_digest.hexdigest()}\n"
    unfinished = place / f"{key}.{os.getpid()}.tmp"
    try:
        _write(unfinished, [first.encode(), head, *padded])
        os.replace(unfinished, place / (key + SUFFIX))
        _drop_oldest(place)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()


def _write(path: Path, pieces: Iterable[bytes | bytearray | memoryview]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)


def _usable(make: bool = False) -> Path | None:
    """The folder when it is this user's own and nobody else's."""
    place = folder() if IN_USE.get() else None
    if place is None:
        return None
    try:
        if make:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = place.stat()
        if hasattr(os, "geteuid"):
            if about.st_uid != os.geteuid():
                return None
            if about.st_mode & 0o077:
                place.chmod(0o700)
        return place
    except OSError:
        return None


def _entries(place: Path) -> list[tuple[float, int, Path]]:
    """Last use, size and path of what we wrote there, the longest unused first."""
    found = []
    with suppress(OSError):
        for entry in os.scandir(place):
            if entry.name.endswith((SUFFIX, ".tmp")):
                with suppress(OSError):
                    about = entry.stat(follow_symlinks=False)
                    found.append((about.st_mtime, about.st_size, place / entry.name))
    return sorted(found)


def _drop_oldest(place: Path) -> None:
    entries = _entries(place)
    total = sum(size for _, size, _ in entries)
    newest = entries[-1][0] if entries else 0
    for used, size, path in entries[:-1]:
        if total <= LARGEST_CACHE and newest - used <= LONGEST_UNUSED:
            break
        with suppress(OSError):
            path.unlink()
        total -= size


def contents() -> tuple[int, int]:
    """How many entries there are, and their size [bytes]."""
    place = folder()
    entries = _entries(place) if place is not None else []
    return len(entries), sum(size for _, size, _ in entries)


def clear() -> tuple[int, int]:
    """Drop every entry; how many there were and their size [bytes]. Raises: OSError where one cannot be dropped."""
    place = folder()
    entries = _entries(place) if place is not None else []
    for _, _, path in entries:
        path.unlink(missing_ok=True)
    return len(entries), sum(size for _, size, _ in entries)
