"""A process of its own for files that are large, locked or in a format of somebody else's library: with limits, so that none harms us.

The worker opens the book and answers questions about its sheets through pipes. It is no sandbox: what it sends back is
unpickled, but only values of our own classes are taken.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from salesplan.problem import InvalidInput
from salesplan.records.book import Book, book_here
from salesplan.records.files import Source
from salesplan.records.grid import Grid, HeadRow, Role
from salesplan.records.merged_cells import MergedRange
from salesplan.records.password import PASSWORD

MOST_MEMORY = 3 * 2**30
"""Memory that reading one file may ask for [bytes]; on Windows only the limits on sizes hold."""
LONGEST_WORK = 45
"""CPU time that reading one file may take [seconds]."""
LONGEST_WAIT = 180
"""Time after which an answer is not waited for any more, however busy the machine [seconds]."""

_TAKEN = {
    ("salesplan.problem", "Problem"), ("salesplan.problem", "Place"), ("salesplan.words.texts", "Text"), ("salesplan.words.kinds", "Quantity"),
    ("salesplan.records.grid", "Grid"), ("salesplan.records.grid", "HeadRow"), ("salesplan.records.grid", "RawColumn"),
    ("salesplan.frame", "Texts"), ("salesplan.records.merged_cells", "MergedRange"), ("numpy", "ndarray"), ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"), ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.numeric", "_frombuffer"),
    ("numpy.core.numeric", "_frombuffer"), ("builtins", "frozenset"),
}  # fmt: skip
_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from salesplan.records.worker import work; work()"


class _OurValues(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The class, when it is one that an answer is made of."""
        if (module, name) not in _TAKEN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


class Stopped(Exception):
    """The worker ended without an answer, or with one that is none of ours."""


class _Worker:
    """A running process; `ask` sends a question and waits for the answer."""

    def __init__(self) -> None:
        import json

        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, json.dumps([p for p in sys.path if p])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.end = weakref.finalize(self, _end, self._process)

    def ask(self, *question: object) -> Any:
        """The answer. Raises: InvalidInput that the worker found, Stopped."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        timer = threading.Timer(LONGEST_WAIT, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            _send(self._process.stdin, pickle.dumps(question))
            kind, answer = _OurValues(io.BytesIO(_received(self._process.stdout))).load()
        except (OSError, EOFError, struct.error, ValueError, TypeError, pickle.UnpicklingError, AttributeError, ImportError):
            self.end()
            raise Stopped from None
        finally:
            timer.cancel()
        if kind == "problems":
            self.end()
            raise InvalidInput(answer)
        if kind != "answer":
            self.end()
            raise Stopped
        return answer


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream is not None:
                stream.close()


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(struct.pack("<Q", len(data)))
    stream.write(data)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes:
    size = struct.unpack("<Q", stream.read(8))[0]
    if size > MOST_MEMORY:
        raise EOFError
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


@dataclass(frozen=True, slots=True)
class SheetApart:
    """A sheet that a worker holds."""

    source: Source
    worker: _Worker
    number: int
    name: str | None
    date1904: bool

    def _ask(self, *question: object) -> Any:
        try:
            return self.worker.ask(*question)
        except Stopped:
            raise self.source.refused("too-much-to-read", seconds=LONGEST_WORK, memory=MOST_MEMORY // 2**30) from None

    def head(self) -> Sequence[HeadRow]:
        """The filled ones of the first rows."""
        rows: Sequence[HeadRow] = self._ask("head", self.number)
        return rows

    def grid(self, roles: Mapping[int, Role], after: int) -> Grid:
        """The filled rows below row `after`, for the columns that have a role."""
        grid: Grid = self._ask("grid", self.number, dict(roles), after)
        return grid

    def merges(self) -> Sequence[MergedRange]:
        """The merged ranges."""
        ranges: Sequence[MergedRange] = self._ask("merges", self.number)
        return ranges


def book_apart(source: Source) -> Book:
    """The file's book, opened and held by a worker.

    Raises: InvalidInput: what the worker found, or `too-much-to-read` when it was stopped by a limit or broke down.
    """
    worker = _Worker()
    try:
        form, encoding, sheets = worker.ask("open", source.name, source.data, PASSWORD.get())
    except Stopped:
        raise source.refused("too-much-to-read", seconds=LONGEST_WORK, memory=MOST_MEMORY // 2**30) from None
    return Book(form, encoding, [SheetApart(source, worker, i, name, date1904) for i, (name, date1904) in enumerate(sheets)])


def work() -> None:
    """Answer questions from standard input on standard output until there are no more; the worker's side."""
    _limit()
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not print into an answer
    book: Book | None = None
    while True:
        try:
            question = pickle.loads(_received(questions))
        except (EOFError, struct.error):
            return
        try:
            if question[0] == "open":
                PASSWORD.set(question[3])
                book = book_here(Source(question[1], question[2]))
                answer: object = (book.format, book.encoding, [(s.name, s.date1904) for s in book.sheets])
            else:
                assert book is not None
                answer = getattr(book.sheets[question[1]], question[0])(*question[2:])
            said = pickle.dumps(("answer", answer), protocol=5)
        except InvalidInput as error:
            said = pickle.dumps(("problems", error.problems))
        except MemoryError:
            os._exit(1)
        _send(answers, said)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_WORK, LONGEST_WORK + 1))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
