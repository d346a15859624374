"""What months a heading names: 1月, 2025-01, Jan 2025, Q1, 一季度, 上半年, 全年累计, alone or beside other words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from salesplan.records.asides import is_total

Grain = Literal["month", "quarter", "half", "year", "to-date", "total"]
FINEST: tuple[Grain, ...] = ("to-date", "month", "quarter", "half", "year", "total")
"""Grains in the order in which one of several levels of a heading decides."""

_HAN = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:fy ?)?((?:19|20)\d\d)"
_MONTH = r"(1[0-2]|0?[1-9])"


@dataclass(frozen=True, slots=True)
class Named:
    """The months that a heading names: `number` is that of the month, the quarter or the half; `year` where it says so."""

    grain: Grain
    number: int = 0
    year: int | None = None


def _number(text: str) -> int:
    return _HAN.get(text) or int(text)


def _year(text: str | None) -> int | None:
    return None if not text else int(text) + 2000 if len(text) == 2 else int(text)


_WRITTEN: tuple[tuple[str, Grain, int, int], ...] = (
    (rf"(?<!\d){_YEAR} ?年 ?{_MONTH} ?月? ?[-~至到–—] ?{_MONTH} ?月份?(?: ?累计)?", "to-date", 0, 1),
    (rf"(?<![\d-]){_MONTH} ?月? ?[-~至到–—] ?{_MONTH} ?月份?(?: ?累计)?", "to-date", 0, 0),
    (rf"(?:{_YEAR} ?年 ?)?{_MONTH} ?月份? ?累计|\bytd\b|\byear[- ]to[- ]date\b|年初至今|本年累计", "to-date", 0, 1),
    (rf"(?<!\d){_YEAR} ?[-/.年] ?{_MONTH}(?:月份?|[-/]0?1(?:[ t]00:00(?::00)?)?)?(?![\d月])(?![-/.]\d)", "month", 2, 1),
    (r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(?!\d)", "month", 2, 1),
    (rf"(?<![a-z]){_YEAR}[- ]?{_NAME}(?![a-z])", "month", 2, 1),
    (rf"(?<![a-z]){_NAME}[-, ']*((?:19|20)?\d\d)(?![\d])", "month", 1, 2),
    (rf"(?<!\d)(\d\d)[- ]{_NAME}(?![a-z])", "month", 2, 1),
    (rf"(?<![a-z]){_NAME}(?![a-z])", "month", 1, 0),
    (r"(?<![\d.])(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月(?:份|度)?", "month", 1, 0),
    (rf"(?<![a-z])(?:m|p|month|period) ?{_MONTH}(?![\da-z])", "month", 1, 0),
    (rf"(?:{_YEAR} ?年? ?)?第? ?([一二三四1-4]) ?季度?", "quarter", 2, 1),
    (rf"(?<![a-z]){_YEAR} ?[-年]? ?q([1-4])(?!\d)", "quarter", 2, 1),
    (rf"(?<![a-z])q([1-4])(?:[-, ']*{_YEAR})?(?!\d)", "quarter", 1, 2),
    (r"(?<!\d)([1-4])q(?![a-z])", "quarter", 1, 0),
    (rf"(?<![a-z])quarter ?([1-4])(?:[-, ]*{_YEAR})?", "quarter", 1, 2),
    (rf"(?:{_YEAR} ?年? ?)?([上下])半年", "half", 2, 1),
    (rf"(?<![a-z])(?:{_YEAR} ?)?h([12])(?!\d)", "half", 2, 1),
    (rf"(?<!\d){_YEAR} ?(?:年度?|财年)?(?: ?(?:全年|合计|总计|累计))?(?![\d-])", "year", 0, 1),
    (r"全年(?:度)?(?:累计|合计|小计)?|年度(?:累计|合计)?|整年|年(?:累计|合计|小计)|\b(?:full|whole) year\b|\bannual\b|\byearly\b|\bfy ?\d\d\b|\bfy\b", "year", 0, 0),
)  # fmt: skip
"""Patterns of periods with their grain and the groups that hold the number and the year, the first that fits decides."""
_RULES = tuple((re.compile(pattern), grain, number, year) for pattern, grain, number, year in _WRITTEN)


def spaced(text: str) -> str:
    """A heading as it is searched: NFKC, no case, single blanks.

    >>> spaced("Target_（Jan　2025）")
    'target (jan 2025)'
    """
    return re.sub(r"[\s_]+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def named_months(text: str) -> tuple[Named | None, str]:
    """The months that a heading names, None when it names none, and its other words.

    >>> named_months("Target (Jan 2025)"), named_months("2025年3月预算")
    ((Named(grain='month', number=1, year=2025), 'target'), (Named(grain='month', number=3, year=2025), '预算'))
    >>> named_months("一季度")[0], named_months("全年累计")[0], named_months("1-3月累计")[0].grain, named_months("客户")[0]
    (Named(grain='quarter', number=1, year=None), Named(grain='year', number=0, year=None), 'to-date', None)
    """
    whole = spaced(text)
    for pattern, grain, number, year in _RULES:
        found = pattern.search(whole)
        if found:
            rest = whole[: found.start()] + " " + whole[found.end() :]
            return Named(grain, _which(found, grain, number), _year(found[year]) if year else None), _stripped(rest)
    if is_total(whole) or whole in ("累计", "年累"):
        return Named("total"), ""
    return None, whole


def _which(found: re.Match[str], grain: Grain, number: int) -> int:
    if not number:
        return 0
    said = found[number]
    if grain == "half":
        return {"上": 1, "下": 2}.get(said) or int(said)
    return _NAMES.index(said[:3]) + 1 if said[:3] in _NAMES else _number(said)


def _stripped(text: str) -> str:
    bare = re.sub(r"\(\s*\)|\[\s*\]|【\s*】", " ", text)
    return re.sub(r"\s+", " ", bare).strip(" -/·:()[],，、")


def named_by(path: tuple[str, ...]) -> tuple[Named | None, str]:
    """The months that the levels of a heading name together, and the other words of all levels.

    A month under its quarter is the month, a 小计 under a quarter the quarter; a year at any level
    is that of the month.

    >>> named_by(("2025年", "一季度", "1月", "预算")), named_by(("一季度", "小计"))[0]
    ((Named(grain='month', number=1, year=2025), '预算'), Named(grain='quarter', number=1, year=None))
    """
    each = [named_months(part) for part in path]
    some = [named for named, _ in each if named is not None]
    rest = " ".join(words for _, words in each if words)
    if not some:
        return None, rest
    finest = min(some, key=lambda n: FINEST.index(n.grain))
    year = finest.year or next((n.year for n in some if n.year), None)
    return replace(finest, year=year), rest


def stated_year(text: str) -> int | None:
    """The year that a title is about; the day on which it was made is none.

    >>> stated_year("华拓工品2025年度销售目标分解表"), stated_year("FY2026 Sales Targets"), stated_year("编制：2025-01-10")
    (2025, 2026, None)
    """
    whole = spaced(text)
    for pattern in (
        r"(?<!\d)(20\d\d) ?(?:年度|财年|年 ?(?:销售|目标|计划|任务|预算|费用|业绩|各|全))", r"\bfy ?(20\d\d)\b",
        r"(?<!\d)(20\d\d) ?年(?! ?\d{1,2} ?月)",
        r"(?<!\d)(20\d\d) (?:annual|sales|target|quota|budget|plan|revenue)", r"(?:target|quota|budget|plan)s?\D{0,16}(20\d\d)(?!\d|[-/]\d)",
    ):  # fmt: skip
        found = re.search(pattern, whole)
        if found:
            return int(found[1])
    return None
