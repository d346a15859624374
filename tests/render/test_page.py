"""The page: one file that loads nothing and runs nothing, with every text as text and charts that can be read aloud."""

from __future__ import annotations

import html.parser
import re

import pytest
from company_report import company
from hostile_report import hostile_report
from hypothesis import given
from hypothesis import strategies as st

from salesplan.render import page
from salesplan.render.page.drawing import ticks
from salesplan.report import Chart, Column, Report, Row, Table
from salesplan.words import MoneyForm, Text

TAGS = {"a", "abbr", "b", "body", "br", "caption", "circle", "code", "col", "colgroup", "defs", "details", "div", "dl", "dt", "dd", "em", "figure", "figcaption", "footer", "g", "h1", "h2", "h3", "h4", "h5", "head", "header", "hr", "html", "i", "li", "line", "main", "meta", "nav", "ol", "p", "path", "polyline", "polygon", "rect", "section", "small", "span", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "text", "tfoot", "th", "thead", "time", "title", "tr", "tspan", "u", "ul"}
VOID = {"meta", "br", "hr", "col"}


class Reader(html.parser.HTMLParser):
    """The elements of a page, checked for nesting, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


PAGES = {lang: page.render(company(lang), lang) for lang in ("zh", "en")}
EVIL = page.render(hostile_report(), "zh")


@pytest.mark.parametrize("text", [PAGES["zh"], PAGES["en"], EVIL], ids=["zh", "en", "hostile"])
def test_only_known_tags_no_script_no_link_outside(text: str) -> None:
    for tag, attributes in Reader(text).found:
        assert tag in TAGS
        assert not [k for k in attributes if k.startswith("on") or k in ("src", "action", "xlink:href")]
        assert (attributes.get("href") or "#").startswith("#")
        assert not re.search(r"url\(|expression|@import", attributes.get("style") or "")
    assert text.count("default-src 'none'; style-src 'unsafe-inline'") == 1
    assert "url(" not in text
    assert "@import" not in text


def test_hostile_texts_are_seen_as_written() -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in EVIL
    assert "{{ 7*7 }}" in EVIL
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", EVIL)


def test_links_of_the_page_lead_somewhere_and_names_are_one_of_a_kind() -> None:
    found = Reader(PAGES["zh"]).found
    names = [a["id"] for _, a in found if "id" in a]
    assert len(names) == len(set(names))
    assert {(a["href"] or "")[1:] for t, a in found if t == "a"} <= set(names)


def test_tables_have_headings_that_say_what_they_head() -> None:
    scopes = [a.get("scope") for t, a in Reader(PAGES["zh"]).found if t == "th"]
    assert None not in scopes
    assert {"row", "col", "colgroup"} <= set(scopes)
    assert '<td class="n bad"><b>✗</b> 85.2%</td>' in PAGES["zh"]


def test_charts_can_be_read_aloud() -> None:
    drawings = [a for t, a in Reader(PAGES["zh"]).found if t == "svg"]
    assert len(drawings) == 4
    assert all(d["role"] == "img" and d["aria-label"] for d in drawings)
    assert "<title>东北 · 目标 2,212.1 万元</title>" in PAGES["zh"]


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(-(10**14), 10**14)), st.integers(-(10**14), 10**14)), min_size=1, max_size=40), st.sampled_from(["bar", "column", "line", "stacked"]))
def test_any_numbers_can_be_drawn_and_stay_in_the_picture(values: list[tuple[int | None, int]], kind: str) -> None:
    table = Table("t", (Column("region"), Column("target"), Column("last_year")), [Row((f"r{i}", *v)) for i, v in enumerate(values)])
    chart = Chart(kind, "t", "region", ("target", "last_year"), Text("as-written", text="t"))  # type: ignore[arg-type]
    text = page.render(Report("t", Text("as-written", text="t"), {}, MoneyForm(), (table, chart)), "en")
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', text)
    assert box
    for x, y, wide, high in re.findall(r'<rect x="([-\d.]+)" y="([-\d.]+)" width="([-\d.]+)" height="([-\d.]+)"', text):
        assert -1 <= float(x) <= float(x) + float(wide) <= int(box[1]) + 1
        assert -1 <= float(y) <= float(y) + float(high) <= int(box[2]) + 1


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_ticks_cover_the_values_and_zero(one: int, other: int) -> None:
    low, high = sorted((one / 100, other / 100))
    marks = ticks(low, high)
    nothing = 1e-6 * (marks[-1] - marks[0])
    assert marks[0] - nothing <= low
    assert marks[-1] + nothing >= high
    assert 2 <= len(marks) <= 8
    assert 0 in marks


def test_the_same_report_gives_the_same_page() -> None:
    assert page.render(company("zh"), "zh") == PAGES["zh"]
