"""Files that appear whole or not at all, never over an input, never through a link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from salesplan.problem import Place, Problem

_SLUGS = {
    errno.EACCES: "output-not-allowed", errno.EPERM: "output-not-allowed", errno.EROFS: "output-not-allowed",
    errno.ENOSPC: "output-no-space", errno.EDQUOT: "output-no-space", errno.EFBIG: "output-no-space",
    errno.ENOENT: "output-folder-missing", errno.ENOTDIR: "output-folder-missing",
    errno.EISDIR: "output-is-folder", errno.ELOOP: "output-is-link",
}  # fmt: skip
_unfinished: set[Path] = set()


class NotWritten(Exception):
    """An output that was not written, and why; what stood there before still does."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        self.problem = problem
        super().__init__(f"{problem.place or ''} {problem.slug}".strip())


def write_whole(path: str | Path, data: bytes, inputs: Iterable[str | Path] = ()) -> None:
    """Put the bytes at the path in one step: a temporary file beside it, flushed, then renamed, the folder flushed.

    A failure or an exception leaves the old file as it was and no temporary file; so does a signal, when its
    handler calls `discard_unfinished`. `inputs` are the files that were read: none of them is written
    over, by whatever name. Raises: NotWritten.
    """
    target = Path(path)
    refuse(target, inputs)
    temporary = target.with_name(f".salesplan-{os.urandom(8).hex()}.tmp")
    try:
        _unfinished.add(temporary)
        _fill(temporary, data, target)
        os.replace(temporary, target)
        _flush_folder(target.parent)
    except OSError as error:
        raise NotWritten(_problem(error, target)) from error
    finally:
        discard_unfinished()


def discard_unfinished() -> None:
    """Remove the temporary files of writes that have not ended; for whoever ends the process on a signal."""
    for temporary in list(_unfinished):
        with suppress(OSError):
            temporary.unlink()
        _unfinished.discard(temporary)


def refuse(path: str | Path, inputs: Iterable[str | Path] = ()) -> None:
    """Nothing, when the path may be written; costs no more than a look, so that it can be asked before the work.

    Raises: NotWritten when it is one of the inputs (also as a hard link), a link, a folder or a
    device, or when its folder is missing.
    """
    target = Path(path)
    try:
        _refuse_place(target)
        for source in inputs:
            if _same(target, Path(source)):
                raise NotWritten(Problem("output-is-input", Place(str(path)), {"input": str(source)}))
    except OSError as error:
        raise NotWritten(_problem(error, target)) from error


def _refuse_place(target: Path) -> None:
    here = Place(str(target))
    if target.is_symlink():
        raise NotWritten(Problem("output-is-link", here))
    if target.is_dir():
        raise NotWritten(Problem("output-is-folder", here, {"example": str(target / "report.xlsx")}))
    if target.exists() and not target.is_file():
        raise NotWritten(Problem("output-is-not-a-file", here))
    if not target.parent.is_dir():
        raise NotWritten(Problem("output-folder-missing", here, {"folder": str(target.parent)}))


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def _fill(temporary: Path, data: bytes, target: Path) -> None:
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        if hasattr(os, "fchmod") and target.exists():
            os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the rename last; where a folder cannot be flushed the file stands there whole all the same."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _problem(error: OSError, target: Path) -> Problem:
    slug = _SLUGS.get(error.errno or 0, "output-not-written")
    params = {"reason": error.strerror or type(error).__name__, "folder": str(target.parent), "example": str(target / "report.xlsx")}
    return Problem(slug, Place(str(target)), params)
