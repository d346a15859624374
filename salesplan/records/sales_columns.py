"""Which columns of a sales list are read as what, and which amount is the one that the plan counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from salesplan.plan.guess import guess
from salesplan.problem import Place, Problem
from salesplan.records.headings import Basis, fold
from salesplan.records.mapping import Candidate, Header, candidates
from salesplan.records.money_signs import header_currency
from salesplan.records.year_of_dates import MONTH_WORDS
from salesplan.words import Text
from salesplan.words.headers import book

TEXT_TERMS = (
    "order_id", "customer_id", "customer_name", "person", "emp_no", "region", "team", "segment", "tier", "industry",
    "product_id", "product_name", "product", "sales_unit", "currency", "line_no",
)  # fmt: skip
COST_TERMS = ("cost", "gross_profit")
_MONEY = ("amount", "amount_net", "line_amount")
_NEUTRAL = ("金额", "本币金额", "原币金额", "订单明细金额", "subtotal")
_TAX_INCLUDED = ("价税合计", "含税", "incl")
_PLAINLY = ("价税合计", "本币价税合计", "本位币价税合计")
"""Words for the amount with tax that no other word can rival."""
_TAX_EXCLUDED = ("不含税", "未税", "无税", "税前", "excl")
_DATES_BY_DOCUMENT = {
    "delivery": ("出库", "发货", "ship", "delivery"), "invoice": ("开票", "发票", "invoice", "bill", "posting"),
    "order": ("订单", "下单", "order"), "contract": ("签约", "签订", "合同", "contract"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """The columns that make up an amount, and what they are: `plus` (times the quantity where it is a price), the tax
    or its rate, put on or taken off by `tax_sign`.
    """

    plus: Candidate
    tax: Candidate | None = None
    tax_sign: int = 0
    basis: str = "unstated"
    times: Candidate | None = None
    tax_rate: Candidate | None = None


@dataclass(slots=True)
class SalesColumns:
    """The columns of a sales list by what they are read as."""

    date: Candidate
    amount: Money
    net: Money | None = None
    texts: dict[str, Candidate] = field(default_factory=dict)
    money: dict[str, Candidate] = field(default_factory=dict)
    quantity: Candidate | None = None
    price: Candidate | None = None
    line_amount: Candidate | None = None
    discount: Candidate | None = None
    rate: Candidate | None = None
    status: list[Candidate] = field(default_factory=list)
    doc_type: list[Candidate] = field(default_factory=list)
    extra: dict[str, int] = field(default_factory=dict)
    returns: int | None = None
    return_list: str | None = None
    order_ids: list[Candidate] = field(default_factory=list)
    rivals: list[Candidate] = field(default_factory=list)
    document_total: Candidate | None = None
    year: Candidate | None = None
    flags: list[tuple[str, str, int]] = field(default_factory=list)
    counted: int | None = None
    scopes: frozenset[str] = frozenset()
    warnings: list[Text] = field(default_factory=list)

    def numbers(self) -> list[Candidate]:
        """The columns that hold numbers: money, counts, rates, and the date."""
        money = [self.amount] if self.net is None else [self.amount, self.net]
        some = [self.date, self.quantity, self.price, self.line_amount, self.document_total, self.discount, self.rate, *self.money.values()]
        return [c for c in (*some, *(c for m in money for c in (m.plus, m.tax, m.times, m.tax_rate))) if c is not None]

    def in_base_currency(self, candidate: Candidate) -> bool:
        """Whether an amount is in the company's own currency already.

        Its own word decides; else a list that marks the amounts in foreign currency has the others in
        base currency, and costs are kept in base currency wherever amounts are marked at all.
        """
        if candidate.heading.scope is not None:
            return candidate.heading.scope == "base"
        return "document" in self.scopes or (bool(self.scopes) and candidate.term == "cost")


def sales_columns(
    header: Header, basis: Basis, file: str, sheet: str | None, *,
    title_basis: Basis | None = None, document: str | None = None, extra: Mapping[str, str] | None = None,
    currency: str = "",
) -> SalesColumns | list[Problem]:  # fmt: skip
    """The columns to read, or what is wrong with the header (a list that is not empty)."""
    place = Place(file, sheet=sheet)
    problems = _twice(header, place)
    found = _amount(header, basis, title_basis, place, currency)
    columns = None
    if isinstance(found, Problem):
        problems.append(found)
    else:
        columns = SalesColumns(_date(header, document), found, scopes=_scopes(header))
        if columns.date.term == "created":
            columns.warnings.append(Text("date-is-created", header=columns.date.heading.text))
        columns.return_list = next((h.text for h in header.headings.values() if h.bare in return_headers()), None)
        _others(columns, header, currency)
        if found.basis == "unstated":
            columns.warnings.append(Text("basis-not-stated", header=found.plus.heading.text, basis=Text(f"basis-{basis}")))
    for term, name in (extra or {}).items():
        column = header.column_named(name)
        if column is None:
            params = {"header": name, "guess": guess(name, [h.text for h in header.headings.values()]), "term": term, "file": file, "headers": header.unknown or ["–"]}
            problems.append(Problem("no-such-column", place, params))
        elif columns:
            columns.extra[term] = column
    return problems or columns  # type: ignore[return-value]


def _twice(header: Header, place: Place) -> list[Problem]:
    """Two amount or date columns under the very same word: which one counts cannot be known."""
    problems = []
    for term in (*_MONEY, "order_date"):
        words = [c.heading.whole for c in header.candidates.get(term, ())]
        for word in dict.fromkeys(w for w in words if words.count(w) > 1):
            text = next(c.heading.text for c in header.candidates[term] if c.heading.whole == word)
            problems.append(Problem("header-twice", place, {"header": text, "row": header.row}))
    return problems


def _date(header: Header, document: str | None) -> Candidate:
    words = _DATES_BY_DOCUMENT.get(document or "", ())

    def strength(c: Candidate) -> tuple[bool, int, int, int, int]:
        return (not any(w in c.heading.bare for w in words), *c.strength)

    return min(header.candidates.get("order_date") or header.candidates["created"], key=strength)


def _in_currency(some: list[Candidate], own: str) -> list[Candidate]:
    """The columns without those whose headers state another currency, where one states the plan's own."""
    said = {c.column: header_currency(c.heading.text) for c in some}
    return [c for c in some if said[c.column] in (None, own)] if own in said.values() else some


def _amount(header: Header, basis: Basis, title: Basis | None, place: Place, own: str = "") -> Money | Problem:
    some = _in_currency([c for term in _MONEY for c in header.candidates.get(term, ())], own)
    if not some:
        return _priced(header, basis, title, place)
    mapped = [c for c in some if c.rank < 0]
    if any(c.term == "amount" for c in mapped):
        some = [c for c in some if c.rank < 0 or (c.term == "amount_net" and basis == "tax_excluded")]
    taxes = header.candidates.get("tax", ())
    lines = [c for c in some if c.term == "line_amount"]
    stated = {c.column: _stated(c, some, bool(taxes), title) for c in some}
    for group in (lines, [c for c in some if c.term != "line_amount"]):
        right = [c for c in group if stated[c.column] == basis]
        if right:
            return Money(min(right, key=lambda c: c.strength), basis=basis)
        loose = [c for c in group if stated[c.column] is None]
        if loose:
            usual = "amount_net" if basis == "tax_excluded" else "amount"
            return Money(min(loose, key=lambda c: (c.term != usual, *c.strength)))
    other = min(some, key=lambda c: c.strength)
    tax = [t for t in taxes if t.heading.scope == other.heading.scope]
    if tax:
        best = min(tax, key=lambda c: c.strength)
        return Money(other, best, 1 if basis == "tax_included" else -1, basis)
    rates = header.candidates.get("tax_rate", ())
    if rates:
        return Money(other, None, 1 if basis == "tax_included" else -1, basis, tax_rate=_strongest(rates))
    params = {"header": other.heading.text, "basis": Text(f"basis-{basis}"), "file": place.file}
    return Problem("other-basis-only", place, params)


def _rivals(header: Header, chosen: Money, currency: str) -> list[Candidate]:
    """Other columns that may be the amount just as well: the same tax basis and currency said, and no map or system to tell."""
    first = chosen.plus
    if first.term != "amount" or first.rank < 0 or first.heading.whole in _PLAINLY or chosen.times is not None or chosen.tax is not None:
        return []
    some = [c for c in header.candidates["amount"] if c.column != first.column and c.heading.scope == first.heading.scope]
    some = [c for c in _in_currency([first, *some], currency) if c is not first]
    every = [c for term in _MONEY for c in header.candidates.get(term, ())]
    stated = {c.column: _stated(c, every, False, None) for c in (first, *some)}
    return [c for c in some if stated[c.column] == stated[first.column] and c.rank >= 0]


def _priced(header: Header, basis: Basis, title: Basis | None, place: Place) -> Money | Problem:
    """Quantity times unit price, for lists without an amount."""
    price, stated = _price(header, basis)
    quantity = _strongest(header.candidates["quantity"])
    stated = stated or title
    if stated in (basis, None):
        return Money(price, basis=stated or "unstated", times=quantity)
    params = {"header": price.heading.text, "basis": Text(f"basis-{basis}"), "file": place.file}
    return Problem("other-basis-only", place, params)


def _price(header: Header, basis: Basis) -> tuple[Candidate, Basis | None]:
    """The unit price of the basis wanted where there is one, and the basis that it states."""
    stated: dict[int, Basis | None] = {}
    for c in header.candidates["unit_price"]:
        included = any(w in c.heading.bare for w in _TAX_INCLUDED) and not any(w in c.heading.bare for w in _TAX_EXCLUDED)
        excluded = any(w in c.heading.bare for w in _TAX_EXCLUDED)
        stated[c.column] = c.basis or ("tax_included" if included else "tax_excluded" if excluded else None)
    best = min(header.candidates["unit_price"], key=lambda c: (stated[c.column] != basis, stated[c.column] is not None, *c.strength))
    return best, stated[best.column]


def _stated(c: Candidate, some: Sequence[Candidate], taxed: bool, title: Basis | None) -> Basis | None:
    """The tax basis of an amount column by its words, its neighbours, or the title."""
    if c.basis:
        return c.basis
    if _names_net(c):
        return "tax_excluded"
    if any(w in c.heading.bare for w in _TAX_INCLUDED):
        return "tax_included"
    if c.term == "amount" and any(o.basis == "tax_excluded" or _names_net(o) for o in some):
        return "tax_included"
    included = any(w in o.heading.bare for o in some if not _names_net(o) for w in _TAX_INCLUDED)
    if c.term == "amount_net" and (included or taxed):
        return "tax_excluded"
    return title


def _scopes(header: Header) -> frozenset[str]:
    """The currencies that the list's amount columns are marked with, whatever a map makes of them."""
    terms = {*_MONEY, *COST_TERMS}
    marked = ((j, h) for j, h in header.headings.items() if h.scope)
    return frozenset(str(h.scope) for j, h in marked if any(c.term in terms for c in candidates("sales", j, h)))


def _strongest(some: Sequence[Candidate]) -> Candidate:
    return min(some, key=lambda c: c.strength)


def _code_and_name(columns: SalesColumns, header: Header) -> None:
    """A bare 客户 beside a 客户名称 holds the code."""
    some = header.candidates.get("customer_name", ())
    bare = [c for c in some if c.heading.bare in ("客户", "customer")]
    named = [c for c in some if c.heading.bare in ("客户名称", "customername")]
    if bare and named:
        columns.texts["customer_name"] = named[0]
        columns.texts.setdefault("customer_id", bare[0])


def _names_net(c: Candidate) -> bool:
    return c.term == "amount_net" and c.heading.bare not in _NEUTRAL


def _others(columns: SalesColumns, header: Header, currency: str) -> None:
    for term in TEXT_TERMS:
        some = header.candidates.get(term)
        if some:
            columns.texts[term] = min(some, key=lambda c: c.column) if term == "order_id" else _strongest(some)
    _code_and_name(columns, header)
    for term in COST_TERMS:
        if term in header.candidates:
            columns.money[term] = _strongest(header.candidates[term])
    if "quantity" in header.candidates:
        columns.quantity = _strongest(header.candidates["quantity"])
    if "unit_price" in header.candidates:
        columns.price = _price(header, "tax_included" if columns.amount.basis == "unstated" else columns.amount.basis)[0]  # type: ignore[arg-type]
    if "line_amount" in header.candidates:
        columns.line_amount = _strongest(header.candidates["line_amount"])
    if "discount" in header.candidates:
        columns.discount = _strongest(header.candidates["discount"])
    if "year" in header.candidates and columns.date.heading.bare in MONTH_WORDS:
        columns.year = _strongest(header.candidates["year"])
    if "fx_rate" in header.candidates:
        columns.rate = _strongest(header.candidates["fx_rate"])
    columns.rivals = _rivals(header, columns.amount, currency)
    if columns.amount.plus.term == "line_amount":
        totals = [c for c in header.candidates.get("amount", ()) if c.heading.scope == columns.amount.plus.heading.scope]
        columns.document_total = min(totals, key=lambda c: c.strength, default=None)
    own = columns.texts.get("order_id")
    ids = [c for c in header.candidates.get("order_id", ()) if own is not None and c.heading.whole == own.heading.whole]
    columns.order_ids = ids if len(ids) > 1 else []
    columns.flags = [(reason, when, j) for reason, (words, when) in status_flags().items() for j, h in header.headings.items() if h.bare in words]
    columns.status = list(header.candidates.get("status", ()))
    columns.doc_type = list(header.candidates.get("doc_type", ()))
    net = _amount(header, "tax_excluded", None, Place(""), currency)
    if columns.amount.times is None and isinstance(net, Money) and net.basis == "tax_excluded":
        columns.net = net


def mapped_headers(header: Header, found: SalesColumns) -> dict[str, str]:
    """Header -> term of every column that was read, in the order of the sheet."""
    part = found.amount.tax is not None or found.amount.times is not None or found.amount.tax_rate is not None
    some = {found.date.column: "order_date", found.amount.plus.column: found.amount.plus.term if part else "amount"}
    if found.net is not None:
        some.setdefault(found.net.plus.column, "amount_net")
    for term, candidate in {**found.texts, **found.money}.items():
        some.setdefault(candidate.column, term)
    for several, term in ((found.status, "status"), (found.doc_type, "doc_type")):
        for candidate in several:
            some.setdefault(candidate.column, term)
    discount = found.discount if found.amount.times is not None else None
    rate = None if found.in_base_currency(found.amount.plus) else found.rate
    for single, term in ((found.quantity, "quantity"), (found.amount.tax, "tax"), (discount, "discount"), (rate, "fx_rate"), (found.amount.tax_rate, "tax_rate")):
        if single is not None:
            some.setdefault(single.column, term)
    for term, column in found.extra.items():
        some.setdefault(column, term)
    return {header.headings[j].text: some[j] for j in sorted(some) if j in header.headings}


@cache
def return_headers() -> frozenset[str]:
    """Headers that only lists of returns have, normalised."""
    return frozenset(fold(w) for w in book()["return_lists"])


@cache
def status_flags() -> dict[str, tuple[frozenset[str], str]]:
    """By reason for leaving a document out: the headers of columns of yes and no, and which of the two it is."""
    return {reason: (frozenset(fold(w) for w in said["headers"]), said["when"]) for reason, said in book()["status_flags"].items()}


@cache
def flag_headers() -> frozenset[str]:
    """Headers of columns whose own yes means a return, normalised."""
    return frozenset(fold(w) for w in book()["return_flags"])
