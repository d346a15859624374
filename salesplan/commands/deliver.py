"""Where a report goes: to standard output in one form, and into files whose suffix tells theirs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.commands import streams
from salesplan.commands.usage import Misuse
from salesplan.words import Text, say

if TYPE_CHECKING:
    from salesplan.report import Report

ALERTED = 4
"""The exit code when an alert was crossed and `--strict` was given."""


def outputs_allowed(outputs: Sequence[Path] | None, inputs: Iterable[str | Path] = ()) -> None:
    """Nothing, when every output may be written; to be asked before the work begins.

    `inputs` are the files that are read. Raises: Misuse when a file is named twice, NotWritten when one is an input,
    a link, a folder, or lies in a folder that is not there.
    """
    from salesplan.render.files import refuse

    inputs = list(inputs)
    seen: set[Path] = set()
    for path in outputs or ():
        if path.resolve() in seen:
            raise Misuse("usage-same-output", file=str(path))
        seen.add(path.resolve())
        refuse(path, inputs)


def deliver(
    report: Report,
    *,
    format: str = "terminal",
    outputs: Sequence[Path] | None = None,
    lang: str,
    strict: bool = False,
    quiet: bool = False,
    inputs: Iterable[str | Path] = (),
    table: str | None = None,
) -> int:
    """The exit code (0, or 4 when an alert was crossed and `strict` was asked for), after the report went out.

    Everything is rendered before anything is written, and files are written before standard output,
    which its reader may close early. `table` names the one table of a CSV; `quiet` shows nothing
    when there are files. Raises: Misuse, NotWritten.
    """
    from salesplan.render import formats
    from salesplan.render.files import write_whole

    inputs = list(inputs)
    outputs_allowed(outputs, inputs)
    shown = "" if quiet and outputs else _shown(report, format, lang, table)
    with streams.busy(say(Text("busy-writing"), lang)):
        files = {path: formats.write(report, path, lang, table=table) for path in outputs or ()}
    for path, data in files.items():
        write_whole(path, data, inputs)
    if not quiet:
        streams.show("\n".join(say(Text("written", file=str(path)), lang) for path in files))
    _print(shown)
    return ALERTED if strict and report.alerts else 0


def _shown(report: Report, form: str, lang: str, table: str | None) -> str:
    """What standard output gets: text without the byte-order mark that a file would begin with."""
    from salesplan.render import formats
    from salesplan.render.screen import screen_of

    return formats.show(report, form, lang, screen=screen_of(sys.stdout), table=table).removeprefix("\ufeff")


def _print(text: str) -> None:
    """Print on standard output; a reader that stops listening is no error."""
    if not text:
        return
    try:
        print(text, end="" if text.endswith("\n") else "\n", flush=True)
    except BrokenPipeError:
        streams.silence()
