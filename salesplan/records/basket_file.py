"""A plain basket file: one basket a line, its items parted by commas, tabs, semicolons or bars."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.encoding import decoded_text
from salesplan.records.files import Source, read_source

SIGNS = (",", "\t", ";", "|", "，", "；", "、")
"""What may part the items of a line."""
_LOOKED_AT = 2000
_FIGURES = re.compile(r"[-+¥$€]?\d[\d,.:/年月日\s-]*%?")


@dataclass(frozen=True, slots=True)
class BasketFile:
    """Baskets of a file, each with its items in their order; `blank` lines held none. `whole`: a line was a whole basket."""

    file: str
    sha256: str
    baskets: tuple[tuple[str, ...], ...]
    blank: int
    whole: bool = True


def read_baskets(path: Path, name: str | None = None) -> BasketFile:
    """The baskets of a text file. Raises: InvalidInput, `no-rows` where there are none."""
    source = read_source(path, name)
    text, _ = decoded_text(source)
    baskets = [tuple(dict.fromkeys(c for c in map(str.strip, cells) if c)) for cells in cells_of(text)]
    filled = tuple(b for b in baskets if b)
    if not filled:
        raise InvalidInput([Problem("no-rows", Place(source.name), {"file": source.name})])
    return BasketFile(source.name, source.sha256, filled, len(baskets) - len(filled))


def cells_of(text: str) -> list[list[str]]:
    """The cells of each line of a text."""
    return _cells(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"))


def looks_like_baskets(source: Source) -> bool:
    """Whether a file is a text of lines of differing lengths that hold names and hardly a figure or a date.

    A list of sales has as many cells in every line, and figures among them.
    """
    if source.data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"<")):
        return False
    try:
        text, _ = decoded_text(source)
    except InvalidInput:
        return False
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    rows = [[c.strip() for c in cells if c.strip()] for cells in _cells(lines)]
    lengths = Counter(len(r) for r in rows)
    figures = sum(bool(_FIGURES.fullmatch(c)) for r in rows for c in r)
    usual = max(lengths.values(), default=0)
    return len(lengths) > 1 and usual < 0.9 * len(rows) and figures < 0.1 * sum(map(len, rows))


def _cells(lines: Sequence[str]) -> list[list[str]]:
    """The cells of each line, parted by the sign that stands in the lines most often; quotes may hold it."""
    counts = Counter({sign: sum(line.count(sign) for line in lines[:_LOOKED_AT]) for sign in SIGNS})
    sign = max(SIGNS, key=lambda s: (counts[s], -SIGNS.index(s)))
    if any('"' in line for line in lines):
        return [next(csv.reader([line], delimiter=sign), []) for line in lines]
    return [line.split(sign) for line in lines]
