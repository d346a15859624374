"""Sentences of replanning: the remaining months set anew, and the plan compared with itself."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_REVISIONS: dict[str, Message] = {
    "note-revision": Message(
        "自 {month} 起是修订后的目标{policy}{why}；之前各月保持当初的承诺，不因修订改变达成率。{metric}原来全年 {before}，现在各月合计 {after}。",
        "From {month} on the targets are revised{policy}{why}; the months before keep what was promised, so their attainment does not change. {metric} was {before} for the year; the months now sum to {after}.",
    ),
    "note-revision-policy": Message("（{policy}）", " ({policy})"),
    "note-revision-why": Message("，{why}", "; {why}"),
    "step-revision": Message("自 {month} 起修订目标", "Targets revised from {month} on"),
}

MESSAGES: dict[str, Message] = {**_REVISIONS}
"""All sentences of replanning by slug."""
