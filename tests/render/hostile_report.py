"""Texts that try to be more than text, and a report that has them wherever a user's words can stand."""

from __future__ import annotations

from salesplan.problem import Place
from salesplan.report import Alert, Chart, Column, Note, Report, Row, Source, Table
from salesplan.words import MoneyForm, Text

HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "＝1+1", "＋1", "－1", "＠SUM(1)", "{=1+1}", "'=1",
    "=HYPERLINK(\"http://evil.example\",\"x\")", "http://evil.example", "file:///etc/passwd", "internal:Sheet1!A1", "mailto:a@b.example",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "</style><script>1</script>", "&lt;b&gt;", "&#x3c;b>",
    "{{ 7*7 }}", "{% raw %}", "${7*7}", "%s%n", "{text}", "{0.__class__}", "]]>", "<!--", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m",
    "a\x00b", "\x08\x08", "\x7f", "\ufffe", "\uffff", "\ud800", "\u202eevil\u202c", "\u2066a\u2069", "\u200b", "\ufeff", "\u2028x\u2029",
    "[red]x[/red]", "[/]", ":smile:", "[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "`x`", "**x**", "a|b", "a\\|b", "# x", "1. x",
    "_x_", "~~x~~", "$x$", "| --- |", "0001", "1E5", "2027-01-01", "1/2", "TRUE", "NULL", "#N/A", "#REF!", "9" * 40, "张伟" * 200, "x" * 40_000,
    "e\u0301" * 20, "👨‍👩‍👧‍👦", "𠮷" * 20, "陈䶮", "  blanks  ", "a\nb\nc", "History", "[a]:b*c?d/e\\f", "'quoted'", "&P&D&\"Arial\"", "&P", "100%", "CON", "../../x", "\u3000",
)  # fmt: skip


def hostile_report() -> Report:
    """A report in which every text is one of them."""
    blocks: list[Table | Chart | Note | Alert] = []
    for i, text in enumerate(HOSTILE):
        if i % 8 == 0:
            blocks += _blocks(i, text)
    blocks += [Note(Text("as-written", text=t), place=Place(t, 1, 1)) for t in HOSTILE]
    blocks += [Alert("as-written", "high", t, {"text": t}, {"region": t, "channel\x1b": t}, Place(t)) for t in HOSTILE]
    inputs = tuple(Source(t, "0" * 64, i) for i, t in enumerate(HOSTILE))
    plan = {"name": "=cmd|'&P<b>\x1b[1m\u202e", "year": 2027, "currency": "CNY", "commit": "=1\x1b"}
    money = MoneyForm(unit="万元", decimals=2)
    return Report("hostile", _own("=1+1<script>\x1b[31m"), plan, money, tuple(blocks), "2026-12-31", inputs, _own("=1|2<b>\u202e"))


def _own(text: str) -> Text:
    return Text("as-written", text=text)


def _blocks(number: int, text: str) -> list[Table | Chart]:
    columns = (
        Column("region"), Column("=channel\x1b"), Column("target", of=text, group=text), Column("target", of=f"{text}!", group=text),
        Column("share", label=_own(text), key="share"), Column("note"),
    )  # fmt: skip
    rows = [
        Row((t, _own(t), 12_345_67, -98_765_43, 0.5, t), level="total" if k == len(HOSTILE) - 1 else "", marks={0: "bad", 2: "good", 5: "warn"}, indent=k % 3)
        for k, t in enumerate(HOSTILE)
    ]
    name = f"{text[:20]}{number}"
    table = Table(name, columns, rows, title=_own(text), sheet=_own(text), notes=(_own(text),))
    chart = Chart(("bar", "column", "line", "stacked")[number // 8 % 4], name, "region", (f"target:{text}", f"target:{text}!"), _own(text))
    return [table, chart]
