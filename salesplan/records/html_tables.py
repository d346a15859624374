"""Tables of web pages, which many systems save under the name of a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from salesplan.problem import InvalidInput
from salesplan.records.cells import CellList, CellSheet, is_error_text
from salesplan.records.encoding import decoded_text
from salesplan.records.files import Source
from salesplan.records.merged_cells import MOST_RANGES, MergedRange
from salesplan.words import Text

MOST_CELLS = 20_000_000
"""A page with more cells (those that a span covers counted) is refused."""
WIDEST_SPAN = 1_000
TALLEST_SPAN = 2**20
LONGEST_TEXT = 32_767
"""A cell's text is cut there, as in Excel [characters]."""

TooLarge = Callable[[], InvalidInput]
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5-hkscs": "big5"}
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]{0,30}+)((?:[^'"<>]++|"[^"]{0,4000}+"|'[^']{0,4000}+'){0,300}+)>""")
_LOOSE_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,30}+)([^<>]{0,10000}+)>")
_CELL = re.compile(r"<t[dh](\s[^<>]*+)?>([^<]*+)</t[dh]>", re.I)
"""A cell with nothing but text, as nearly all are."""
_OF_TABLES = frozenset(("table", "tr", "td", "th", "br", "p", "div"))
_SILENT = frozenset(("script", "style", "title"))
_NUMBER_SHOWN = re.compile(r"[-(]?[¥￥$€£]?[-\d,]*[.,][\d,]*\)?$")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$")


def html_sheets(source: Source) -> tuple[list[CellSheet], str]:
    """The tables of an HTML page, each as a sheet without a name, and the encoding. Raises: InvalidInput."""
    text, encoding = _page(source)
    sheets = tables_of(text, source)
    if not sheets:
        raise source.refused("not-a-table-file", what=Text("is-html"))
    return sheets, encoding


def tables_of(text: str, source: Source) -> list[CellSheet]:
    """The tables of a page in the order in which they begin, those without a cell left out. Raises: InvalidInput."""
    reader = _Tables(lambda: source.refused("workbook-too-large", limit=MOST_CELLS // 10**6))
    reader.read(text)
    return [t.sheet() for t in reader.tables if len(t.cells)]


def _page(source: Source) -> tuple[str, str]:
    start = source.data[:4096].lower()
    at = start.find(b"charset=")
    if at >= 0 and source.data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        found = page_of(source.data, start[at + 8 : at + 40].lstrip(b"\"' ").decode("ascii", "replace"))
        if found is not None:
            return found
    return decoded_text(source)


def page_of(data: bytes, charset: str) -> tuple[str, str] | None:
    """The page in the encoding that it declares, and the name of the encoding; None when it is in another."""
    declared = re.split(r"[\"'>;\s/]", charset, maxsplit=1)[0]
    name = _CHARSETS.get(declared, declared)
    try:
        return data.decode(name).lstrip("\ufeff"), name
    except (LookupError, ValueError):
        return None


class _Table:
    """One table in the making; a cell that spans rows holds its columns in the rows below."""

    def __init__(self, spend: _Spend) -> None:
        self.cells = CellList()
        self.ranges: list[MergedRange] = []
        self.row = self.column = 0
        self.spend = spend
        self._held: dict[int, int] = {}
        self._open = False
        self._said: list[str] | None = None
        self._given = ""

    def begin_row(self) -> None:
        self.end_cell()
        self.row, self.column, self._open = self.row + 1, 0, True
        self.spend(1)

    def begin_cell(self, given: str) -> None:
        self.end_cell()
        if not self._open:
            self.begin_row()
        while self._held.get(self.column, 0) >= self.row:
            self.column += 1
            self.spend(8)
        self._said, self._given = [], given

    def plain_cell(self, given: str, text: str) -> None:
        """A whole cell at once."""
        self.begin_cell(given)
        if "span" in given.lower():
            self.hear(text)
            self.end_cell()
            return
        self._add(_shown(text))
        self.column += 1
        self.spend(1)
        self._said = None

    def hear(self, text: str) -> None:
        if self._said is not None:
            self._said.append(text)

    def end_cell(self) -> None:
        if self._said is None:
            return
        wide, down = _span(self._given, "colspan", WIDEST_SPAN), _span(self._given, "rowspan", TALLEST_SPAN)
        if wide > 1 or down > 1:
            self._widen(wide, down)
        self._add(_shown("".join(self._said)))
        self.column += wide
        self.spend(wide)
        self._said = None

    def _add(self, text: str) -> None:
        if not text:
            return
        number = _exact(self._given, text)
        if number is not None:
            self.cells.add(self.row, self.column, number)
        else:
            self.cells.add(self.row, self.column, text, error=is_error_text(text))

    def _widen(self, wide: int, down: int) -> None:
        if len(self.ranges) < MOST_RANGES:
            self.ranges.append(MergedRange(self.row, self.column, self.row + down - 1, self.column + wide - 1))
        if down > 1:
            self._held |= dict.fromkeys(range(self.column, self.column + wide), self.row + down - 1)
            self.spend(wide)

    def end_row(self) -> None:
        self.end_cell()
        self._open = False

    def sheet(self) -> CellSheet:
        return CellSheet(None, self.cells.cells(), tuple(self.cells.strings), ranges=self.ranges)


class _Spend:
    """Counts cells and steps over the whole page. Raises, when called: InvalidInput beyond `MOST_CELLS`."""

    def __init__(self, too_large: TooLarge) -> None:
        self._left, self._too_large = MOST_CELLS, too_large

    def __call__(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise self._too_large()


class _Tables:
    """Gathers the cells of all tables, those within a cell of another too."""

    def __init__(self, too_large: TooLarge) -> None:
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._spend = _Spend(too_large)

    def read(self, text: str) -> None:
        """Go from tag to tag; every character is looked at a bounded number of times."""
        at, size, heard = 0, len(text), 0
        while at < size:
            begin = text.find("<", at)
            if begin < 0:
                break
            whole = _CELL.match(text, begin) if self._open else None
            if whole is not None and (not whole[1] or (whole[1].count('"') | whole[1].count("'")) % 2 == 0):
                self._hear(text[heard:begin])
                self._open[-1].plain_cell(whole[1] or "", whole[2])
                heard = at = whole.end()
                continue
            found = _TAG.match(text, begin) or _LOOSE_TAG.match(text, begin)
            if found is None:
                at = self._declaration(text, begin)
                if at == begin + 1:
                    continue  # a bare < stays text
                self._hear(text[heard:begin])
                heard = at
                continue
            self._hear(text[heard:begin])
            heard = at = found.end()
            name = found[2].lower()
            if name in _SILENT and not found[1]:
                close = text.find("</" + found[2], at)
                heard = at = close if close >= 0 else size
            elif name in _OF_TABLES:
                self._tag(name, bool(found[1]), found[3])
        self._hear(text[heard:])
        while self._open:
            self._open.pop().end_row()

    def _declaration(self, text: str, begin: int) -> int:
        """Where a comment or declaration ends that begins at a <; just behind it when it is none."""
        if text.startswith("<!--", begin):
            end = text.find("-->", begin + 4)
            return end + 3 if end >= 0 else len(text)
        if text.startswith(("<!", "<?"), begin):
            end = text.find(">", begin)
            return end + 1 if end >= 0 else len(text)
        return begin + 1

    def _hear(self, text: str) -> None:
        if text and self._open:
            self._open[-1].hear(text)

    def _tag(self, name: str, closing: bool, given: str) -> None:
        if name == "table" and not closing:
            self._spend(100)
            self._open.append(_Table(self._spend))
            self.tables.append(self._open[-1])
            return
        if not self._open:
            return
        table = self._open[-1]
        if name == "table":
            self._open.pop().end_row()
        elif name == "tr":
            table.end_row() if closing else table.begin_row()
        elif name in ("td", "th"):
            table.end_cell() if closing else table.begin_cell(given)
        else:
            table.hear(" ")


def _shown(text: str) -> str:
    """A cell's text as a page shows it: entities resolved, blanks run together."""
    return " ".join((unescape(text) if "&" in text else text).split())[:LONGEST_TEXT]


def _attribute(given: str, name: str) -> str:
    found = re.search(rf"""(?:^|\s){name}\s*=\s*["']?([^"'\s>]{{1,40}})""", given, re.I)
    return found[1] if found else ""


def _span(given: str, name: str, most: int) -> int:
    said = _attribute(given, name) if name in given.lower() else ""
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 9 and int(said) else 1


def _exact(given: str, text: str) -> float | None:
    """The number that Excel or LibreOffice notes beside an amount that is shown rounded; None without one."""
    if ("x:num" in given or "sdval" in given) and _NUMBER_SHOWN.match(text):
        said = _attribute(given, "x:num") or _attribute(given, "sdval")
        if _PLAIN.match(said):
            return float(said)
    return None
