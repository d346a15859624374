"""Files that the user names: found by pattern, and read whole once they are known to be regular and of sane size."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from salesplan.plan.guess import guess
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.words import Text

LARGEST_FILE = 300 * 2**20
"""An export above this many bytes is refused [bytes]."""

BLANK = b"\0 \t\r\n\xef\xbb\xbf"
"""Bytes that say nothing."""
_MAGIC = set("*?[")


class Locked(Exception):
    """A workbook wants a password."""


@dataclass(frozen=True)
class Source:
    """A file's bytes under the name that the user sees."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    def refused(self, slug: str, **params: object) -> InvalidInput:
        """The error that says what is wrong with the whole file."""
        return InvalidInput([Problem(slug, Place(self.name), {"file": self.name, **params})])


def read_source(path: Path, name: str | None = None) -> Source:
    """The bytes of a file, once it is a regular, readable file that is neither empty nor too large.

    Raises: InvalidInput (`no-such-file`, `not-a-regular-file`, `lock-file`, `file-not-readable`, `empty-file`, `file-too-large`).
    """
    shown = name if name is not None else path.name
    source = Source(shown, b"")
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise source.refused("no-such-file", guess=_guess(path)) from None
    except (OSError, ValueError):
        raise source.refused("file-not-readable") from None
    if not stat.S_ISREG(about.st_mode):
        raise source.refused("not-a-regular-file")
    if path.name.startswith("~$"):
        raise source.refused("lock-file")
    if about.st_size > LARGEST_FILE:
        raise source.refused("file-too-large", size=about.st_size // 2**20, limit=LARGEST_FILE // 2**20)
    try:
        data = path.read_bytes()
    except OSError:
        raise source.refused("file-not-readable") from None
    if not data[:4096].strip(BLANK) and not data.strip(BLANK):
        raise source.refused("empty-file")
    return Source(shown, data)


def expand(patterns: str | Sequence[str], folder: Path, place: Place | None = None) -> list[Path]:
    """The files that the patterns name, each once, sorted within each pattern.

    Patterns are relative to `folder` and may hold `*`, `?`, `[...]` and `**`. Names in composed and
    decomposed Unicode answer to each other (macOS writes the latter); hidden files and Excel's lock
    files (`~$...`) never match a pattern. `place` is where the patterns stand in the plan.

    Raises: InvalidInput with one `no-file-matches` for every pattern that finds nothing.
    """
    found: dict[str, Path] = {}
    problems = []
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        matches = _matches(pattern, folder)
        if not matches:
            params = {"pattern": pattern, "guess": _guess(folder / pattern)}
            problems.append(Problem("no-file-matches", place, params))
        for path in matches:
            found.setdefault(os.path.realpath(path), path)
    if problems:
        raise InvalidInput(problems)
    return list(found.values())


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _matches(pattern: str, folder: Path) -> list[Path]:
    path = Path(pattern)
    start = Path(path.anchor) if path.anchor else folder
    parts = path.parts[1:] if path.anchor else path.parts
    paths = [start]
    for i, part in enumerate(parts):
        paths = [found for p in paths for found in _step(p, part, last=i == len(parts) - 1)]
    return [p for p in paths if p != start]


def _step(folder: Path, part: str, *, last: bool) -> list[Path]:
    if part in ("..", "."):
        return [folder / part]
    if part == "**":
        return [folder, *sorted((p for p in folder.rglob("*") if p.is_dir()), key=str)]
    if not _MAGIC & set(part):
        exact = folder / part
        if exact.exists():
            return [exact]
        return [folder / n for n in _names(folder) if _composed(n) == _composed(part)][:1]
    wanted = _composed(part)
    names = [n for n in _names(folder) if not n.startswith((".", "~$")) and fnmatchcase(_composed(n), wanted)]
    paths = [folder / n for n in sorted(names, key=_composed)]
    return [p for p in paths if p.is_dir() != last]


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _guess(path: Path) -> Text | str:
    """The file beside it that may have been meant."""
    names = sorted(n for n in _names(path.parent) if not n.startswith((".", "~$")))
    return guess(_composed(path.name), [_composed(n) for n in names])
