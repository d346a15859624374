"""Standard streams and signals: Chinese on any console, quiet ends, complaints on standard error."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan.render.screen import Screen


def ready() -> None:
    """Make the standard streams take any text: UTF-8 unless a console asks for an encoding of its own."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before the start
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - it is to stay open
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        encoding = (stream.encoding or "").lower().replace("-", "")
        keeps = encoding == "utf8" or (stream.isatty() and encoding in ("gbk", "gb18030", "cp936", "big5", "cp950"))
        reconfigure(encoding=None if keeps else "utf-8", errors="replace", newline="\n")


def stop_quietly() -> Callable[[], None]:
    """Let a signal end the process at once, without a word or a half-written file; returns what undoes it.

    The handler does not raise: an exception in the middle of an import could be lost or shown.
    """
    previous = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        try:
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                previous[number] = signal.signal(number, _stop)
        except ValueError:  # not the main thread
            break

    def restore() -> None:
        for number, handler in previous.items():
            signal.signal(number, handler)

    return restore


def _stop(number: int, _frame: FrameType | None) -> None:
    if files := sys.modules.get("salesplan.render.files"):
        files.discard_unfinished()
    os._exit(128 + number)


def silence() -> None:
    """Point standard output to nowhere, so that the interpreter's last flush cannot fail."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it is to stay open


def show(text: str) -> None:
    """Print on standard error; where nobody listens there, nothing happens."""
    with suppress(OSError, ValueError):
        if text:
            print(text.rstrip("\n"), file=sys.stderr, flush=True)


def complain(text: str, code: int) -> int:
    """Print a complaint on standard error, under the program's name; returns the exit code it goes with."""
    first, *rest = text.split("\n")
    show("".join([f"salesplan: {first}\n", *(f"  {line}\n" for line in rest)]))
    return code


@contextmanager
def busy(sentence: str, after: float = 1.0) -> Iterator[None]:
    """While the work inside lasts longer than `after` [seconds], the sentence stands on a terminal's last line.

    Nothing is said where standard error is no terminal, and nothing stays behind.
    """
    if not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    said: list[str] = []

    def say() -> None:
        said.append(sentence)
        _raw(f"{sentence} ...")

    timer = Timer(after, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said:
            _raw("\r\x1b[K")


def _raw(text: str) -> None:
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()


def error_screen() -> Screen:
    """What standard error can show."""
    from salesplan.render.screen import screen_of

    return screen_of(sys.stderr)


def whereabouts(error: BaseException) -> str:
    """The error's class and the last line of ours that it passed; never its text, which may hold the user's data."""
    trace, spot = error.__traceback__, ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace(os.sep, "/")
        if "/salesplan/" in file:
            spot = f" {file.rsplit('/salesplan/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return type(error).__name__ + spot
