"""Workbooks in Office Open XML (.xlsx, .xlsm, and .xls that are xlsx inside), read column by column without a library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from salesplan.problem import InvalidInput
from salesplan.records.files import Source
from salesplan.records.gather import Gatherer, decoded, unescaped
from salesplan.records.grid import HEAD_ROWS, Cell, Grid, HeadRow, Role
from salesplan.records.merged_cells import MergedRange, ranges_of_xml
from salesplan.records.package import PIECE, Package, declares_entities, local, parsed, utf8
from salesplan.records.sheet_xml import (
    ERROR,
    NUMBER,
    SHARED,
    BrokenXml,
    OddChunk,
    RawCell,
    parsed_cells,
    plain_cells,
)  # fmt: skip
from salesplan.records.styles import NO_STYLES, Styles, styles_of
from salesplan.words import Text

LONGEST_ROW = 64 * 2**20
"""A row (or what stands before the first) that takes more than this is refused [bytes]."""

MOST_BLANK_ROWS = 1_000
"""A header is not looked for behind more rows than this, though they be blank."""

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet[\s>]")
_TEXT = re.compile(rb"<t[^>]*>([^<]*)</t>")


class Workbook:
    """A workbook whose archive has been looked over. Raises: InvalidInput."""

    def __init__(self, source: Source) -> None:
        """Find the sheets."""
        self.source = source
        self.package = Package(source)
        self.part = self._main_part()
        tree = self.package.tree(self.part)
        properties = next((e for e in tree if local(e.tag) == "workbookPr"), None)
        self.date1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
        self._relations = self.package.relations(self.part)
        self.sheets = [XlsxSheet(self, name, part) for name, part in self._visible(tree)]

    def _main_part(self) -> str:
        for kind, target in self.package.relations("").values():
            if kind == "officeDocument" and target in self.package:
                return target
        return "xl/workbook.xml"

    def _visible(self, tree: object) -> Iterator[tuple[str, str]]:
        for element in tree.iter():  # type: ignore[attr-defined]
            if local(element.tag) != "sheet" or element.get("state", "visible") != "visible":
                continue
            ident = next((v for k, v in element.attrib.items() if local(k) == "id"), "")
            kind, part = self._relations.get(ident, ("", ""))
            if kind == "worksheet":
                yield element.get("name", ""), part

    def _part_of_kind(self, wanted: str) -> str | None:
        parts = [part for kind, part in self._relations.values() if kind == wanted and part in self.package]
        return parts[0] if parts else None

    @property
    def styles(self) -> Styles:
        """How numbers look, read when first asked for."""
        if not hasattr(self, "_styles"):
            part = self._part_of_kind("styles")
            self._styles = styles_of(self.package.tree(part), self.date1904) if part else NO_STYLES
        return self._styles

    @property
    def strings(self) -> Sequence[bytes]:
        """The shared texts as they stand in the XML, read when first asked for."""
        if not hasattr(self, "_strings"):
            part = self._part_of_kind("sharedStrings")
            texts = _shared_texts(self.package.bytes_of(part)) if part else []
            if texts is None:
                raise self.source.refused("damaged-workbook", why=Text("damage-xml", part=part))
            self._strings: Sequence[bytes] = texts
        return self._strings


def _shared_texts(data: bytes) -> list[bytes] | None:
    """The texts of a table of shared strings, escaped as in the file; None when it is no well-formed XML."""
    count = data.count(b"<si>")
    plain = b"<r>" not in data and b"<rPh" not in data and b"<!" not in data and b"/>" not in data
    if plain and count:
        texts = _TEXT.findall(data)
        if len(texts) == count:
            return texts
    root = parsed(data)
    if root is None:
        return None
    return [_rich_text(item) for item in root if local(item.tag) == "si"]


def _rich_text(item: object) -> bytes:
    said = []
    for element in item:  # type: ignore[attr-defined]
        if local(element.tag) == "t":
            said.append(element.text or "")
        elif local(element.tag) == "r":
            said.extend(t.text or "" for t in element if local(t.tag) == "t")
    return "".join(said).replace("&", "&amp;").encode()


class XlsxSheet:
    """A worksheet. Its XML is streamed; it is never held whole."""

    def __init__(self, workbook: Workbook, name: str, part: str) -> None:
        """Name the part."""
        self.workbook, self.name, self.part = workbook, name, part
        self._ranges: list[MergedRange] | None = None

    @property
    def date1904(self) -> bool:
        """Whether day numbers count from 1904."""
        return self.workbook.date1904

    def _broken(self) -> InvalidInput:
        return self.workbook.source.refused("damaged-workbook", why=Text("damage-xml", part=self.part))

    def chunks(self, *, to_end: bool = True) -> Iterator[bytes]:
        """Runs of whole rows. With `to_end` the rest of the part is read too, so that its checksum is checked."""
        held, closing, prefix, begun = b"", b"</row>", b"", False
        pieces = self.workbook.package.pieces(self.part)
        for piece in _as_utf8(pieces):
            held += piece
            if not begun:
                begun, prefix, held = self._begin(held)
                closing = b"</" + prefix + b"row>"
                if not begun:
                    continue
            end = held.find(b"</" + prefix + b"sheetData", max(0, len(held) - len(piece) - 32))
            cut = held.rfind(closing, 0, end if end >= 0 else len(held))
            behind = held[end:] if end >= 0 else b""
            if cut >= 0:
                yield _without_prefix(held[: cut + len(closing)], prefix)
                held = held[cut + len(closing) :]
            if end >= 0:
                if to_end:
                    self._ranges = ranges_of_xml(_tail(behind, pieces))
                return
            if len(held) > LONGEST_ROW:
                raise self.workbook.source.refused("workbook-too-large", limit=LONGEST_ROW // 2**20)
        if not (begun and held.strip().startswith(b"<" + prefix + b"sheetData/")):
            raise self._broken()

    def _begin(self, held: bytes) -> tuple[bool, bytes, bytes]:
        if declares_entities(held[: 2 * PIECE]):
            raise self.workbook.source.refused("suspicious-workbook", why=Text("suspicion-doctype", part=self.part))
        root = _ROOT.search(held)
        prefix = root[1] + b":" if root and root[1] else b""
        at = held.find(b"<" + prefix + b"sheetData")
        close = held.find(b">", at)
        if root is None or at < 0 or close < 0:
            if len(held) > LONGEST_ROW:
                raise self._broken()
            return False, b"", held
        if held[close - 1 : close] == b"/":
            return True, prefix, held[at:]
        return True, prefix, held[close + 1 :]

    def head(self) -> list[HeadRow]:
        """The filled ones of the first rows."""
        rows: dict[int, dict[int, Cell]] = {}
        last = seen = 0
        for chunk in self.chunks(to_end=False):
            for part in _row_runs(chunk, HEAD_ROWS):
                last = self._add_head(part, last, rows)
                seen += HEAD_ROWS
                if last >= HEAD_ROWS or len(rows) >= HEAD_ROWS or seen >= MOST_BLANK_ROWS:
                    return _head_rows(rows)
        return _head_rows(rows)

    def _add_head(self, part: bytes, last: int, rows: dict[int, dict[int, Cell]]) -> int:
        try:
            for cell in parsed_cells(part, last):
                last = max(last, cell.row)
                value = self._value(cell)
                if value != "":
                    rows.setdefault(cell.row, {})[cell.column] = value
        except (BrokenXml, IndexError):
            raise self._broken() from None
        return last

    def _value(self, cell: RawCell) -> Cell:
        if cell.text is None or cell.type == ERROR:
            return ""
        if cell.type == SHARED:
            return decoded(self.workbook.strings[int(cell.text)]) if cell.text.isdigit() else ""
        if cell.type == NUMBER:
            shown = self.workbook.styles.show(cell.text, cell.style)
            try:
                return float(cell.text) if shown == cell.text or shown.replace(".", "").isdigit() else shown
            except ValueError:
                return cell.text
        return unescaped(cell.text)

    def grid(self, roles: Mapping[int, Role], after: int) -> Grid:
        """The filled rows below row `after`, for the columns that have a role. Raises: InvalidInput."""
        wanted = np.zeros(max(roles) + 2, bool)
        wanted[list(roles)] = True
        show = self.workbook.styles.show
        strings = self.workbook.strings
        gatherer = Gatherer(roles, after, strings, show)
        last = 0
        for chunk in self.chunks():
            try:
                cells = plain_cells(chunk, wanted)
                gatherer.add_plain(cells)
                last = int(cells.rows[-1]) if len(cells.rows) else last
            except (OddChunk, IndexError, ValueError):
                last = self._add_odd(gatherer, chunk, last)
        return gatherer.grid()

    def merges(self) -> list[MergedRange]:
        """The merged ranges, which stand after the rows: known once all rows were read."""
        if self._ranges is None:
            for _ in self.chunks():
                pass
        return self._ranges or []

    def _add_odd(self, gatherer: Gatherer, chunk: bytes, last: int) -> int:
        if declares_entities(chunk):
            raise self.workbook.source.refused("suspicious-workbook", why=Text("suspicion-doctype", part=self.part))
        try:
            cells = list(parsed_cells(chunk, last))
            gatherer.add_parsed(cells)
        except (BrokenXml, IndexError):
            raise self._broken() from None
        return max((c.row for c in cells), default=last)


def _tail(held: bytes, pieces: Iterator[bytes]) -> bytes:
    """What stands behind the rows, all of it read so that its checksum is checked, the start of it kept."""
    kept = [held]
    size = len(held)
    for piece in pieces:
        size += len(piece)
        if size < LONGEST_ROW:
            kept.append(piece)
    return b"".join(kept)


def _as_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"")
    declared = first[:100].lower()
    if first[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"encoding=" in declared and b"utf-8" not in declared):
        yield utf8(first + b"".join(pieces))
        return
    yield first
    yield from pieces


def _without_prefix(chunk: bytes, prefix: bytes) -> bytes:
    return chunk.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else chunk


def _row_runs(chunk: bytes, size: int) -> Iterator[bytes]:
    """The chunk in runs of at most `size` rows."""
    start = 0
    while start < len(chunk):
        end = start
        for _ in range(size):
            found = chunk.find(b"</row>", end)
            if found < 0:
                end = len(chunk)
                break
            end = found + 6
        yield chunk[start:end]
        start = end


def _head_rows(rows: dict[int, dict[int, Cell]]) -> list[HeadRow]:
    return [HeadRow(r, rows[r]) for r in sorted(rows)][:HEAD_ROWS]
