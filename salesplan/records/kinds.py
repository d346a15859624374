"""What a file is, by the words above its columns: sales, targets, receipts, receivables, opportunities and the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from salesplan.records.contracts import CONTRACTS
from salesplan.records.files import Source
from salesplan.records.grid import HeadRow, Sheet
from salesplan.records.headings import fold
from salesplan.records.mapping import Header, _words, find_header, likeness
from salesplan.records.wide_headings import DEFAULT
from salesplan.words.headers import book

LISTS = ("sales", *CONTRACTS, "team")
"""Every kind of list, in the order in which equals are decided."""
WIDE = 0.5
"""What a column of a period counts for, up to a year's of them."""
LOOKED_AT, LEVELS = 3, 3
"""How many rows of a table are tried as its header, and how many rows a header has at most."""
_TITLES = {
    "targets": re.compile(r"目标|任务|配额|target|quota"),
    "budget": re.compile(r"预算|budget"),
    "receivables": re.compile(r"应收|账龄|欠款|receivable|ag(?:e)?ing"),
    "receipts": re.compile(r"收款|回款|receipt|payments received"),
    "opportunities": re.compile(r"商机|opportunit|\bdeals?\b|pipeline"),
    "customers": re.compile(r"客户列表|客户清单|客户资料|customer list|accounts"),
    "visits": re.compile(r"拜访|跟进|回访|visit|activit"),
    "tickets": re.compile(r"工单|服务单|ticket|case"),
    "surveys": re.compile(r"问卷|满意度调查|survey"),
    "training": re.compile(r"培训|认证|training|certif"),
    "sales": re.compile(r"销售(?:出库|明细|订单|发票|流水)|出库|发票|订单|invoice|orders?\b|sales"),
}
_TITLE_WORTH = 1.5
_AGAINST = {
    "opportunities": re.compile(r"合同金额|合同编号|下单|已回款|已收款|发票|contract (?:amount|number)|invoice"),
    "customers": re.compile(r"合同金额|订单金额|单据编号|商机名称|order (?:id|date)|invoice"),
}
"""Headings that a kind of list does not have, for their records come from another."""


class Fit(NamedTuple):
    """How well a kind fits, and in which sheet."""

    worth: float
    kind: str
    sheet: int


def kind_of(source: Source, sheet: str | None = None) -> str | None:
    """The kind of list in a file, None when it is like none. Raises: InvalidInput when the file cannot be read at all."""
    from salesplan.records.book import open_book

    sheets = [s for s in open_book(source).sheets if sheet is None or s.name == sheet]
    if len(sheets) == 1 and _sells_goods(sheets[0]):
        return "sales"
    found = fits(sheets, source.name)
    return found[0].kind if found else None


def _sells_goods(sheet: Sheet) -> bool:
    """Whether a table has days, amounts, quantities and products, which settles what it is without another look."""
    header = find_header(sheet.head(), "sales")
    if header is None or not header.has("sales"):
        return False
    has = header.candidates.keys()
    return bool(has & {"quantity", "unit_price"}) and bool(has & {"product_id", "product_name"}) and "order_id" in has


def _likely(head: Sequence[HeadRow]) -> Sequence[HeadRow]:
    """The rows with most known words, each with the rows that may be levels of one header with it."""
    if len(head) <= LEVELS * LOOKED_AT:
        return head
    best = sorted(range(len(head)), key=lambda i: (-likeness([head[i]]), i))[:LOOKED_AT]
    near = {j for i in best for j in range(i - LEVELS + 1, i + LEVELS)}
    return [row for i, row in enumerate(head) if i in near]


def fits(sheets: Sequence[Sheet], name: str = "") -> list[Fit]:
    """The kinds of lists that the sheets have what they need for, the best first."""
    found = []
    for i, sheet in enumerate(sheets):
        head = sheet.head()
        rows = _likely(head)
        for kind in LISTS:
            header = find_header(rows, kind, None, sheet.merges)
            if header is None or not header.has(kind) or _contradicted(header, kind):
                continue
            if _says_so(header, kind, head, sheet.name or "", name):
                found.append(Fit(_worth(header, kind, head, sheet.name or "", name), kind, i))
    return sorted(found, key=lambda f: (-f.worth, LISTS.index(f.kind), f.sheet))


def _contradicted(header: Header, kind: str) -> bool:
    against = _AGAINST.get(kind)
    return against is not None and any(against.search(h.text.casefold()) for h in header.headings.values())


def _worth(header: Header, kind: str, head: Sequence[HeadRow], sheet: str, name: str) -> float:
    """The words that it knows, each shared among all the kinds that know it, and what its titles say."""
    words = 0.0
    for column, heading in header.headings.items():
        mine = any(c.column == column for some in header.candidates.values() for c in some)
        knowing = _knowing(heading.whole) or _knowing(heading.bare)
        if mine:
            words += 1 / max(1, len(knowing))
    varied = sum(len(header.candidates.get(t, ())) for t in ("bucket", "question"))
    said = _TITLES.get(kind)
    titled = said is not None and bool(said.search(_titles(header, head, sheet, name)))
    return words + WIDE * min(12, len(header.wide)) + min(12, varied) + (_TITLE_WORTH if titled else 0)


def _titles(header: Header, head: Sequence[HeadRow], sheet: str, name: str) -> str:
    """What stands above the header, with the names of sheet and file."""
    above = (str(c) for row in head if row.number < header.row for c in row.cells.values())
    return f"{' '.join(above)} {sheet} {name.rpartition('/')[2]}".casefold()


def _says_so(header: Header, kind: str, head: Sequence[HeadRow], sheet: str, name: str) -> bool:
    """Whether a sheet of months is one of targets or budgets by its headings or titles; months alone may be of anything."""
    if kind not in DEFAULT or DEFAULT[kind] in header.candidates:
        return True
    words = re.compile(book()["measures"][kind][DEFAULT[kind]])
    return any(words.search(w.heading.text.casefold()) for w in header.wide) or bool(_TITLES[kind].search(_titles(header, head, sheet, name)))


@cache
def _by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind in LISTS:
        for word in _words(kind):
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _knowing(word: str) -> frozenset[str]:
    return _by_word().get(fold(word), frozenset())
