"""Whose sales they are: lines that several people share, split so that the parts sum to the line exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from salesplan.calc.people import Seat
from salesplan.calc.team import by_day
from salesplan.frame import MISSING, NO_AMOUNT, Flags, Frame, Ints, Texts
from salesplan.plan.performance import SharedSale

BETWEEN = re.compile(r"\s*[/、,，;；+＋&＆|]\s*")
PART = re.compile(r"(?P<name>.+?)\s*[(（:：]?\s*(?P<share>\d{1,3}(?:\.\d+)?)\s*[%％]\s*[)）]?")

Shares = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Credit:
    """Who gets which part of which line: `line` positions, `people` aligned with them, parts from `low` to `high` of `whole`."""

    line: Ints
    people: Texts
    low: Ints
    high: Ints
    whole: Ints

    def of(self, amounts: Ints) -> Ints:
        """The part of each line's amount; the parts of a line sum to it exactly, `NO_AMOUNT` where it has none."""
        values = amounts[self.line]
        known = np.where(values == NO_AMOUNT, 0, values)
        return np.where(values == NO_AMOUNT, NO_AMOUNT, known * self.high // self.whole - known * self.low // self.whole)


def shared_by_name(label: str, known: Mapping[str, str]) -> dict[str, Fraction] | None:
    """The people that one cell names and their shares, equal where none are written; None when it is no list of known people.

    >>> shared_by_name("张伟/李娜", {"张伟": "E1", "李娜": "E2"})
    {'E1': Fraction(1, 2), 'E2': Fraction(1, 2)}
    >>> shared_by_name("张伟60%、李娜40%", {"张伟": "E1", "李娜": "E2"})
    {'E1': Fraction(3, 5), 'E2': Fraction(2, 5)}
    """
    parts = [p for p in BETWEEN.split(label.strip()) if p]
    if len(parts) < 2:
        return None
    found: dict[str, Fraction | None] = {}
    for part in parts:
        stated = PART.fullmatch(part)
        who = known.get(stated["name"] if stated else part)
        if who is None or who in found:
            return None
        found[who] = Fraction(stated["share"]) / 100 if stated else None
    shares = {w: s for w, s in found.items() if s is not None}
    if not shares:
        return dict.fromkeys(found, Fraction(1, len(found)))
    return shares if len(shares) == len(found) and sum(shares.values()) == 1 else None


def credited(frame: Frame, people: Texts, seats: Sequence[Seat], shared: Sequence[SharedSale] = ()) -> Credit | None:
    """How the lines count for people: the plan's shared sales first, then cells that name several people; None where nothing is shared.

    `people`: the person of each line as `calc.team.everybody` tells them.
    """
    known = _known(seats)
    rows, shares = _planned(frame, known, shared)
    for code, label in enumerate(people.labels):
        if label in known or len(BETWEEN.split(label)) < 2:
            continue
        for inside, here in _by_region(frame, people.codes == code, seats):
            split = shared_by_name(label, {**known, **here})
            if split is not None:
                rows.append(inside & ~_any(rows, len(frame)))
                shares.append(split)
    if not any(r.any() for r in rows):
        return None
    return _expanded(frame, people, seats, rows, shares)


def _by_region(frame: Frame, rows: Flags, seats: Sequence[Seat]) -> list[tuple[Flags, dict[str, str]]]:
    """Some lines by region, with the people whose names are told apart by it."""
    if "region" not in frame:
        return [(rows, {})]
    texts = frame.texts("region")
    found = []
    for code in np.unique(texts.codes[rows]).tolist():
        where = texts.labels[code] if code != MISSING else None
        names: dict[str, set[str]] = {}
        for seat in seats:
            if where is not None and seat.within == where:
                names.setdefault(seat.name, set()).add(seat.who)
        found.append((np.asarray(rows & (texts.codes == code)), {n: next(iter(ids)) for n, ids in names.items() if len(ids) == 1}))
    return found


def _any(rows: Sequence[Flags], length: int) -> Flags:
    return np.logical_or.reduce(rows) if rows else np.zeros(length, np.bool_)


def _known(seats: Sequence[Seat]) -> dict[str, str]:
    """People by id, and by name where only one has it."""
    names: dict[str, set[str]] = {}
    for seat in seats:
        names.setdefault(seat.name, set()).add(seat.who)
    alone = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    return {**alone, **{s.who: s.who for s in seats}}


def _planned(frame: Frame, known: Mapping[str, str], shared: Sequence[SharedSale]) -> tuple[list[Flags], list[Shares]]:
    rows: list[Flags] = []
    shares: list[Shares] = []
    for sale in shared:
        mine = _named(frame, ("order_id",), sale.order) | _named(frame, ("customer_id", "customer_name"), sale.customer)
        days = frame.days("order_date")
        if sale.since is not None:
            mine &= days >= np.datetime64(sale.since, "D")
        if sale.until is not None:
            mine &= days <= np.datetime64(sale.until, "D")
        rows.append(mine & ~_any(rows, len(frame)))
        shares.append({known.get(who, who): share for who, share in sale.people.items()})
    return rows, shares


def _named(frame: Frame, terms: Sequence[str], name: str | None) -> Flags:
    found = np.zeros(len(frame), np.bool_)
    for term in terms:
        if name is not None and term in frame:
            texts = frame.texts(term)
            found |= np.isin(texts.codes, [n for n, label in enumerate(texts.labels) if label == name])
    return found


def _expanded(frame: Frame, people: Texts, seats: Sequence[Seat], rows: Sequence[Flags], shares: Sequence[Shares]) -> Credit:
    alone = np.flatnonzero(~_any(rows, len(frame)))
    labels = {label: n for n, label in enumerate(people.labels)}
    lines, codes = [alone], [people.codes[alone]]
    lows, highs, wholes = [np.zeros(len(alone), np.int64)], [np.ones(len(alone), np.int64)], [np.ones(len(alone), np.int64)]
    for flags, split in zip(rows, shares, strict=True):
        at, whole, low = np.flatnonzero(flags), lcm(*(s.denominator for s in split.values())), 0
        for who, share in split.items():
            high = low + int(share * whole)
            lines.append(at)
            codes.append(np.full(len(at), labels.setdefault(who, len(labels)), np.int32))
            for parts, value in ((lows, low), (highs, high), (wholes, whole)):
                parts.append(np.full(len(at), value, np.int64))
            low = high
    line = np.concatenate(lines)
    texts = Texts(np.concatenate(codes), tuple(labels))
    days = {"order_date": frame.days("order_date")[line]}
    dated = Frame(days, (), np.zeros(len(line), np.int32), np.zeros(len(line), np.int32))
    return Credit(line, by_day(texts, dated, seats), np.concatenate(lows), np.concatenate(highs), np.concatenate(wholes))


