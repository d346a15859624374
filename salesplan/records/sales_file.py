"""One sales list, from its bytes to typed rows with a reason for every row left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Codes, Column, Flags, Texts
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.bad_cells import BadCells, too_many
from salesplan.records.document_totals import may_repeat, names_total
from salesplan.records.documents import AsideRows, aside_rows, repeated_headers
from salesplan.records.files import Source
from salesplan.records.grid import Grid, RawColumn, Role
from salesplan.records.group_headings import carried_headings
from salesplan.records.headings import Basis
from salesplan.records.mapping import Candidate, system_of
from salesplan.records.names import Aliases, Naming, department, namings, numbered, renamed, tidy, untidy
from salesplan.records.order_lines import carried_blocks, carried_orders, dittoed
from salesplan.records.reading import Layout, LeftOut
from salesplan.records.rival_amounts import settle_amount
from salesplan.records.sales_amounts import MoneyRules
from salesplan.records.sales_columns import SalesColumns, mapped_headers, sales_columns
from salesplan.records.sales_rows import SortedRows, sorted_rows
from salesplan.records.saved_maps import Given, SavedMap, map_for, nearly
from salesplan.records.table_choice import LEADING_COLUMNS, Table, choose_table
from salesplan.words import Text

NAMED = ("region", "team", "person", "segment", "tier", "industry", "product")
"""Terms whose texts are members of dimensions."""


_FLOAT_CODE = re.compile(r"\d+\.0")
"""A whole number as a float: what a code becomes in a table with gaps."""


@dataclass(frozen=True, slots=True)
class SalesRules:
    """What the plan says of sales records; see `read_sales`."""

    basis: Basis = "tax_included"
    money: MoneyRules = field(default_factory=MoneyRules)
    aliases: Aliases = field(default_factory=dict)
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    document: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    given: Given = field(default_factory=dict)
    skip_bad_rows: bool = False
    sheet: str | None = None


@dataclass(slots=True)
class SalesFile:
    """One file's rows: columns by term for the rows that count, and what was left out.

    `total`: what the file's own total row says, None where it says none in the plan's currency.
    `problems`: cells that could not be read, the file being read all the same.
    """

    name: str
    sha256: str
    layout: Layout
    rows: Codes
    values: dict[str, Column]
    left_out: dict[str, LeftOut]
    total: int | None
    quantity_digits: int
    problems: Sequence[Problem]
    warnings: list[Text]
    otherwise: Mapping[str, int] = field(default_factory=dict)
    currency: str | None = None

    def drop(self, rows: Flags, reason: str) -> None:
        """Leave out rows that stand elsewhere already."""
        amount = self.values["amount"]
        assert isinstance(amount, np.ndarray)
        self.left_out[reason] = LeftOut(int(rows.sum()), int(amount[rows].sum()))
        self.rows = self.rows[~rows]
        self.values = {t: c.take(~rows) if isinstance(c, Texts) else c[~rows] for t, c in self.values.items()}


def read_sales_file(source: Source, rules: SalesRules) -> SalesFile:
    """The file read. Raises: InvalidInput with everything that is wrong with it."""
    table = choose_table(source, "sales", rules.given, rules.sheet)
    place = Place(source.name, sheet=table.sheet.name)
    saved = map_for(rules.given, "sales", _headers(table))
    columns = _columns(table, rules, saved, source.name)
    grid, said, heads, told = _lines(table, columns, rules, place)
    rows = sorted_rows(grid, columns, table, rules.money, place, said, heads, saved)
    _refuse(rows, rules, place)
    others = [Text("other-sheets", sheet=table.sheet.name or "", others=list(table.passed_over))] if table.passed_over else []
    warnings = [*others, *columns.warnings, *told, *rows.amounts.warnings, *rows.days.warnings]
    if rows.bad:
        warnings.append(Text("cells-not-read", cells=len(rows.bad), first=str(rows.bad[0].place)))
    found, keep = rows.amounts, rows.keep
    amount = found.values["amount"]
    left_out = {reason: LeftOut(int(r.sum()), _sum(amount[r])) for reason, r in rows.left.items() if r.any()}
    written = _sum(found.as_written[keep]) - _sum(amount[keep])
    otherwise = {"returns-as-written" if found.flipped else "repeats-as-written": written}
    return SalesFile(
        source.name, source.sha256, _layout(table, columns, found.unit), grid.rows[keep], _values(grid, columns, rules, rows), left_out,
        None if found.converted else rows.total, found.quantity_digits, rows.bad, warnings, otherwise, found.currency,
    )


def _headers(table: Table) -> list[str]:
    return [h.text for h in table.header.headings.values()]


def _columns(table: Table, rules: SalesRules, saved: SavedMap | None, file: str) -> SalesColumns:
    """What each column is read as, with what a saved map says. Raises: InvalidInput."""
    columns = sales_columns(
        table.header, rules.basis, file, table.sheet.name, title_basis=(saved.basis if saved else None) or table.basis,
        document=rules.document, extra=rules.extra, currency=rules.money.currency,
    )  # fmt: skip
    if isinstance(columns, list):
        raise InvalidInput(columns)
    if saved is not None:
        problems = _use_map(columns, table, saved, file)
        if problems:
            raise InvalidInput(problems)
    elif near := nearly(rules.given, "sales", _headers(table)):
        columns.warnings.append(Text("map-nearly-fits", map=near[0].name, missing=near[1]))
    return columns


def _lines(table: Table, columns: SalesColumns, rules: SalesRules, place: Place) -> tuple[Grid, AsideRows, Flags, list[Text]]:
    """The cells with what stands once for several lines carried to each, rows put aside, headings of groups, and what was done.

    Raises: InvalidInput when the amount cannot be chosen.
    """
    grid = _grid(table, columns)
    _settle_order_id(grid, columns)
    grid = dittoed(grid, columns)
    order_id = columns.texts.get("order_id")
    said = aside_rows(grid, order_id.column if order_id else None, columns.date.column)
    aside = said.totals | said.notes | repeated_headers(grid.columns[columns.date.column], columns.date.heading)
    rival = settle_amount(grid, columns, rules.money, table.unit, aside, rules.basis, place)
    if rival is not None:
        raise InvalidInput([rival])
    grid, heads, grouped = carried_headings(grid, columns, aside, table.titles)
    grid, carried = carried_orders(grid, columns, aside | heads)
    grid, blocks = carried_blocks(grid, columns, said.totals, aside | heads)
    return grid, said, heads, [*grouped, *blocks, *carried]


def _refuse(rows: SortedRows, rules: SalesRules, place: Place) -> None:
    """Nothing, when the rows can be used. Raises: InvalidInput."""
    problems = list(rows.amounts.problems)
    count = int(rows.left["bad-rows"].sum())
    every = int(rows.keep.sum()) + count
    if too_many(count, every) and not rules.skip_bad_rows:
        problems.append(Problem("too-many-bad-rows", place, {"file": place.file, "bad": count, "rows": every}))
        problems += BadCells(rows.bad).told()
    if not problems and not rows.keep.any():
        problems.append(Problem("no-rows", place, {"file": place.file}))
    if problems:
        raise InvalidInput(problems)


def _values(grid: Grid, columns: SalesColumns, rules: SalesRules, rows: SortedRows) -> dict[str, Column]:
    """The columns by term, for the rows that count."""
    values: dict[str, Column] = {"order_date": rows.days.values[rows.keep]}
    values |= {term: v[rows.keep] for term, v in rows.amounts.values.items()}
    if rows.amounts.rates is not None:
        values["fx_rate"] = rows.amounts.rates[rows.keep]
    return values | _texts(grid, columns, rules, rows.keep)


def _use_map(columns: SalesColumns, table: Table, saved: SavedMap, file: str) -> list[Problem]:
    """Find the columns that a map's rules name, and say that it is used; what it names in vain."""
    problems = []
    for key in ("returns", "counted"):
        rule = getattr(saved, key)
        if rule is not None:
            column = table.header.column_named(rule.column)
            setattr(columns, key, column)
            if column is None:
                params = {"map": saved.name, "key": key, "header": rule.column, "file": file}
                problems.append(Problem("map-column-missing", rule.place or Place(saved.name), params))
    columns.warnings.append(Text("map-used", map=saved.name))
    return problems


def _layout(table: Table, columns: SalesColumns, unit: str) -> Layout:
    header, mapped = table.header, mapped_headers(table.header, columns)
    unmapped = tuple(h.text for h in header.headings.values() if h.text not in mapped)
    return Layout(
        system_of(header), table.book.format, table.book.encoding, table.sheet.name, header.row, unit, columns.amount.basis,
        mapped, unmapped,
    )  # fmt: skip


def _sum(amounts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    return int(amounts[amounts != NO_AMOUNT].sum())


def _grid(table: Table, columns: SalesColumns) -> Grid:
    """The cells that are needed; unit prices and line amounts only where they tell what an amount counts.

    Merged cells count for all of their rows in columns of texts and dates; a merged amount stays where it stands.
    """
    texts = [columns.date, *columns.texts.values(), *columns.status, *columns.doc_type]
    fill = [c.column for c in texts] + list(columns.extra.values())
    grid = table.grid(roles(columns), fill)
    order_id = columns.texts.get("order_id")
    amount = columns.amount.plus.column
    repeated = order_id is not None and (may_repeat(grid, order_id.column, amount) or _has_gaps(grid, columns))
    more = [c.column for c in (columns.price, columns.line_amount) if c is not None and c.column not in grid.columns]
    if order_id is None or not more or not (repeated or names_total(columns.amount.plus.heading)):
        return grid
    return table.grid(roles(columns) | dict.fromkeys(more, "number"), fill)


def _has_gaps(grid: Grid, columns: SalesColumns) -> bool:
    """Whether some lines have a quantity and no amount, as where an order's amount stands on its first line only."""
    if columns.quantity is None:
        return False
    return bool((grid.columns[columns.amount.plus.column].blank & ~grid.columns[columns.quantity.column].blank).any())


def _settle_order_id(grid: Grid, columns: SalesColumns) -> None:
    """Of several columns under one word take the one that holds codes, not counters."""
    if columns.order_ids:
        columns.texts["order_id"] = max(columns.order_ids, key=lambda c: (_like_codes(grid.columns[c.column]), -c.column))


def _like_codes(column: RawColumn) -> float:
    labels = column.texts.labels
    return sum(any(ch.isalpha() for ch in label) or len(label) > 9 for label in labels) / len(labels) if labels else 0.0


def roles(columns: SalesColumns) -> dict[int, Role]:
    """What each column that is read holds: text, or numbers (money, counts, dates, rates)."""
    found: dict[int, Role] = dict.fromkeys(range(LEADING_COLUMNS), "text")
    for candidate in (*columns.texts.values(), *columns.status, *columns.doc_type):
        found[candidate.column] = "text"
    found |= dict.fromkeys(columns.extra.values(), "text")
    found |= {j: "text" for j in (columns.returns, columns.counted) if j is not None}
    found |= dict.fromkeys([j for _, _, j in columns.flags] + [c.column for c in columns.order_ids], "text")
    money = [columns.amount] if columns.net is None else [columns.amount, columns.net]
    numbers: list[Candidate | None] = [columns.date, columns.quantity, *columns.money.values()]
    numbers += [c for m in money for c in (m.plus, m.tax, m.times, m.tax_rate)]
    if columns.amount.times is not None:
        numbers.append(columns.discount)
    if not columns.in_base_currency(columns.amount.plus):
        numbers.append(columns.rate)
    numbers += [*columns.rivals, columns.document_total, columns.year]
    found |= {c.column: "number" for c in numbers if c is not None}
    return found


def _texts(grid: Grid, columns: SalesColumns, rules: SalesRules, keep: Flags) -> dict[str, Texts]:
    """The texts of the rows that count, by term, members spelt as in the plan."""
    raw = {term: c.column for term, c in columns.texts.items()} | columns.extra
    if columns.doc_type:
        raw["doc_type"] = columns.doc_type[0].column
    dims = namings(rules.aliases, rules.members, [*NAMED, *columns.extra])
    texts: dict[str, Texts] = {}
    for term, column in raw.items():
        texts[term] = _text(grid.columns[column], dims.get(term), keep, region=term == "region")
    if "region" in raw and "team" not in texts:
        team = _team(grid.columns[raw["region"]], dims["team"], keep)
        if team is not None:
            texts["team"] = team
    number = numbered(texts, rules.aliases.get("person", {}))
    if number is not None:
        texts["emp_no"] = number
    if "product" not in texts and "product_name" in texts:
        texts["product"] = renamed(texts["product_name"], (dims["product"].name(n) for n in texts["product_name"].labels))
    return texts


def _used(column: RawColumn, keep: Flags) -> Texts:
    """A column's texts in the kept rows with the labels that are used; error cells are missing."""
    codes = column.texts.codes[keep]
    used = np.bincount(codes[codes != MISSING], minlength=len(column.texts.labels)) > 0
    if column.errors:
        used[list(column.errors)] = False
    table = np.append(np.where(used, np.cumsum(used) - 1, MISSING), MISSING).astype(np.int32)
    return Texts(table[codes], tuple(label for label, u in zip(column.texts.labels, used.tolist(), strict=True) if u))


def _text(column: RawColumn, naming: Naming | None, keep: Flags, *, region: bool) -> Texts:
    texts = _used(column, keep)
    if naming is None and texts.labels and all(_FLOAT_CODE.fullmatch(label) for label in texts.labels):
        return renamed(texts, (label[:-2] for label in texts.labels))
    if naming is None:
        return renamed(texts, map(tidy, texts.labels)) if untidy(texts.labels) else texts
    return renamed(texts, (naming.region(n) if region else naming.name(n) for n in texts.labels))


def _team(column: RawColumn, naming: Naming, keep: Flags) -> Texts | None:
    texts = _used(column, keep)
    teams = [department(tidy(label))[1] for label in texts.labels]
    if not any(teams):
        return None
    return renamed(texts, (naming.name(t) if t else None for t in teams))
