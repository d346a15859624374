"""Workbooks in the XML of Excel 2003 (SpreadsheetML), which systems write from templates and name .xls.

Source: Microsoft, XML Spreadsheet Reference (Office 2003).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.parsers import expat

from salesplan.problem import InvalidInput
from salesplan.records.cells import CellList, CellSheet
from salesplan.records.files import Source
from salesplan.records.gather import NO_VALUE
from salesplan.records.merged_cells import MOST_RANGES, MergedRange
from salesplan.records.package import declares_entities, utf8
from salesplan.records.styles import styles_by_code
from salesplan.words import Text

LAST_ROW, LAST_COLUMN = 2**20, 2**14
MOST_CELLS = 20_000_000
"""A workbook with more filled cells is refused."""

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$")
_NAMED_FORMATS = {
    "General Date": "yyyy-mm-dd hh:mm", "Long Date": "yyyy-mm-dd", "Medium Date": "yyyy-mm-dd", "Short Date": "yyyy-mm-dd",
    "Long Time": "hh:mm:ss", "Medium Time": "hh:mm", "Short Time": "hh:mm",
}  # fmt: skip


def declared_encoding(data: bytes) -> str:
    """The encoding that XML says it is in, UTF-8 where it says none.

    >>> declared_encoding(b'<?xml version="1.0" encoding="GBK"?>'), declared_encoding(b'<?xml version="1.0"?>')
    ('gbk', 'utf-8')
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    found = re.search(rb"encoding=[\"']([\w.-]+)[\"']", data[:200].partition(b"?>")[0])
    return found[1].decode("ascii").lower() if found else "utf-8"


def spreadsheetml_sheets(source: Source) -> list[CellSheet]:
    """The visible sheets. Raises: InvalidInput (`suspicious-workbook`, `damaged-workbook`, `workbook-too-large`)."""
    data = utf8(source.data.lstrip())
    if declares_entities(data):
        raise source.refused("suspicious-workbook", why=Text("suspicion-doctype", part=source.name))
    reader = _Workbook(lambda: source.refused("workbook-too-large", limit=MOST_CELLS // 10**6))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise source.refused("damaged-workbook", why=Text("damage-xml", part=source.name)) from None
    styles = styles_by_code(reader.formats, range(len(reader.formats)), reader.date1904)
    return [
        CellSheet(s.name, s.cells.cells(), tuple(s.cells.strings), styles, reader.date1904, s.ranges) for s in reader.sheets if s.visible
    ]


class _Sheet:
    def __init__(self, name: str) -> None:
        self.name, self.visible = name, True
        self.cells = CellList()
        self.ranges: list[MergedRange] = []


class _Workbook:
    """Gathers cells from the events of a parser; an index skips cells, merged cells widen the one that they begin with."""

    def __init__(self, too_large: Callable[[], InvalidInput]) -> None:
        self.sheets: list[_Sheet] = []
        self.formats: dict[int, str] = {0: "General"}
        self.style_of: dict[str, int] = {}
        self.style_id = ""
        self.date1904 = False
        self.too_large = too_large
        self.row = self.column = self.left = self.spanned = 0
        self.style, self.formula = 0, False
        self.type: str | None = None
        self.asides = 0
        self.hearing: str | None = None
        self.said: list[str] = []
        self.value: tuple[str, str] | None = None

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = _local(tag)
        own = {_local(k): v for k, v in given.items()} if given else given
        if self.asides or name == "Comment":
            self.asides += 1
        elif name == "Worksheet":
            self.sheets.append(_Sheet(own.get("Name", "")))
            self.row = 0
        elif name == "Row":
            self.row = _index(own.get("Index"), self.row)
            self.column = self.left = 0
            self.spanned = _more(own.get("Span"), LAST_ROW)
        elif name == "Cell" and self.sheets:
            self._cell(own)
        elif name == "Data":
            self.type, self.said = own.get("Type", "String"), []
        elif name == "Style":
            self.style_id = own.get("ID", "")
        elif name == "NumberFormat" and self.style_id:
            code = own.get("Format", "")
            self.style_of[self.style_id] = len(self.formats)
            self.formats[len(self.formats)] = _NAMED_FORMATS.get(code, code)
        elif name in ("Visible", "Date1904"):
            self.hearing, self.said = name, []

    def _cell(self, own: dict[str, str]) -> None:
        self.value, self.formula, self.style = None, False, 0
        if not own:
            self.column += self.left + 1
            self.left = 0
            return
        self.column = _index(own.get("Index"), self.column + self.left)
        across, down = _more(own.get("MergeAcross"), LAST_COLUMN), _more(own.get("MergeDown"), LAST_ROW)
        self.left, self.formula = across, "Formula" in own
        self.style = self.style_of.get(own.get("StyleID", ""), 0)
        ranges = self.sheets[-1].ranges
        if (across or down) and len(ranges) < MOST_RANGES:
            ranges.append(MergedRange(self.row, self.column - 1, self.row + down, self.column - 1 + across))

    def text(self, data: str) -> None:
        if (self.type is not None or self.hearing) and not self.asides:
            self.said.append(data)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if self.asides:
            self.asides -= 1
        elif name == "Data" and self.type is not None:
            self.value, self.type = ("".join(self.said), self.type), None
        elif name == "Cell" and self.sheets:
            self._end_cell()
        elif name == "Row":
            self.row += self.spanned
        elif name == self.hearing:
            self._heard(name, "".join(self.said).strip())
            self.hearing = None

    def _heard(self, name: str, said: str) -> None:
        if name == "Visible" and self.sheets and said in ("SheetHidden", "SheetVeryHidden"):
            self.sheets[-1].visible = False
        if name == "Date1904" and said in ("", "1", "True"):
            self.date1904 = True

    def _end_cell(self) -> None:
        if self.value is None and not self.formula:
            return
        if self.row > LAST_ROW or self.column > LAST_COLUMN or len(self.sheets[-1].cells) > MOST_CELLS:
            raise self.too_large()
        value, error = (NO_VALUE, True) if self.value is None else _typed(*self.value)
        if value != "":
            self.sheets[-1].cells.add(self.row, self.column - 1, value, self.style, error=error)


@lru_cache(1000)
def _local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rsplit(":", 1)[-1]


def _index(said: str | None, before: int) -> int:
    """The place of a row or cell, from 1: the one it names, or the one behind the last."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 9 and int(said) else before + 1


def _more(said: str | None, most: int) -> int:
    """How many further cells a cell reaches over."""
    return min(int(said), most) if said and said.isascii() and said.isdigit() and len(said) < 9 else 0


def _typed(text: str, kind: str) -> tuple[str | float, bool]:
    """The value of a cell, and whether it is an error."""
    bare = text.strip()
    if kind == "Error":
        return bare or "#N/A", True
    if kind == "Number" and _PLAIN.match(bare):
        return float(bare), False
    if kind == "Boolean":
        return {"1": "TRUE", "0": "FALSE"}.get(bare, bare), False
    return bare, False
