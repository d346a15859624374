"""The report on a screen: fits any width, never cuts a number, says what it leaves out, obeys no value."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from company_report import company
from hostile_report import hostile_report
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.render import terminal
from salesplan.render.screen import Screen, screen_of
from salesplan.report import Column, Report, Row, Table
from salesplan.words import MoneyForm, Text
from salesplan.words.width import width

GOLDEN = Path(__file__).parent / "golden"
REPORTS = {"zh": company("zh"), "en": company("en")}


def table_of(columns: tuple[Column, ...], rows: list[Row]) -> Report:
    table = Table("t", columns, rows)
    return Report("t", Text("as-written", text="t"), {"year": 2027}, MoneyForm(), (table,))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 120])
def test_whole_screens_stay_as_they_are(lang: str, columns: int) -> None:
    """To renew them: SALESPLAN_RENEW=1 python -m pytest tests/render/test_terminal.py."""
    file = GOLDEN / f"{lang}-{columns}.txt"
    text = terminal.render(REPORTS[lang], lang, Screen(columns))
    if os.environ.get("SALESPLAN_RENEW"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@settings(max_examples=40, deadline=None)
@given(st.integers(40, 240), st.sampled_from(["zh", "en"]))
def test_no_line_is_wider_than_the_screen(columns: int, lang: str) -> None:
    text = terminal.render(REPORTS[lang], lang, Screen(columns))
    assert max(map(width, text.split("\n"))) <= columns


@settings(max_examples=40, deadline=None)
@given(st.integers(40, 240))
def test_numbers_are_never_cut(columns: int) -> None:
    text = terminal.render(REPORTS["zh"], "zh", Screen(columns))
    whole = terminal.render(REPORTS["zh"], "zh", Screen(1000))
    number = re.compile(r"(?<![\d.,])-?\d[\d,]*\.\d%?(?![\d.,])")
    assert set(number.findall(text)) <= set(number.findall(whole))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**12)), min_size=1, max_size=30), st.integers(40, 130))
def test_columns_of_rank_0_always_stay_whole(columns: list[tuple[int, int]], wide: int) -> None:
    heads = tuple(Column("target", of=f"c{i}", rank=rank) for i, (rank, _) in enumerate(columns))
    report = table_of((Column("region"), *heads), [Row(("华东", *(value for _, value in columns)))])
    text = terminal.render(report, "zh", Screen(wide))
    assert max(map(width, text.split("\n"))) <= wide
    for rank, value in columns:
        if rank == 0:
            assert f"{value // 100:,}.{value % 100:02d}" in text


def test_columns_go_by_rank_and_are_named() -> None:
    heads = (Column("region"), Column("target"), Column("last_year", rank=1), Column("growth", rank=2), Column("note", rank=3))
    report = table_of(heads, [Row(("华东" * 4, 10**12, 10**12, 0.5, "一" * 9))])
    text = terminal.render(report, "zh", Screen(58))
    assert "目标" in text
    assert "屏宽 58 列，未列出：增长率、备注" in text
    assert "上年实际" in text
    assert "10,000,000,000.00" in text
    assert "-o 文件.xlsx" in text


def test_a_lower_rank_comes_back_where_it_still_fits() -> None:
    heads = (Column("region"), Column("target", rank=1), Column("share", rank=2))
    report = table_of(heads, [Row(("华" * 12, 10**22, 0.5))])
    text = terminal.render(report, "zh", Screen(50))
    assert "50.0%" in text
    assert "未列出：目标" in text


def test_what_does_not_fit_and_must_stay_stands_in_parts_below_each_other() -> None:
    heads = (Column("region"), *(Column("target", of=f"2027-{m:02d}") for m in range(1, 13)))
    report = table_of(heads, [Row(("华东", *[123_456_789_00 + m for m in range(12)]))])
    lines = terminal.render(report, "zh", Screen(60)).split("\n")
    assert sum(line.startswith("华东") for line in lines) == 4
    assert all(any(f"{m}月" in line for line in lines) for m in range(1, 13))


def test_long_tables_end_with_how_many_rows_are_not_shown_and_their_total() -> None:
    rows = [Row((f"客户{i}", i * 100)) for i in range(1000)] + [Row(("合计", 499_500_00), level="total")]
    text = terminal.render(table_of((Column("region"), Column("target")), rows), "zh", Screen(80))
    assert "客户199 " in text
    assert "客户200 " not in text
    assert "另有 800 行未列出" in text
    assert "499,500.00" in text


def test_marks_show_without_colour_and_missing_is_a_dash() -> None:
    row = Row(("华东", 0.5, None), marks={1: "bad"})
    report = table_of((Column("region"), Column("growth"), Column("target")), [row])
    assert "50.0% ✗" in terminal.render(report, "zh", Screen())
    assert "50.0% x" in terminal.render(report, "zh", Screen(unicode=False))
    assert re.search(r"华东.*-$", terminal.render(report, "zh", Screen()), re.M)
    assert "\x1b[31m" in terminal.render(report, "zh", Screen(styled=True, coloured=True))


def test_a_console_of_a_chinese_code_page_gets_no_character_that_it_draws_two_wide() -> None:
    text = terminal.render(REPORTS["zh"], "zh", Screen(80, unicode=False))
    text.encode("gb18030")
    table = [line for line in text.split("\n") if re.match(r"(华东|合计|小计|-----)", line)]
    assert table
    assert not re.search("[─–…✓✗×→]", "".join(table))


def test_no_value_acts_on_the_screen() -> None:
    text = terminal.render(hostile_report(), "zh", Screen(100))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ud800-\udfff]", text)
    assert "[red]x[/red]" in text
    assert max(map(width, text.split("\n"))) <= 100


class Terminal(io.StringIO):
    """A text stream that is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_the_screen_is_what_the_stream_and_the_environment_say() -> None:
    assert screen_of(io.StringIO(), {}) == Screen(120, styled=False, coloured=False)
    assert screen_of(io.StringIO(), {"COLUMNS": "90"}).width == 90
    assert screen_of(Terminal(), {"COLUMNS": "90", "TERM": "xterm"}) == Screen(90, styled=True, coloured=True)
    assert screen_of(Terminal(), {"COLUMNS": "90", "NO_COLOR": "1"}) == Screen(90, styled=True, coloured=False)
    assert screen_of(Terminal(), {"COLUMNS": "7", "TERM": "dumb"}) == Screen(40, styled=False, coloured=False)


def test_what_is_piped_has_no_styles() -> None:
    assert "\x1b" not in terminal.render(REPORTS["zh"], "zh", screen_of(io.StringIO(), {"TERM": "xterm"}))
