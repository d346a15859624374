"""Tables in markup that systems save as .xls: HTML, and the XML of Excel 2003."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from xml.parsers import expat

from salesplan.problem import InvalidInput
from salesplan.records.encoding import decoded_text
from salesplan.records.files import Source
from salesplan.records.grid import ErrorCell, ListSheet
from salesplan.records.merged_cells import MergedRange
from salesplan.records.package import declares_entities, utf8
from salesplan.words import Text

MOST_CELLS = 40_000_000
MOST_SKIPPED = 2**20
"""An index that skips more rows or cells than a sheet can have is refused."""
WIDEST_SPAN = 1_000
TALLEST_SPAN = 2**20

_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5-hkscs": "big5"}


def html_sheets(source: Source) -> tuple[list[ListSheet], str]:
    """The tables of an HTML page, outermost first, and the encoding. Raises: InvalidInput."""
    text, encoding = _page(source)
    reader = _Tables()
    reader.feed(text)
    reader.close()
    sheets = [ListSheet(None, rows, ranges=ranges) for rows, ranges in zip(reader.tables, reader.ranges, strict=True) if rows]
    if not sheets:
        raise source.refused("not-a-table-file", what=Text("is-html"))
    return sheets, encoding


def _page(source: Source) -> tuple[str, str]:
    start = source.data[:4096].lower()
    at = start.find(b"charset=")
    if at >= 0 and source.data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = start[at + 8 : at + 40].lstrip(b"\"' ").split(b'"')[0].split(b"'")[0].split(b">")[0].split(b";")[0]
        declared = _CHARSETS.get(name.decode("ascii", "replace").strip(), name.decode("ascii", "replace").strip())
        try:
            return source.data.decode(declared).lstrip("\ufeff"), declared
        except (LookupError, ValueError):
            pass
    return decoded_text(source)


class _Tables(HTMLParser):
    """Gathers the rows of tables; a table within a cell counts as text of that cell's table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[object]]] = []
        self.ranges: list[list[MergedRange]] = []
        self._held: dict[int, int] = {}
        self._down = 1
        self._depth = 0
        self._row: list[object] | None = None
        self._said: list[str] | None = None
        self._span = 1
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._quiet += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self.ranges.append([])
                self._held = {}
        elif tag == "tr" and self._depth == 1:
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._depth == 1:
            self._end_cell()
            if self._row is None:
                self._row = []
            self._said = []
            self._span, self._down = _span(attrs, "colspan", WIDEST_SPAN), _span(attrs, "rowspan", TALLEST_SPAN)
        elif tag == "br" and self._said is not None:
            self._said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._quiet = max(0, self._quiet - 1)
        elif tag == "table":
            if self._depth == 1:
                self._end_row()
            self._depth = max(0, self._depth - 1)
        elif tag == "tr" and self._depth == 1:
            self._end_row()
        elif tag in ("td", "th") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._said is not None and not self._quiet:
            self._said.append(data)

    def _end_cell(self) -> None:
        if self._said is not None and self._row is not None:
            self._skip_held(self._row)
            if self._span > 1 or self._down > 1:
                self._widen(len(self._row), len(self.tables[-1]) + 1 if self.tables else 1)
            text = " ".join("".join(self._said).replace("\xa0", " ").split())
            self._row.append(text)
            self._row.extend([""] * (self._span - 1))
        self._said = None

    def _skip_held(self, row: list[object]) -> None:
        """Step over columns that a cell of a row above reaches down into."""
        while self._held.get(len(row), 0):
            self._held[len(row)] -= 1
            row.append("")

    def _widen(self, column: int, number: int) -> None:
        if self.ranges:
            self.ranges[-1].append(MergedRange(number, column, number + self._down - 1, column + self._span - 1))
        if self._down > 1:
            self._held |= dict.fromkeys(range(column, column + self._span), self._down - 1)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None and self.tables:
            self._skip_held(self._row)
            for column in [j for j, n in self._held.items() if n and j > len(self._row)]:
                self._held[column] -= 1
            self.tables[-1].append(self._row)
        self._row = None

    def close(self) -> None:
        self._end_row()
        super().close()


def _span(given: list[tuple[str, str | None]], name: str, most: int) -> int:
    said = next((v for k, v in given if k == name), None) or "1"
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 9 and int(said) else 1


def spreadsheetml_sheets(source: Source) -> list[ListSheet]:
    """The visible sheets of a workbook in the XML of Excel 2003. Raises: InvalidInput."""
    data = utf8(source.data.lstrip())
    if declares_entities(data):
        raise source.refused("suspicious-workbook", why=Text("suspicion-doctype", part=source.name))
    reader = _Workbook2003(lambda: source.refused("workbook-too-large", limit=MOST_CELLS // 10**6))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise source.refused("damaged-workbook", why=Text("damage-xml", part=source.name)) from None
    return [ListSheet(name, rows, ranges=ranges) for (name, rows), ranges in zip(reader.sheets, reader.ranges, strict=True)]


class _Workbook2003:
    """Gathers the cells of SpreadsheetML; `ss:Index` skips cells, `ss:MergeAcross` widens them."""

    def __init__(self, too_large: Callable[[], InvalidInput]) -> None:
        self.sheets: list[tuple[str, list[list[object]]]] = []
        self.ranges: list[list[MergedRange]] = []
        self.rows: list[list[object]] = []
        self.too_large = too_large
        self.cells = 0
        self.type: str | None = None
        self.said: list[str] = []
        self.across = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rsplit(":", 1)[-1]
        own = {k.rsplit(":", 1)[-1]: v for k, v in given.items()}
        if name == "Worksheet":
            self.rows = []
            self.sheets.append((own.get("Name", ""), self.rows))
            self.ranges.append([])
        elif name == "Row":
            self.rows.extend([] for _ in range(self._missing(own, len(self.rows)) + 1))
        elif name == "Cell" and self.rows:
            self.rows[-1].extend([None] * (self._missing(own, len(self.rows[-1])) + 1))
            self.across = _more(own.get("MergeAcross", "0"), WIDEST_SPAN)
            down = _more(own.get("MergeDown", "0"), TALLEST_SPAN)
            if self.across or down:
                row, column = len(self.rows), len(self.rows[-1]) - 1
                self.ranges[-1].append(MergedRange(row, column, row + down, column + self.across))
        elif name == "Data":
            self.type, self.said = own.get("Type", "String"), []

    def _missing(self, own: dict[str, str], have: int) -> int:
        """How many cells or rows an index skips."""
        index = own.get("Index", "")
        missing = max(int(index) - 1 - have, 0) if index.isdigit() else 0
        self.cells += missing
        if missing > MOST_SKIPPED:
            raise self.too_large()
        if self.cells > MOST_CELLS:
            raise self.too_large()
        return missing

    def text(self, data: str) -> None:
        if self.type is not None:
            self.said.append(data)

    def end(self, tag: str) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name == "Data" and self.type is not None:
            if self.rows and self.rows[-1]:
                self.rows[-1][-1] = _typed("".join(self.said), self.type)
            self.type = None
        elif name == "Cell" and self.rows:
            self.rows[-1].extend([None] * self.across)
            self.cells += 1 + self.across
            if self.cells > MOST_CELLS:
                raise self.too_large()
            self.across = 0


def _more(said: str, most: int) -> int:
    """How many further cells a cell reaches over."""
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def _typed(text: str, kind: str) -> object:
    if kind == "Error":
        return ErrorCell(text.strip() or "#N/A")
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text.strip()
    return text.strip()
