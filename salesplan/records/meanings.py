"""What columns of a list mean together: the outcome and chance of a deal, the open amount of an ageing report, due dates, ways of meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Column, Frame, Ints, Texts
from salesplan.records.headings import fold
from salesplan.records.list_rows import ListRows
from salesplan.words.headers import book

CERTAIN = 10_000
"""The chance of a deal that is won [1/10,000]."""
FEW = 5
"""Fewer rows than this tell nothing of what a column means."""
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


def meant(rows: ListRows, values: Mapping[str, Column]) -> dict[str, Column]:
    """Columns that follow from others, by term; for kinds of lists that have such."""
    kind = rows.contract.kind
    if kind == "opportunities":
        return _deals(rows, Frame(values), len(rows.grid.rows))
    if kind == "receivables":
        return _owed(rows, Frame(values))
    if kind == "visits" and "visit_type" in values:
        return {"way": _ways(Frame(values).texts("visit_type"))}
    if kind == "tickets":
        return _answered(Frame(values))
    return {}


def in_minutes(values: Mapping[str, Column], spans: Iterable[str]) -> dict[str, Column]:
    """Times of day as minutes since 1970 and durations as minutes, begun ones counted in full."""
    long = {*spans, "response"}
    found: dict[str, Column] = {}
    for term, column in values.items():
        if term.endswith("_second") and not isinstance(column, Texts):
            seconds = column.astype(np.int64)
            found[f"{term.removesuffix('_second')}_minute"] = np.where(seconds == NO_AMOUNT, NO_AMOUNT, seconds // 60)
        elif term in long and not isinstance(column, Texts):
            seconds = column.astype(np.int64)
            found[term] = np.where(seconds == NO_AMOUNT, NO_AMOUNT, -(-seconds // 60))
        else:
            found[term] = column
    return found


@cache
def _stages() -> tuple[dict[str, str], dict[str, int]]:
    """The outcome of each known stage, and the chance of the open ones [1/10,000]."""
    held = book()["stages"]
    chance = {fold(word): int(percent) * 100 for percent, words in held["open"].items() for word in words}
    state = {fold(word): name for name in ("won", "lost") for word in held[name]}
    return state, chance


def outcome(text: str) -> str | None:
    """`won` or `lost` where a stage or status says so, else None.

    >>> outcome("赢单"), outcome("Closed Lost (Sales Pipeline)"), outcome("方案报价")
    ('won', 'lost', None)
    """
    state = _stages()[0]
    return state.get(fold(text)) or state.get(fold(_BRACKETS.sub("", text)))


def _deals(rows: ListRows, frame: Frame, count: int) -> dict[str, Column]:
    states = np.zeros(count, np.int8)
    for term in ("stage", "status"):
        if term in frame:
            texts = frame.texts(term)
            words = [_told(rows, term, label) for label in texts.labels]
            table = np.array([{"won": 1, "lost": 2}.get(w or "", 0) for w in words] + [0], np.int8)
            said = table[texts.codes]
            states = np.where(said > 0, said, states)
    state = Texts(states.astype(np.int32), ("open", "won", "lost"))
    return {"state": state, "probability": _chances(frame, states)}


def _told(rows: ListRows, term: str, label: str) -> str | None:
    """What a label says of the outcome; a yes under a heading such as Is Closed Won says won."""
    head = rows.columns[term].heading.bare
    if "won" in head and fold(label) in ("true", "yes", "1", "是", "y"):
        return "won"
    return outcome(label)


def _chances(frame: Frame, states: np.ndarray[tuple[int], np.dtype[np.int8]]) -> Ints:
    found = frame.ints("probability").copy() if "probability" in frame else np.full(len(states), NO_AMOUNT, np.int64)
    if "stage" in frame:
        stage, chance = frame.texts("stage"), _stages()[1]
        usual = [chance.get(fold(t), chance.get(fold(_BRACKETS.sub("", t)), NO_AMOUNT)) for t in stage.labels]
        by_stage = np.array([*usual, NO_AMOUNT], np.int64)[stage.codes]
        found = np.where(found == NO_AMOUNT, by_stage, found)
    found = np.where(states == 1, CERTAIN, found)
    return np.where(states == 2, 0, found)


def _owed(rows: ListRows, frame: Frame) -> dict[str, Column]:
    """The open amount: as written, else what was invoiced less what was paid, else the sum of an ageing report's ranges."""
    found: dict[str, Column] = _dues(rows, frame)
    blank_is_nothing = "amount" in frame and "paid_amount" in frame
    if blank_is_nothing:
        amount, paid = frame.ints("amount"), frame.ints("paid_amount")
        left = amount - np.where(paid == NO_AMOUNT, 0, paid)
        own = frame.ints("open_amount") if "open_amount" in frame else np.full(len(amount), NO_AMOUNT, np.int64)
        found["open_amount"] = np.where(own == NO_AMOUNT, np.where(amount == NO_AMOUNT, NO_AMOUNT, np.where(left == 0, 0, own if "open_amount" in frame else left)), own)
    elif "open_amount" not in frame:
        ranges = [frame.ints(t) for t in rows.varied() if t in frame and t.startswith("bucket")]
        if ranges:
            there = np.logical_or.reduce([r != NO_AMOUNT for r in ranges])
            sums = np.sum([np.where(r == NO_AMOUNT, 0, r) for r in ranges], axis=0, dtype=np.int64)
            found["open_amount"] = np.where(there, sums, NO_AMOUNT)
    return found


def _dues(rows: ListRows, frame: Frame) -> dict[str, Column]:
    """A column 应收日期 that always has the document's own date says when the amount arose and not when it is due."""
    if "due_date" not in rows.columns or "invoice_date" not in frame or rows.columns["due_date"].heading.bare != "应收日期":
        return {}
    issued, due = frame.days("invoice_date"), frame.days("due_date")
    both = ~np.isnat(issued) & ~np.isnat(due)
    if int(both.sum()) >= FEW and bool((issued[both] == due[both]).all()):
        return {"due_date": np.full(len(due), np.datetime64("NaT", "D"))}
    return {}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in book()["ways"].items()]


def way_of(text: str) -> str | None:
    """How a customer was met, by the words of a log.

    >>> way_of("到访"), way_of("微信沟通"), way_of("线上会议"), way_of("其他")
    ('visit', 'message', 'meeting', None)
    """
    said = text.casefold()
    return next((name for name, pattern in _patterns() if pattern.search(said)), None)


def _ways(types: Texts) -> Texts:
    named = [way_of(label) for label in types.labels]
    seen: dict[str, int] = {}
    table = np.array([MISSING if w is None else seen.setdefault(w, len(seen)) for w in named] + [MISSING], np.int32)
    return Texts(table[types.codes], tuple(seen))


def _answered(frame: Frame) -> dict[str, Column]:
    """How long the first answer took [seconds]: by its time where the list has it, else by the duration as written."""
    if "created_second" not in frame or "first_response_second" not in frame:
        return {}
    asked, answered = frame.ints("created_second"), frame.ints("first_response_second")
    there = (asked != NO_AMOUNT) & (answered != NO_AMOUNT)
    written = frame.ints("response") if "response" in frame else np.full(len(there), NO_AMOUNT, np.int64)
    return {"response": np.where(there, answered - asked, written)}
