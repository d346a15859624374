"""Text cut by array arithmetic gives what a parser gives, or nothing; plain numbers are read as one by one."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.amount import NotAnAmount
from salesplan.frame import NO_AMOUNT, Texts
from salesplan.problem import InvalidInput
from salesplan.records import separated
from salesplan.records.asides import is_aside
from salesplan.records.delimited import TextTable
from salesplan.records.files import Source
from salesplan.records.grid import RawColumn
from salesplan.records.mapping import likeness
from salesplan.records.money_cells import amounts, half_up, said_amount
from salesplan.records.plain_numbers import plain_numbers
from salesplan.records.separated import NotPlain, pieces

FIELD = st.text(st.sampled_from("ab1.,;\t\"' \n\r中\x01"), max_size=6)
ROW = st.lists(FIELD, min_size=3, max_size=3)


def both(text: str, codec: str = "utf-8") -> tuple[object, object]:
    """What the quick way and the parser make of a text: the cells of its columns and the records told; None where not plain."""
    table = TextTable(Source("a.csv", text.encode(codec)), likeness, is_aside)
    roles = {0: "text", 1: "number", 2: "text", 4: "text"}
    header = table._next(table._records(table.delimiter), 1)[0]
    try:
        quick = _cells(table._cut(roles, 1, header))
    except NotPlain:
        quick = None
    try:
        parsed = _cells(table._parsed(roles, 1, len(header)))
    except InvalidInput:
        parsed = "refused"
    return quick, parsed


def _cells(read: tuple[int, dict[int, RawColumn], list[object]]) -> object:
    count, columns, ragged = read
    return count, {j: _values(c) for j, c in columns.items()}, ragged


def _values(column: RawColumn) -> list[str | float | None]:
    """What the cells say, plain numbers as such however they are held."""
    found: list[str | float | None] = []
    for text, number in zip(column.texts.values(), column.numbers.tolist(), strict=True):
        plain = text is not None and re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text)
        found.append(number if number == number else float(text) if plain else text)  # type: ignore[arg-type]
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(ROW, max_size=8), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"]), st.integers(1, 40))
def test_written_rows_are_cut_as_they_are_parsed(rows: list[list[str]], quoting: int, end: str, chunk: int) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=quoting, lineterminator=end).writerows([["日期", "金额", "客户"], *rows])
    whole, separated.CHUNK = separated.CHUNK, chunk
    try:
        quick, parsed = both(file.getvalue())
    finally:
        separated.CHUNK = whole
    plain = not any(c in f for row in rows for f in row for c in "\r\x01")
    assert quick == parsed or (quick is None and not plain)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('a1,"\n\r 中'), max_size=40))
def test_any_text_is_cut_as_it_is_parsed_or_not_at_all(text: str) -> None:
    quick, parsed = both("日期,金额,客户\n" + text)
    assert quick in (None, parsed)


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_are_cut_too(codec: str) -> None:
    text = "日期,金额,客户名称\n" + '2025-01-01,"1,234.50",晟航数控设备（株洲）有限公司\n' * 3
    quick, parsed = both(text, codec)
    assert quick == parsed
    assert quick is not None


def test_ragged_lines_are_told_alike() -> None:
    quick, parsed = both("日期,金额,客户\n1,2,3\n\n4,5\n合计,9\n1,2,3,4\n\n")
    assert quick == parsed
    assert quick is not None
    assert len(quick[2]) == 2  # type: ignore[index]


@pytest.mark.parametrize("text", ['a,b\n1,"2\n', 'a,b\n1,2"3\n', "a,b\r1,2\n", 'a,b\n1,"2"3\n'])
def test_what_only_a_parser_understands_is_left_to_it(text: str) -> None:
    with pytest.raises(NotPlain):
        list(pieces(text.encode(), ",", 2, 1))


def test_a_column_of_hardly_any_repetition_keeps_every_cell() -> None:
    rows = [f"2025-01-01,{i / 100:.2f},c{i % 7}" for i in range(30_000)] + ["2025-01-02,,c1", "2025-01-03,12.34,c2"]
    quick, parsed = both("日期,金额,客户\n" + "\n".join(rows))
    assert quick == parsed
    assert quick[1][1][-2:] == [None, 12.34]  # type: ignore[index]


LABEL = st.one_of(
    st.decimals(-(10**12), 10**12, places=2).map(str), st.integers(-(10**9), 10**9).map("{:,}".format),
    st.decimals(0, 10**6, places=4).map("{:,}".format), st.text(st.sampled_from("0123456789.,+-% a\n（元"), min_size=1, max_size=12),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(LABEL, min_size=1, max_size=6, unique=True))
def test_plain_numbers_are_what_each_text_says_alone(labels: list[str]) -> None:
    for label, number in zip(labels, plain_numbers(labels).tolist(), strict=True):
        if number == number:
            assert Fraction(repr(number)) == Fraction(label.replace(",", "")), label
        assert len(plain_numbers([label])) == 1
    column = RawColumn(Texts(np.arange(len(labels), dtype=np.int32), tuple(labels)), np.full(len(labels), np.nan))
    if any("," in label for label in labels):
        return  # whether a comma parts thousands is decided once a column
    read = amounts(column)
    for label, value, bad in zip(labels, read.values.tolist(), read.bad.tolist(), strict=True):
        try:
            said = said_amount(label.removesuffix("."), Fraction(100))
        except NotAnAmount:
            assert bad, label
            continue
        assert bad or value == (NO_AMOUNT if said is None else half_up(said)), label


def test_commas_part_groups_of_three() -> None:
    labels = ["1,234", "1234,567", "12,34", "1,234,567.89", ",123", "1.2,345", "-1,234", "1,2345", "1,234,56", "999,999"]
    assert [n for n in plain_numbers(labels).tolist() if n == n] == [1234, 1234567.89, -1234, 999999]
