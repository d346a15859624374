"""Rows that are no records: totals, notes, headers repeated on every page."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from salesplan.records.headings import SIMPLIFIED, fold
from salesplan.words.headers import book

_HINTS = (
    "计", "計", "注", "註", "总", "總", "累", "制表", "制单", "审核", "说明", "打印", "导出", "来源", "备注", "汇总", "本页",
    "tota", "confidential", "copyright", "basis", "filter", "as of", "report", "generat",
)  # fmt: skip
"""What every total and note has somewhere; nearly all other texts are ruled out by it at once."""
_SUBTOTAL = re.compile(r"sub-? ?total|total (?:for|of)\b")
LONGEST_TOTAL = 60


def hinted(labels: Sequence[str]) -> list[int]:
    """The places of the labels that may be totals or notes, found in one sweep over all of them.

    >>> hinted(["XS001", "合计", "Total Energy", "XS002"])
    [1, 2]
    """
    joined = "\0".join(labels).casefold()
    found: set[int] = set()
    if len(joined) != sum(map(len, labels)) + max(len(labels) - 1, 0):
        return [i for i, label in enumerate(labels) if _has_hint(label)]
    ends: list[int] = []
    for hint in _HINTS:
        at = joined.find(hint)
        while at >= 0:
            ends = ends or list(accumulate(len(label) + 1 for label in labels))
            place = bisect_right(ends, at)
            found.add(place)
            at = joined.find(hint, ends[place])
    return sorted(found)


def _has_hint(text: str) -> bool:
    low = unicodedata.normalize("NFKC", text).casefold()
    return any(hint in low for hint in _HINTS)


def is_subtotal(text: str) -> bool:
    """Whether a total is one of a part only.

    >>> is_subtotal("华东小计"), is_subtotal("Total for Acme"), is_subtotal("合计")
    (True, True, False)
    """
    return "小计" in text or "小計" in text or "本页" in text or "本頁" in text or bool(_SUBTOTAL.match(text.strip().casefold()))


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in book()[name]))


def is_total(text: str) -> bool:
    """Whether a text names a total or subtotal.

    >>> is_total("合 计"), is_total("华东大区小计"), is_total("Grand Totals (5700 records)"), is_total("合计科技有限公司")
    (True, True, True, False)
    """
    if len(text) > LONGEST_TOTAL:
        return False
    spaced = unicodedata.normalize("NFKC", text).strip().casefold()
    return bool(_patterns("totals").search(spaced) or _patterns("totals").search(fold(text)))


def is_note(text: str) -> bool:
    """Whether a text begins a note or a footer.

    >>> is_note("注：含税"), is_note("Confidential Information - Do Not Distribute"), is_note("注塑机")
    (True, True, False)
    """
    spaced = unicodedata.normalize("NFKC", text).strip().casefold()
    return bool(_patterns("notes").search(spaced) or _patterns("notes").search(fold(text)))


def is_aside(text: str) -> bool:
    """Whether a text begins a row that is no record."""
    return is_total(text) or is_note(text)


@cache
def status_reasons() -> dict[str, str]:
    """Why a document with a status is left out, by normalised status."""
    return {fold(word): reason for reason, words in book()["left_out_status"].items() for word in words}


@cache
def _returns() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in book()["returns"]))


def is_return(text: str) -> bool:
    """Whether a kind of document takes goods or money back.

    >>> is_return("标准退货单"), is_return("红字"), is_return("Credit Memo"), is_return("标准销售出库单")
    (True, True, True, False)
    """
    return bool(_returns().search(unicodedata.normalize("NFKC", text).strip().casefold().translate(SIMPLIFIED)))
