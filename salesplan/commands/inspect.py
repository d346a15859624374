"""`salesplan inspect`: how each export is read, before any plan is asked: rows kept and left out, dates, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesplan.commands.options import Format, Lang, NoCache, Output, PasswordEnv, Quiet, Table, Unit, result_language
from salesplan.words import MoneyForm, Text, say

if TYPE_CHECKING:
    from salesplan.problem import Problem
    from salesplan.records.reading import FileReading
    from salesplan.records.saved_maps import SavedMap

INVALID = 3
"""The exit code when a file cannot be used."""

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE", help="option-inspect-files")]
SaveMap = Annotated[Path | None, typer.Option("--save-map", metavar="FILE", help="option-save-map")]
Maps = Annotated[Path | None, typer.Option("--maps", metavar="FOLDER", help="option-maps")]
Sheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="option-sheet")]
Join = Annotated[bool, typer.Option("--join", help="option-join")]
Unmatched = Annotated[Path | None, typer.Option("--unmatched", metavar="FILE", help="option-unmatched")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="option-verbose")]


def command(
    files: Files = None,
    verbose: Verbose = False,
    maps: Maps = None,
    save_map: SaveMap = None,
    sheet: Sheet = None,
    join: Join = False,
    unmatched: Unmatched = None,
    format: Format = "terminal",
    output: Output = None,
    table: Table = None,
    unit: Unit = None,
    _no_cache: NoCache = False,
    _password_env: PasswordEnv = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """The exit code, after each file's reading was shown; files that cannot be used are told on standard error."""
    from salesplan.commands import streams
    from salesplan.commands.deliver import deliver, outputs_allowed
    from salesplan.commands.inspect_join import blocks, joined_files, unmatched_report
    from salesplan.commands.inspect_maps import maps_named, may_save
    from salesplan.commands.inspect_maps import save_map as keep_map
    from salesplan.commands.inspect_table import report
    from salesplan.commands.usage import Misuse
    from salesplan.records.files import expand

    if not files:
        raise Misuse("inspect-nothing")
    language = result_language(lang, None)
    paths = expand(files, Path())
    if save_map is not None:
        may_save(save_map, paths)
    if unmatched is not None:
        outputs_allowed([*(output or ()), unmatched], paths)
    known = maps_named(maps)
    readings, problems = read_each(paths, known, sheet)
    money = _money(readings, unit, language)
    told = report(readings, money, verbose)
    if join or unmatched is not None:
        base, found = joined_files(readings, paths, known, sheet)
        told = replace(told, blocks=(*told.blocks, *blocks(base, found)))
        if unmatched is not None:
            deliver(unmatched_report(found, money), outputs=[unmatched], lang=language, quiet=True, inputs=paths)
    deliver(told, format=format, outputs=output, lang=language, quiet=quiet, inputs=paths, table=table)
    if unmatched is not None and not quiet:
        streams.show(say(Text("written", file=str(unmatched)), language))
    if save_map is not None:
        keep_map(save_map, paths[0], readings[0] if readings else None)
        if not quiet:
            streams.show(say(Text("map-saved", file=save_map.as_posix()), language) + "\n")
    if problems:
        from salesplan.render import problems as problem_texts

        streams.show(problem_texts.text(problems, language))
    return INVALID if problems else 0


def _money(readings: Sequence[FileReading], unit: str | None, language: str) -> MoneyForm:
    """How amounts are shown: in the currency that all of the files are in, 万元 where that is the reader's own."""
    from salesplan.words.kinds import UNITS

    own = {r.unit for r in readings if r.amount is not None}
    codes = {u for u in own if len(u) == 3 and u.isascii() and u.isupper()}
    other = next(iter(own)) if len(own) == 1 and own == codes else None
    shown = unit or ("万元" if language == "zh" and other is None else "1")
    return MoneyForm(other or ("" if codes else "CNY"), 2, shown, 1 if UNITS[shown][0] > 1 else 2)


def read_each(paths: Sequence[Path], maps: tuple[SavedMap, ...] = (), sheet: str | None = None) -> tuple[list[FileReading], list[Problem]]:
    """Each file read on its own: the readings, and what is wrong with those that cannot be used."""
    from salesplan.problem import InvalidInput

    readings: list[FileReading] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            readings.append(_reading_of(path, maps, sheet))
        except InvalidInput as error:
            problems.extend(error.problems)
    return readings, problems


def _reading_of(path: Path, maps: tuple[SavedMap, ...], sheet: str | None) -> FileReading:
    """How one file is read; a file that was inspected before is not read again. Raises: InvalidInput."""
    from salesplan.records.files import read_source
    from salesplan.records.kept import remembered
    from salesplan.records.reading import FileReading

    def read() -> FileReading:
        from salesplan.records.any_list import reading_of

        return reading_of(path, path.as_posix(), maps, sheet)

    return remembered(read_source(path, path.as_posix()), "inspect", (maps, sheet), read, FileReading, light=True)
