"""Workbooks in OpenDocument (.ods, .fods): one stream of XML in which rows and cells say how often they repeat.

Source: OASIS, Open Document Format for Office Applications 1.3, part 3, section 9.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from xml.parsers import expat

from salesplan.problem import InvalidInput
from salesplan.records.cells import CellList, CellSheet
from salesplan.records.files import Source
from salesplan.records.merged_cells import MOST_RANGES, MergedRange
from salesplan.records.package import Package, declares_entities, utf8
from salesplan.records.styles import Styles
from salesplan.words import Text

MOST_CELLS = 20_000_000
"""Filled cells beyond this many are refused, those that repeat counted each time."""
LAST_ROW, LAST_COLUMN = 2**20, 2**14

_DATE_STYLE = 1
_STYLES = Styles(frozenset({_DATE_STYLE}), {})
_ERROR = re.compile(r"#[A-Z/0]+[!?]?$|#N/A$|Err:\d+$")
_TIME = re.compile(r"-?PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S$")
_NUMBERS = ("float", "percentage", "currency")


def open_document_sheets(source: Source) -> list[CellSheet]:
    """The visible sheets. Raises: InvalidInput (`damaged-workbook`, `encrypted-workbook`, `workbook-too-large`)."""
    if source.data[:2] != b"PK":
        data = utf8(source.data.lstrip())
        if declares_entities(data):
            raise source.refused("suspicious-workbook", why=Text("suspicion-doctype", part=source.name))
        return _read(source, [data], source.name)
    package = Package(source)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.bytes_of("META-INF/manifest.xml"):
        raise source.refused("encrypted-workbook")
    return _read(source, package.pieces("content.xml"), "content.xml")


def _read(source: Source, pieces: Iterable[bytes], part: str) -> list[CellSheet]:
    reader = _Content(source)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text

    def declared(*_: object) -> None:
        raise source.refused("suspicious-workbook", why=Text("suspicion-doctype", part=part))

    parser.StartDoctypeDeclHandler = declared
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        raise source.refused("damaged-workbook", why=Text("damage-xml", part=part)) from None
    return reader.sheets


class _Content:
    """Gathers the cells of every visible sheet from the events of a parser."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sheets: list[CellSheet] = []
        self.hidden: set[str] = set()
        self.style: str | None = None
        self.cells: CellList | None = None
        self.ranges: list[MergedRange] = []
        self.name, self.shown = "", True
        self.row = self.rows = self.column = 0
        self.row_cells: list[tuple[int, int, str | float, int, bool]] = []
        self.cell: dict[str, str] | None = None
        self.parts: list[str] = []
        self.tables = self.aside = self.paragraphs = 0
        self.hearing = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name == "annotation":
            self.aside += 1
        elif self.aside:
            return
        elif name in ("table-cell", "covered-table-cell") and self.tables == 1:
            self.cell, self.parts, self.paragraphs = given, [], 0
        elif name == "p" and self.cell is not None:
            if self.paragraphs:
                self.parts.append("\n")
            self.paragraphs += 1
            self.hearing = True
        elif name in ("s", "tab", "line-break") and self.hearing:
            self.parts.append(" " * _times(given.get("text:c"), 1000) if name == "s" else "\t" if name == "tab" else "\n")
        elif name == "table-row" and self.tables == 1:
            self.rows, self.column, self.row_cells = _times(given.get("table:number-rows-repeated"), LAST_ROW), 0, []
        elif name == "table":
            self._begin_table(given)
        elif name == "style" and given.get("style:family") == "table":
            self.style = given.get("style:name")
        elif name == "table-properties" and given.get("table:display") == "false" and self.style is not None:
            self.hidden.add(self.style)

    def _begin_table(self, given: dict[str, str]) -> None:
        self.tables += 1
        if self.tables == 1:
            self.name, self.row = given.get("table:name", ""), 0
            self.shown = given.get("table:style-name") not in self.hidden
            self.cells, self.ranges = CellList(), []

    def text(self, data: str) -> None:
        if self.hearing and not self.aside:
            self.parts.append(data)

    def end(self, tag: str) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name == "annotation":
            self.aside = max(0, self.aside - 1)
        elif self.aside:
            return
        elif name == "p":
            self.hearing = False
        elif name in ("table-cell", "covered-table-cell") and self.cell is not None and self.tables == 1:
            self._end_cell(self.cell)
            self.cell, self.hearing = None, False
        elif name == "table-row" and self.tables == 1:
            self._end_row()
        elif name == "table":
            self.tables = max(0, self.tables - 1)
            if self.tables == 0 and self.cells is not None:
                if self.shown:
                    self.sheets.append(CellSheet(self.name, self.cells.cells(), tuple(self.cells.strings), _STYLES, ranges=self.ranges))
                self.cells = None

    def _end_cell(self, given: dict[str, str]) -> None:
        times = _times(given.get("table:number-columns-repeated"), LAST_COLUMN)
        value, style, error = _value(given, "".join(self.parts))
        if value != "":
            self.row_cells.append((self.column, times, value, style, error))
        wide = _times(given.get("table:number-columns-spanned"), LAST_COLUMN)
        high = _times(given.get("table:number-rows-spanned"), LAST_ROW)
        if (wide > 1 or high > 1) and len(self.ranges) < MOST_RANGES:
            self.ranges.append(MergedRange(self.row + 1, self.column, self.row + high, self.column + wide - 1))
        self.column += times

    def _end_row(self) -> None:
        filled = sum(times for _, times, *_ in self.row_cells)
        if filled and self.cells is not None and self.shown:
            if len(self.cells) + filled * self.rows > MOST_CELLS or self.row + self.rows > LAST_ROW or self.column > LAST_COLUMN:
                raise self._too_large()
            for row in range(self.row + 1, self.row + self.rows + 1):
                for column, times, value, style, error in self.row_cells:
                    for j in range(column, column + times):
                        self.cells.add(row, j, value, style, error=error)
        self.row += self.rows
        self.row_cells = []

    def _too_large(self) -> InvalidInput:
        return self.source.refused("workbook-too-large", limit=MOST_CELLS // 10**6)


def _times(said: str | None, most: int) -> int:
    return min(int(said), most) if said and said.isdigit() and len(said) < 9 and said != "0" else 1


def _value(given: dict[str, str], said: str) -> tuple[str | float, int, bool]:
    """What a cell holds, its style, and whether it is an error."""
    kind = given.get("office:value-type") or given.get("calcext:value-type", "")
    if given.get("calcext:value-type") == "error" or ("table:formula" in given and _ERROR.match(said)):
        return said.strip() or "#N/A", 0, True
    if kind in _NUMBERS:
        try:
            return float(given.get("office:value", said)), 0, False
        except ValueError:
            return said.strip(), 0, False
    if kind == "date":
        return _date(given.get("office:date-value", ""), said)
    if kind == "boolean":
        return given.get("office:boolean-value", said).upper(), 0, False
    if kind == "time":
        found = _TIME.match(given.get("office:time-value", ""))
        return (":".join(f"{int(n):02}" for n in found.groups()) if found else said.strip()), 0, False
    return given.get("office:string-value", "") or said, 0, False


def _date(iso: str, said: str) -> tuple[str | float, int, bool]:
    """A date as the day number that other workbooks hold; as it is shown where it is none."""
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:
        return said.strip() or iso, 0, False
    days = (moment.replace(tzinfo=None) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    return (days, _DATE_STYLE, False) if days >= 60 else (said.strip() or iso, 0, False)
