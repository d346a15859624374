"""`salesplan inspect`: how each export is read, before any plan is asked: rows kept and left out, dates, columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesplan.commands.options import Format, Lang, NoCache, Output, Quiet, Table, Unit, result_language
from salesplan.words import MoneyForm, Quantity, Text, say

if TYPE_CHECKING:
    from salesplan.problem import Problem
    from salesplan.records.reading import FileReading
    from salesplan.records.saved_maps import SavedMap
    from salesplan.report import Block, Report, Row

INVALID = 3
"""The exit code when a file cannot be used."""

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE", help="option-inspect-files")]
SaveMap = Annotated[Path | None, typer.Option("--save-map", metavar="FILE", help="option-save-map")]
Maps = Annotated[Path | None, typer.Option("--maps", metavar="FOLDER", help="option-maps")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="option-verbose")]


def command(
    files: Files = None,
    verbose: Verbose = False,
    maps: Maps = None,
    save_map: SaveMap = None,
    format: Format = "terminal",
    output: Output = None,
    table: Table = None,
    unit: Unit = None,
    _no_cache: NoCache = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """The exit code, after each file's reading was shown; files that cannot be used are told on standard error."""
    from salesplan.commands import streams
    from salesplan.commands.deliver import deliver
    from salesplan.commands.inspect_maps import maps_named, may_save
    from salesplan.commands.inspect_maps import save_map as keep_map
    from salesplan.commands.usage import Misuse
    from salesplan.records.files import expand

    if not files:
        raise Misuse("inspect-nothing")
    language = result_language(lang, None)
    paths = expand(files, Path())
    if save_map is not None:
        may_save(save_map, paths)
    readings, problems = read_each(paths, maps_named(maps))
    money = _money(readings, unit, language)
    deliver(report(readings, money, verbose), format=format, outputs=output, lang=language, quiet=quiet, inputs=paths, table=table)
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
    other = next(iter(own)) if len(own) == 1 and own <= _codes() else None
    shown = unit or ("万元" if language == "zh" and other is None else "1")
    return MoneyForm(other or ("CNY" if not own & _codes() else ""), 2, shown, 1 if UNITS[shown][0] > 1 else 2)


def _codes() -> set[str]:
    from salesplan.words.headers import book

    return set(book()["currencies"])


def read_each(paths: Sequence[Path], maps: tuple[SavedMap, ...] = ()) -> tuple[list[FileReading], list[Problem]]:
    """Each file read on its own: the readings, and what is wrong with those that cannot be used."""
    from salesplan.problem import InvalidInput

    readings: list[FileReading] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            readings.append(_reading_of(path, maps))
        except InvalidInput as error:
            problems.extend(error.problems)
    return readings, problems


def _reading_of(path: Path, maps: tuple[SavedMap, ...]) -> FileReading:
    """How one file is read; a file that was inspected before is not read again. Raises: InvalidInput."""
    from salesplan.records.files import read_source
    from salesplan.records.kept import remembered
    from salesplan.records.reading import FileReading

    def read() -> FileReading:
        from salesplan.records.sales import read_sales

        return read_sales([path], names=[path.as_posix()], maps=maps, alone=True).reading[0]

    return remembered(read_source(path, path.as_posix()), "inspect", maps, read, FileReading, light=True)


def report(readings: Sequence[FileReading], money: MoneyForm, verbose: bool = False) -> Report:
    """One line a file; with `verbose` the columns of each: which term every header was read as, and which were not read."""
    from salesplan.report import DATA, SHOWN, Column, Note, Report, Source, Table

    names = ("file", "system", "format", "encoding", "header_row", "rows", "amount", "from", "to", "left_out")
    ranks = {"encoding": 2, "header_row": 3, "left_out": 1, "system": 2}
    shown = Table("files", tuple(Column(n, rank=ranks.get(n, 0)) for n in names), [_shown(r) for r in readings], views=SHOWN)
    keys = ("file", "kind", "system", "format", "encoding", "sheet", "header_row", "rows", "left_out", "amount", "from", "to", "columns")
    data = Table("files", tuple(Column(k) for k in keys), [_data(r) for r in readings], views=DATA)
    columns = Table(
        "columns", (Column("file"), Column("header"), Column("term")), [row for r in readings for row in _columns(r)],
        Text("title-columns"), views=SHOWN,
    )  # fmt: skip
    notes = [Note(Text("note-file-warning", file=Path(r.file).name, warning=w)) for r in readings for w in (*r.warnings, *_unread(r))]
    plan = {"name": None, "year": None, "currency": money.currency, "commit": None}
    sources = tuple(Source(r.file, r.sha256, r.rows) for r in readings)
    blocks: tuple[Block, ...] = (shown, data, *((columns,) if verbose else ()), *notes)
    return Report("inspect", Text("title-inspect", count=len(readings)), plan, money, blocks, None, sources)


def _unread(r: FileReading) -> list[Text]:
    """The cells that could not be read, the first twenty."""
    if not r.unread:
        return []
    from salesplan.records.bad_cells import SHOWN

    cells = [Text("note-cell", place=p.place.cell if p.place else "", why=Text(p.slug, **p.params)) for p in r.unread[:SHOWN]]
    rest = len(r.unread) - SHOWN
    return [*cells, Text("note-more-cells", count=rest)] if rest > 0 else cells


def _shown(r: FileReading) -> Row:
    from salesplan.commands.past import NO_DOCUMENTS
    from salesplan.report import Row

    left = [
        Text("note-left-out", why=Text(f"left-{reason}"), rows=out.rows, amount=Quantity("money", out.amount))
        for reason, out in r.left_out.items()
        if reason not in NO_DOCUMENTS
    ]
    told = Text("list", parts=left) if left else None
    system = Text(f"system-{r.system}") if r.system else None
    return Row((Path(r.file).name, system, r.format, r.encoding, r.header_row, r.rows, r.amount, r.first_day, r.last_day, told))


def _data(r: FileReading) -> Row:
    from salesplan.report import Row

    left = {reason: {"rows": out.rows, "amount": Quantity("money", out.amount)} for reason, out in r.left_out.items()}
    values = (
        r.file, "sales", r.system, r.format, r.encoding, r.sheet, r.header_row, r.rows, left, r.amount, r.first_day, r.last_day,
        dict(r.columns),
    )  # fmt: skip
    return Row(values)


def _columns(r: FileReading) -> list[Row]:
    from salesplan.report import Row

    rows = [Row((Path(r.file).name, header, term)) for header, term in r.columns.items()]
    return rows + [Row((Path(r.file).name, header, None)) for header in r.unmapped]
