"""Customers of different systems brought together: by number, then by normalised name, and never by a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from salesplan.frame import MISSING, NO_AMOUNT, Codes, Frame, Ints, Texts

How = Literal["id", "name", "ambiguous", "none"]
AMBIGUOUS = -2
"""The code of a row whose name fits several customers."""
AGREEING = 0.9
"""Numbers of two systems are the same numbers when at least this share of the customers that they bring together also agree in name."""
KNOWN = 0.5
"""Where there are no names to compare, at least this share of the numbers must be known on the other side."""

_PUNCTUATION = re.compile(r"[\s\W_]+")
_ENDINGS = re.compile(
    r"(?:(?:集团)?股份有限公司|有限责任公司|集团有限公司|(?:集团)?有限公司|股份公司|公司"
    r"|(?:private|pvt|pte|pty)?(?:limited|ltd)|company|incorporated|inc|corporation|corp|llc|llp|lp|gmbhcokg|gmbh|ag|kg|plc|sarl|sa|srl|spa|bv|nv|ab|oy|as|co)$"
)
_TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{2,}")


@lru_cache(maxsize=65536)
def normal_name(name: str) -> str:
    """A name as it is compared: full and half width alike, without blanks, brackets, signs and case.

    >>> normal_name("晟航数控设备（株洲） 有限公司") == normal_name("晟航数控设备(株洲)有限公司")
    True
    """
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name).casefold())


@lru_cache(maxsize=65536)
def short_name(name: str) -> str:
    """The normalised name without its legal ending.

    >>> short_name("南京冠鑫汽车部件有限公司"), short_name("Guanxin Auto Parts Co., Ltd."), short_name("Müller GmbH & Co. KG")
    ('南京冠鑫汽车部件', 'guanxinautoparts', 'müller')
    """
    words = normal_name(name)
    for _ in range(3):
        cut = _ENDINGS.sub("", words)
        if len(cut) < 2 or cut == words:
            break
        words = cut
    return words


@dataclass(frozen=True, slots=True)
class Party:
    """A customer of the register: its number and its name, as far as they are known."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Unjoined:
    """A customer that was not found, or whose name fits several (`candidates`); `amount` [smallest units] None where there is none."""

    id: str | None
    name: str | None
    rows: int
    amount: int | None
    candidates: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """`codes` by row of the left list: a position in `parties`, `MISSING`, or `AMBIGUOUS`.

    `customers` counts the distinct customers of the left list by how they were found; `rows` and `amount` their rows
    and sums [smallest units].
    """

    parties: tuple[Party, ...]
    codes: Codes
    customers: Mapping[How, int]
    rows: Mapping[How, int]
    amount: Mapping[How, int]
    unjoined: tuple[Unjoined, ...]

    @property
    def rate(self) -> float | None:
        """The share of the customers that were found; None where there are none."""
        total = sum(self.customers.values())
        return (self.customers["id"] + self.customers["name"]) / total if total else None


class Register:
    """The customers that others are brought to, by number, by name and by name without its ending."""

    def __init__(self, right: Frame, aliases: Mapping[str, str] | None = None) -> None:
        """Take the customers of a list; `aliases` are other spellings of their names."""
        numbers, names = _texts(right, "customer_id"), _texts(right, "customer_name")
        pairs = sorted({(i, n) for i, n in zip(_labels(numbers, len(right)), _labels(names, len(right)), strict=True) if i or n}, key=str)
        self.parties: list[Party] = []
        self.by_id: dict[str, int] = {}
        self.names: dict[int, set[str]] = {}
        self._whole: dict[str, set[int]] = {}
        self._short: dict[str, set[int]] = {}
        nameless: dict[str, int] = {}
        for number, name in pairs:
            key = normal_name(name) if name else ""
            at = self.by_id.get(number) if number else nameless.get(key)
            if at is None:
                at = len(self.parties)
                self.parties.append(Party(number, name))
                if number:
                    self.by_id[number] = at
                else:
                    nameless[key] = at
            if name:
                self._add(at, name)
        for written, name in (aliases or {}).items():
            for at in self._whole.get(normal_name(name), set()) | ({self.by_id[name]} if name in self.by_id else set()):
                self._add(at, written)

    def _add(self, at: int, name: str) -> None:
        self.names.setdefault(at, set()).add(short_name(name))
        self._whole.setdefault(normal_name(name), set()).add(at)
        self._short.setdefault(short_name(name), set()).add(at)

    def named(self, name: str) -> list[int]:
        """The customers that a name fits: those of the very name, else those that differ in the ending only."""
        found = self._whole.get(normal_name(name)) or self._short.get(short_name(name)) or set()
        return sorted(found)


def join_customers(left: Frame, right: Frame, aliases: Mapping[str, str] | None = None, amount: str | None = "amount") -> Joined:
    """Each row of a list with the customer of another list that it is about.

    Numbers join only where the two lists number alike: the customers that they bring together must agree in name. A name
    joins one customer or, where it fits several, none. `amount`: the term of the sums that are told.
    """
    register = Register(right, aliases)
    numbers, names = _texts(left, "customer_id"), _texts(left, "customer_name")
    pairs, back = _pairs(numbers, names, len(left))
    alike = _number_alike(pairs, register)
    noted = None if alike else _noted(left, register)
    found: list[int] = []
    how: list[How] = []
    options: list[list[int]] = []
    for number, name in pairs:
        at, way, some = _find(number if alike else None, name, register)
        found.append(at)
        how.append(way)
        options.append(some)
    codes = np.array([*found, MISSING], np.int32)[back]
    if noted is not None:
        mine = (codes < 0) & (noted >= 0)
        codes = np.where(mine, noted, codes).astype(np.int32)
        how = _noted_how(how, back, codes)
    sums = left.ints(amount) if amount and amount in left and left_has_money(left, amount) else None
    return _told(register, pairs, back, codes, how, options, sums)


def left_has_money(left: Frame, amount: str) -> bool:
    """Whether the term is a column of numbers."""
    return not isinstance(left.columns[amount], Texts)


def _texts(frame: Frame, term: str) -> Texts | None:
    column = frame.columns.get(term)
    return column if isinstance(column, Texts) else None


def _labels(texts: Texts | None, rows: int) -> list[str | None]:
    return texts.values() if texts is not None else [None] * rows


def _pairs(numbers: Texts | None, names: Texts | None, rows: int) -> tuple[list[tuple[str | None, str | None]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The distinct customers of a list, and which of them each row is about (-1: the row names none)."""
    seen: dict[tuple[str | None, str | None], int] = {}
    back = np.full(rows, -1, np.int64)
    for i, pair in enumerate(zip(_labels(numbers, rows), _labels(names, rows), strict=True)):
        if pair[0] or pair[1]:
            back[i] = seen.setdefault(pair, len(seen))
    return list(seen), back


def _number_alike(pairs: list[tuple[str | None, str | None]], register: Register) -> bool:
    """Whether two lists number their customers alike."""
    both = [(register.by_id[n], name) for n, name in pairs if n and n in register.by_id]
    compared = [(at, name) for at, name in both if name and register.names.get(at)]
    if compared:
        return sum(short_name(name) in register.names[at] for at, name in compared) >= AGREEING * len(compared)
    numbered = sum(1 for n, _ in pairs if n)
    return bool(numbered) and len(both) >= KNOWN * numbered


def _find(number: str | None, name: str | None, register: Register) -> tuple[int, How, list[int]]:
    if number and number in register.by_id:
        return register.by_id[number], "id", []
    some = register.named(name) if name else []
    if len(some) == 1:
        return some[0], "name", []
    return (AMBIGUOUS, "ambiguous", some) if some else (MISSING, "none", [])


def _noted(left: Frame, register: Register) -> Codes | None:
    """The customer whose number stands in each row's note, where such notes are the rule."""
    notes = _texts(left, "note")
    if notes is None or not notes.labels:
        return None
    table = []
    for label in notes.labels:
        known = {register.by_id[t] for t in _TOKEN.findall(label) if t in register.by_id}
        table.append(known.pop() if len(known) == 1 else MISSING)
    if sum(t >= 0 for t in table) < KNOWN * len(table):
        return None
    return np.array([*table, MISSING], np.int32)[notes.codes]


def _noted_how(how: list[How], back: np.ndarray[tuple[int], np.dtype[np.int64]], codes: Codes) -> list[How]:
    new = list(how)
    for i, at in zip(back.tolist(), codes.tolist(), strict=True):
        if i >= 0 and at >= 0 and how[i] in ("none", "ambiguous"):
            new[i] = "id"
    return new


def _told(
    register: Register, pairs: list[tuple[str | None, str | None]], back: np.ndarray[tuple[int], np.dtype[np.int64]], codes: Codes,
    how: list[How], options: list[list[int]], sums: Ints | None,
) -> Joined:  # fmt: skip
    ways: tuple[How, ...] = ("id", "name", "ambiguous", "none")
    named = back >= 0
    rows_of = np.bincount(back[named], minlength=len(pairs))
    amount_of = np.zeros(len(pairs), np.int64)
    if sums is not None:
        np.add.at(amount_of, back[named], np.where(sums[named] == NO_AMOUNT, 0, sums[named]))
    mine = {w: [i for i, h in enumerate(how) if h == w] for w in ways}
    unjoined = [
        Unjoined(*pairs[i], int(rows_of[i]), int(amount_of[i]) if sums is not None else None, tuple(register.parties[o] for o in options[i]))
        for w in ("ambiguous", "none")
        for i in mine[w]
    ]
    unjoined.sort(key=lambda u: (-abs(u.amount or 0), -u.rows, u.name or "", u.id or ""))
    return Joined(
        tuple(register.parties), codes, {w: len(mine[w]) for w in ways}, {w: int(rows_of[mine[w]].sum()) for w in ways},
        {w: int(amount_of[mine[w]].sum()) for w in ways}, tuple(unjoined),
    )  # fmt: skip
