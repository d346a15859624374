"""Rows that head a group of lines (a customer above his invoices), read as a column of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from salesplan.frame import MISSING, Flags, Texts
from salesplan.records.asides import is_total
from salesplan.records.date_cells import read_day
from salesplan.records.documents import flagged
from salesplan.records.grid import Grid, RawColumn
from salesplan.records.headings import fold, heading
from salesplan.records.mapping import Candidate
from salesplan.records.sales_columns import SalesColumns
from salesplan.words import Text
from salesplan.words.headers import synonyms

FIRST_VIRTUAL = 100_000
"""Columns from here on stand in no sheet: they were read from headings of groups."""
GROUPED_BY = ("customer_name", "person", "region", "team", "product_name", "product", "segment")
"""Terms that lines are grouped by."""

_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(r"\s*[(（]\d+[)）]$")
_STATED = re.compile(r"^([^:：]{1,20})[:：]\s*(\S.*)$")
_CLOSES = re.compile(r"^(?:sub-? ?)?total (?:for|of) (.+)$|^(.+?)\s*(?:小计|合计|total)$")
_TITLES: tuple[tuple[str, str], ...] = (
    (r"\bby customer\b|\bcustomer (?:sales )?detail|按客户|客户销售", "customer_name"),
    (r"\bby (?:sales ?rep|rep|sales ?person|employee)\b|按(?:业务员|销售员|销售人员|人员|员工|经手人)", "person"),
    (r"\bby (?:product|item)|按(?:产品|商品|存货|物料)", "product_name"),
    (r"\bby (?:region|territory|location|area)\b|按(?:区域|地区|大区|部门)", "region"),
)
_LOOKS: tuple[tuple[str, str], ...] = (
    (r"公司|集团|厂$|店$|商行|经营部|医院|学校|大学|\b(?:inc|llc|ltd|corp|co|gmbh|s\.?a|company|group|limited|plc)\b\.?", "customer_name"),
    (r"大区$|区域$|片区$|办事处$|省$|^(?:east|west|north|south|central|northeast|northwest|southeast|southwest)(?:ern)?\b|\bregion\b|\bterritory\b", "region"),
    (r"组$|团队$|\bteam\b", "team"),
    (r"^[\u3400-\u9fff·]{2,4}$", "person"),
)  # fmt: skip


@dataclass(slots=True)
class Groups:
    """Heading rows, and for each level the text that heads each row (codes into labels)."""

    rows: Flags
    levels: list[Texts] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


def carried_headings(
    grid: Grid, columns: SalesColumns, aside: Flags, titles: Sequence[str]
) -> tuple[Grid, Flags, list[Text]]:
    """The grid with the headings of groups as columns of texts; the heading rows; a sentence about each level.

    A heading is a row without date and document whose only text stands above dated lines. What it names is said by itself
    (业务员：张伟), by the column it stands in, by the titles of the sheet (Sales by Customer Detail), or by its looks.
    """
    groups = _groups(grid, columns, aside)
    if groups is None:
        return grid, np.zeros(len(grid.rows), bool), []
    told, filled = [], dict(grid.columns)
    taken: set[str] = set()
    for level, (texts, stands_in) in enumerate(zip(groups.levels, groups.columns, strict=True)):
        term, plain = _named(texts, stands_in, grid, columns, titles if level == 0 else (), groups.rows, taken)
        if term is None:
            continue
        taken.add(term)
        raw = RawColumn(plain, np.full(len(grid.rows), np.nan))
        own = columns.texts.get(term)
        if own is None:
            column = FIRST_VIRTUAL + level
            columns.texts[term] = Candidate(column, heading(plain.labels[0]), term, 0, 0)
            filled[column] = raw
        else:
            filled[own.column] = _where_blank(filled[own.column], raw, groups.rows)
        told.append(Text("headings-carried", count=len(plain.labels), first=plain.labels[0], term=Text(f"heading-{term}")))
    if not told:
        return grid, np.zeros(len(grid.rows), bool), []
    return replace(grid, columns=filled), groups.rows, told


def _groups(grid: Grid, columns: SalesColumns, aside: Flags) -> Groups | None:
    """The heading rows and what heads each row, level by level; None when lines are not grouped."""
    dated = dated_rows(grid, columns) & ~aside
    if (dated | aside).all():
        return None
    alone = lone_texts(grid, columns) & ~dated & ~aside
    numbers = [grid.columns[c.column] for c in columns.numbers() if c.column in grid.columns and c is not columns.date]
    filled = np.logical_or.reduce([~c.blank for c in numbers])
    alone &= ~filled | _counted(grid, alone)
    rows = np.flatnonzero(alone)
    last = int(np.flatnonzero(dated)[-1]) if dated.any() else -1
    rows = rows[rows < last]
    if not len(rows):
        return None
    alone = np.zeros(len(grid.rows), bool)
    alone[rows] = True
    ends = _plain_totals(grid, alone, ~dated & ~aside & ~alone & lone_texts(grid, columns))
    groups = _levelled(grid, alone, aside, dated, ends)
    groups.rows = groups.rows | np.isin(np.arange(len(grid.rows)), list(ends))
    return groups


def _plain_totals(grid: Grid, heads: Flags, rows: Flags) -> dict[int, str]:
    """Rows such as `Total Acme Tools` below a heading `Acme Tools`, with the name as it is compared."""
    names = {fold(_cell(grid, row)[1]) for row in np.flatnonzero(heads).tolist()}
    said = {row: fold(_cell(grid, row)[1]) for row in np.flatnonzero(rows).tolist()}
    return {row: text[5:] for row, text in said.items() if text.startswith("total") and text[5:] in names}


def dated_rows(grid: Grid, columns: SalesColumns) -> Flags:
    """Rows with something like a date."""
    date = grid.columns[columns.date.column]
    return ~date.blank & ~flagged(date.texts, [not _DIGIT.search(label) for label in date.texts.labels])


def lone_texts(grid: Grid, columns: SalesColumns) -> Flags:
    """Rows with one text and nothing else but numbers."""
    numbers = {c.column for c in columns.numbers()} - {columns.date.column}
    said = np.zeros(len(grid.rows), np.int64)
    for j, column in grid.columns.items():
        if j not in numbers:
            said += column.texts.codes != MISSING
    return np.asarray(said == 1)


def _counted(grid: Grid, rows: Flags) -> Flags:
    """Rows whose text ends with the number of their lines, such as `Azure Interior (3)`."""
    found = np.zeros(len(grid.rows), bool)
    for column in grid.columns.values():
        found |= flagged(column.texts, [bool(_COUNTED.search(label)) for label in column.texts.labels])
    return found & rows


def _cell(grid: Grid, row: int) -> tuple[int, str]:
    """The only text of a row, and its column."""
    for j, column in grid.columns.items():
        code = int(column.texts.codes[row])
        if code != MISSING:
            return j, column.texts.labels[code]
    return -1, ""


def _levelled(grid: Grid, heads: Flags, aside: Flags, dated: Flags, ends: dict[int, str]) -> Groups:
    """Headings sorted into levels: by indentation or column where these differ, else by the totals that close them."""
    found = {row: _cell(grid, row) for row in np.flatnonzero(heads).tolist()}
    counted = _by_counts(found, dated)
    if counted is not None:
        return _carried(grid, found, counted, heads)
    indents = sorted({(j, len(text) - len(text.lstrip())) for j, text in found.values()})
    closing = _closings(grid, aside) | ends
    stack: list[tuple[int, str]] = []
    depth_of: dict[int, int] = {}
    lines_since = False
    events = sorted([*found, *closing])
    dated_before = np.cumsum(dated)
    previous = -1
    for row in events:
        lines_since = previous >= 0 and dated_before[row] > dated_before[previous]
        previous = row
        if row in closing:
            while stack and any(fold(s[1]) == closing[row] for s in stack):
                if fold(stack.pop()[1]) == closing[row]:
                    break
            continue
        j, text = found[row]
        plain = _COUNTED.sub("", text.strip())
        if len(indents) > 1:
            depth = indents.index((j, len(text) - len(text.lstrip())))
            stack = [s for s in stack if s[0] < depth]
        else:
            if lines_since and not closing:
                stack = []
            depth = len(stack)
        stack.append((depth, plain))
        depth_of[row] = depth
    return _carried(grid, found, depth_of, heads)


def _by_counts(found: dict[int, tuple[int, str]], dated: Flags) -> dict[int, int] | None:
    """The level of each heading where all of them say how many lines they have, None where that does not come out."""
    sizes = {row: _COUNTED.search(text) for row, (_, text) in found.items()}
    if not all(sizes.values()):
        return None
    before = np.append(0, np.cumsum(dated))
    ends: list[int] = []
    depth_of = {}
    for row in sorted(found):
        ends = [e for e in ends if e > before[row]]
        size = sizes[row]
        assert size is not None  # all have one
        end = int(before[row]) + int(re.sub(r"\D", "", size[0]))
        if ends and end > ends[-1]:
            return None
        depth_of[row] = len(ends)
        ends.append(end)
    return depth_of


def _closings(grid: Grid, aside: Flags) -> dict[int, str]:
    """Total rows that close a group, with the group's name as it is compared."""
    closing = {}
    for row in np.flatnonzero(aside).tolist():
        text = unicodedata.normalize("NFKC", _cell(grid, row)[1]).strip().casefold()
        found = _CLOSES.match(text)
        if found and is_total(text) and fold(found[1] or found[2] or ""):
            closing[row] = fold(found[1] or found[2])
    return closing


def _carried(grid: Grid, found: dict[int, tuple[int, str]], depth_of: dict[int, int], heads: Flags) -> Groups:
    groups = Groups(heads)
    for depth in range(max(depth_of.values()) + 1):
        labels: dict[str, int] = {}
        codes = np.full(len(grid.rows), MISSING, np.int32)
        stands = [found[r][0] for r in found if depth_of[r] == depth]
        for row in sorted(found):
            if depth_of[row] == depth:
                plain = _COUNTED.sub("", found[row][1].strip()).strip()
                codes[row:] = labels.setdefault(plain, len(labels))
            elif depth_of[row] < depth:
                codes[row:] = MISSING
        groups.levels.append(Texts(codes, tuple(labels)))
        groups.columns.append(max(set(stands), key=stands.count) if stands else -1)
    return groups


def _named(
    texts: Texts, stands_in: int, grid: Grid, columns: SalesColumns, titles: Sequence[str], heads: Flags, taken: set[str]
) -> tuple[str | None, Texts]:
    """The term that the headings of a level name, and their texts without what says so."""
    stated = _stated(texts.labels)
    if stated:
        return (stated[0] if stated[0] not in taken else None), Texts(texts.codes, tuple(stated[1]))
    if all(read_day(fold(label), day_first=False) for label in texts.labels):
        return None, texts
    own = next((t for t in GROUPED_BY if t in columns.texts and columns.texts[t].column == stands_in), None)
    lines = (texts.codes != MISSING) & ~heads
    free = [t for t in GROUPED_BY if t not in taken and _free(t, grid, columns, lines)]
    wanted = [own, _titled(titles), _looked(texts.labels), *(free[:2] if len(texts.labels) > 1 else ())]
    return next((t for t in wanted if t in free), None), texts


def _free(term: str, grid: Grid, columns: SalesColumns, lines: Flags) -> bool:
    """Whether no column has the term for the lines below the headings."""
    own = columns.texts.get(term)
    return own is None or bool(grid.columns[own.column].blank[lines].mean() > 0.5) if lines.any() else own is None


def _stated(labels: Iterable[str]) -> tuple[str, list[str]] | None:
    """The term and the names of headings such as 业务员：张伟, None unless all are so."""
    terms, names = set(), []
    words = {fold(w): t for t in GROUPED_BY for w in synonyms("sales").get(t, ())}
    for label in labels:
        found = _STATED.match(label)
        term = words.get(fold(found[1])) if found else None
        if found is None or term is None:
            return None
        terms.add(term)
        names.append(found[2].strip())
    return (terms.pop(), names) if len(terms) == 1 else None


def _titled(titles: Sequence[str]) -> str | None:
    said = " ".join(titles).casefold()
    return next((term for pattern, term in _TITLES if re.search(pattern, said)), None)


def _looked(labels: Sequence[str]) -> str | None:
    """What most of the names look like."""
    for pattern, term in _LOOKS:
        if sum(bool(re.search(pattern, label.strip().casefold())) for label in labels) * 2 > len(labels):
            return term
    return None


def _where_blank(own: RawColumn, raw: RawColumn, heads: Flags) -> RawColumn:
    """A column with its blanks filled from another."""
    labels = {label: i for i, label in enumerate(own.texts.labels)}
    table = np.array([labels.setdefault(label, len(labels)) for label in raw.texts.labels] + [MISSING], np.int32)
    codes = np.where(own.blank & ~heads, table[raw.texts.codes], own.texts.codes).astype(np.int32)
    return RawColumn(Texts(codes, tuple(labels)), own.numbers, own.errors)
