"""Sentences of lists other than sales: targets, receipts, receivables, opportunities, visits and the others."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_PROBLEMS: dict[str, Message] = {
    "year-not-stated": Message(
        "{file} 里只有月份，没有写是哪一年。", "{file} names months but not the year.",
        "在标题里写上年份（如“2027年度”），或者在计划里引用它。", "Put the year into the title (such as “2027 targets”), or name the file in a plan.",
    ),
}  # fmt: skip

_NEEDS: dict[str, Message] = {
    "needs-target": Message("目标（或各月一栏）", "target (or a column a month)"),
    "needs-budget": Message("预算（或各月一栏）", "budget (or a column a month)"),
}

_TOLD: dict[str, Message] = {
    "periods-differ": Message(
        "有 {rows} 处季度或全年的数与各月之和对不上，第一处在 {cell}，相差 {difference}；按各月计。",
        "{rows} figures of quarters or the year differ from their months, the first in {cell} by {difference}; the months count.",
    ),
    "subtotals-differ": Message(
        "有 {rows} 行小计或合计与明细对不上，第一处在第 {row} 行，相差 {difference}；按明细计。",
        "{rows} subtotals do not agree with their rows, the first in row {row} by {difference}; the rows count.",
    ),
}

MESSAGES: dict[str, Message] = {**_PROBLEMS, **_NEEDS, **_TOLD}
