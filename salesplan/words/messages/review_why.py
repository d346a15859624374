"""Sentences of a review about why and where to: landing, bridge, movers, alerts, benchmarks."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_PROBLEMS: dict[str, Message] = {
    "alert-without-limit": Message(
        "预警规则（{what}）没有写界限。", "This alert rule ({what}) has no limit.",
        "写 below（低于多少报警）或 above（高于多少报警），例如 below: 70%。", "Give `below` or `above`, such as below: 70%.",
    ),
    "alert-with-two-limits": Message(
        "预警规则（{what}）同时写了 below 和 above。", "This alert rule ({what}) has both `below` and `above`.",
        "拆成两条规则，每条一个界限。", "Make two rules of it, each with one limit.",
    ),
    "limit-not-a-share": Message(
        "{what} 是比例，{limit} 相当于 {limit} 倍。", "{what} is a share, and {limit} would be {limit} times the whole.",
        "如果是百分比，请加上 %。", "If it is a percentage, write it with %.",
    ),
    "alert-by-unknown": Message(
        "没有“{name}”这个维度。", "There is no dimension `{name}`.", "{hint}", "{hint}",
    ),
    "benchmark-half-named": Message(
        "对标值（{metric}）的 by 和 member 要么都写，要么都不写。", "This benchmark ({metric}) has only one of `by` and `member`.",
        "写明是哪个维度的哪个成员，例如 by: product, member: 工业阀门；全公司的就都去掉。",
        "Name both, such as by: product, member: Valves, or neither for the whole company.",
    ),
}  # fmt: skip

MESSAGES: dict[str, Message] = {**_PROBLEMS}
