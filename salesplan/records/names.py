"""Names made one: spellings of the same member, aliases of the plan, and the region and team inside a department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from salesplan.frame import MISSING, Texts
from salesplan.records.headings import fold, unwrapped

Alias: TypeAlias = str | Mapping[str, str | None]
Aliases: TypeAlias = Mapping[str, Mapping[str, Alias]]
"""By dimension, other spellings: to a name, or for persons an id to name, region and team."""

UNNAMED = frozenset(map(fold, ("-", "--", "—", "(空)", "空", "无", "未分配", "n/a", "null", "none", "(blank)", "未指定", "nan")))
"""Texts that name no member."""

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_SEPARATOR = re.compile(rf"\s*[_\\>｜|]\s*|\s+[-–—/]\s+|(?<=[{_HAN}])\s*[-–—/／]\s*(?=[{_HAN}])")
_REGION_END = re.compile(r"(?:大区|区域|片区|分公司|办事处)$")
_OFFICE_END = re.compile(r"(?:中心|部|公司|集团|总部|本部)$")
_JOINED = re.compile(r"^(.{1,8}?(?:大区|区域|片区))(.{2,})$")
_SHORTENED = "大区"


def tidy(name: str) -> str:
    """A name without stray blanks: none at the ends, single inside, none between Han characters.

    >>> tidy(" 王 伟 "), tidy("East  China")
    ('王伟', 'East China')
    """
    return _BETWEEN_HAN.sub("", _BLANKS.sub(" ", unwrapped(name)).strip())


def untidy(names: Sequence[str]) -> bool:
    """Whether some of the names may have stray blanks."""
    return bool(_BLANKS.search("".join(names))) or any(n[:1] in "='" for n in names)


def department(label: str) -> tuple[str, str | None]:
    """The region and the team that a department's name holds.

    >>> department("华东大区_苏南组"), department("销售中心/华东大区/浙沪组"), department("华东大区苏南组"), department("Asia-Pacific")
    (('华东大区', '苏南组'), ('华东大区', '浙沪组'), ('华东大区', '苏南组'), ('Asia-Pacific', None))
    """
    parts = [p for p in _SEPARATOR.split(label) if p]
    if len(parts) > 1:
        ends = [i for i, p in enumerate(parts) if _REGION_END.search(p)]
        plain = [i for i, p in enumerate(parts[:-1]) if not _OFFICE_END.search(p)]
        at = ends[0] if ends else plain[0] if plain else len(parts) - 1
        return parts[at], parts[at + 1] if at + 1 < len(parts) else None
    joined = _JOINED.match(label)
    return (joined[1], joined[2]) if joined else (label, None)


@dataclass(slots=True)
class Naming:
    """How the texts of one dimension become its members: aliases first, then the plan's own spelling.

    `members`: the names that the plan has, empty when it names none. Labels that differ only in
    blanks, case or full width are one member, spelt as it is first met.
    """

    dimension: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    members: Sequence[str] = ()
    _folded: dict[str, str] = field(default_factory=dict)
    _own: dict[str, str] = field(default_factory=dict)
    _first: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fold the aliases and members once."""
        self._folded = {fold(k): v for k, v in self.aliases.items()}
        self._own = {fold(m): m for m in self.members}

    def said(self, *spellings: str) -> str | None:
        """The member that an alias or the plan names by one of the spellings, None when neither does."""
        for table in (self._folded, self._own):
            for spelling in spellings:
                found = table.get(fold(spelling))
                if found:
                    return found
        return None

    def name(self, label: str) -> str | None:
        """The member that a text stands for, None when it names none."""
        bare = tidy(label)
        key = fold(bare)
        if key in UNNAMED or not key:
            return None
        return self.said(bare) or self._first.setdefault(key, bare)

    def region(self, label: str) -> str | None:
        """The region that a text stands for, a department's region included; 大区 at its end is dropped.

        A name that the plan has with or without 大区 is spelt as in the plan.

        >>> Naming("region").region("华东大区_苏南组"), Naming("region", members=["华东大区"]).region("华东")
        ('华东', '华东大区')
        """
        bare = tidy(label)
        if fold(bare) in UNNAMED or not bare:
            return None
        whole = self.said(bare)
        if whole:
            return whole
        part = department(bare)[0]
        short = part.removesuffix(_SHORTENED) or part
        plain = _REGION_END.sub("", part) or part
        known = self.said(part, short) or self.said(plain, f"{plain}大区", f"{plain}区域", f"{plain}片区")
        return known or self._first.setdefault(fold(short), short)


def renamed(texts: Texts, names: Iterable[str | None]) -> Texts:
    """The texts with each label replaced; None makes them missing, and equal names share a code."""
    seen: dict[str, int] = {}
    table = np.array([seen.setdefault(n, len(seen)) if n else MISSING for n in names] + [MISSING], np.int32)
    return Texts(table[texts.codes], tuple(seen))


def namings(aliases: Aliases, members: Mapping[str, Sequence[str]], dimensions: Iterable[str]) -> dict[str, Naming]:
    """How each dimension's texts become its members."""
    return {d: Naming(d, plain_aliases(aliases.get(d, {})), members.get(d, ())) for d in dimensions}


def plain_aliases(given: Mapping[str, Alias]) -> dict[str, str]:
    """Spellings and the names that they stand for; entries that only tell namesakes apart are left out."""
    found = {}
    for spelling, alias in given.items():
        if isinstance(alias, str):
            found[spelling] = alias
        elif alias.get("name") and len([v for v in alias.values() if v]) == 1:
            found[spelling] = str(alias["name"])
    return found


def numbered(texts: Mapping[str, Texts], people: Mapping[str, Alias]) -> Texts | None:
    """Employee numbers of rows: the file's own, else that of the alias whose name, region and so on the row has.

    `people`: id -> fields such as name and region. None when neither gives any.
    """
    own = texts.get("emp_no")
    known = {i: p for i, p in people.items() if not isinstance(p, str) and p.get("name") and len(p) > 1}
    if "person" not in texts or not known:
        return own
    labels: dict[str, int] = {label: i for i, label in enumerate(own.labels)} if own else {}
    codes = own.codes.copy() if own else np.full(len(texts["person"]), MISSING, np.int32)
    for number, person in known.items():
        rows = codes == MISSING
        for term, value in person.items():
            column = texts.get("person" if term == "name" else term)
            if value is None or column is None:
                continue
            wanted = [i for i, label in enumerate(column.labels) if fold(label) == fold(str(value))]
            rows &= np.isin(column.codes, wanted)
        if rows.any():
            codes[rows] = labels.setdefault(number, len(labels))
    return Texts(codes, tuple(labels)) if labels else None
