"""What is wrong with an input, and where: problems are values, shown all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in an input: line and column of a text file, or sheet and cell of a workbook.

    Lines and columns count from 1, columns in characters. `text` is the source line (or the cell's
    text) as it stands in the file, for the excerpt under a message; `width` is how many characters
    of it are meant.
    """

    file: str
    line: int | None = None
    column: int | None = None
    width: int = 1
    sheet: str | None = None
    cell: str | None = None
    text: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """The place as compilers print it.

        >>> str(Place("goals.yaml", 12, 15)), str(Place("a.xlsx", sheet="Sheet1", cell="C7"))
        ('goals.yaml:12:15', 'a.xlsx:Sheet1!C7')
        """
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        elif self.cell is not None:
            parts.append(f"{self.sheet}!{self.cell}" if self.sheet else self.cell)
        elif self.sheet is not None:
            parts.append(self.sheet)
        return ":".join(parts)

    def order(self) -> tuple[str, int, int, str]:
        """A key that sorts places as they stand in their files."""
        letters = (self.cell or "").rstrip("0123456789")
        row = (self.cell or "")[len(letters) :]
        return (self.file, self.line or 0, self.column or 0, f"{row:>8}{letters:>4}" if self.cell else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a slug of words, its place, and the values that its sentences name.

    The sentences (what is wrong, what to do) stand in `salesplan.words.messages` under the slug.
    """

    slug: str
    place: Place | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def order(self) -> tuple[str, int, int, str]:
        """A key that sorts problems by place; those without one come first."""
        return self.place.order() if self.place else ("", 0, 0, "")


class InvalidInput(Exception):
    """An input that cannot be used, with everything that is wrong with it, in place order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems sorted by place."""
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=Problem.order))
        super().__init__("; ".join(f"{p.place or ''} {p.slug}".strip() for p in self.problems))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like a misspelt one, or None when none is close.

    >>> nearest("regoin", ["region", "product"]), nearest("zzz", ["region"])
    ('region', None)
    >>> nearest("华东大区", ["华东", "华南"])
    '华东'
    """
    from difflib import get_close_matches

    names = list(dict.fromkeys(known))
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    inside = [n for n in names if n and (n in word or word in n)]
    return max(inside, key=len) if inside else None
