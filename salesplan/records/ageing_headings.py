"""Columns of ageing reports: what is not due, and what is overdue or old by ranges of days."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

_BLANKS = re.compile(r"[\s_:：'‘’]+")
_NOT_DUE = re.compile(r"未到期|未逾期|current|notdue|notyetdue|futureremit|未过期|信用期内|账期内")
_OVERDUE = re.compile(r"^(?:已逾期|逾期|已到期|已过期|过期|超期|overdue|pastdue|账龄|应收账龄|ageing|aging)+")
_UNIT = r"(个月|月|months?|mos?|年|years?|yrs?|天|日|days?|d)?"
_RANGE = re.compile(rf"(\d+){_UNIT}[-–—~至到](\d+){_UNIT}(?:\(含\))?$")
_UP_TO = re.compile(rf"(?:≤|<=|<|不超过)?(\d+){_UNIT}(?:\(含\))?(以内|之内|内|及以下|以下)$|(?:≤|<=|<|不超过)(\d+){_UNIT}$")
_OVER = re.compile(rf"(\d+){_UNIT}(?:\(含\))?(?:以上|及以上|之上|\+|-?above|-?over|andover|andabove|plus)$|(?:>=?|≥|over|above|超过|大于|morethan)(\d+){_UNIT}(?:以上)?$")


@dataclass(frozen=True, slots=True, order=True)
class Bucket:
    """A range of days of an ageing report; `last` is None where it has no end.

    `side`: `not_due`, `overdue`, or `age` where the heading does not say that it counts from the due date.
    """

    side: Literal["not_due", "overdue", "age"]
    first: int = 0
    last: int | None = None
    whole: bool = False

    @property
    def term(self) -> str:
        """The column's name in a frame, such as `bucket:not_due`, `bucket:1-30`, `bucket:365+`."""
        days = "" if self.whole else f"{self.first}-{self.last}" if self.last is not None else f"{self.first}+"
        return "bucket:" + ":".join(p for p in ("not_due" if self.side == "not_due" else "", days) if p)


def bucket_of(path: tuple[str, ...]) -> Bucket | None:
    """The range of days that the levels of a heading name together, None when they name none.

    >>> bucket_of(("已逾期", "1-30天")).term, bucket_of(("未到期",)).term, bucket_of(("逾期365天以上",)).term
    ('bucket:1-30', 'bucket:not_due', 'bucket:365+')
    >>> bucket_of(("121-Above",)).term, bucket_of(("0-30",)).side, bucket_of(("3个月以内",)).term, bucket_of(("数量",))
    ('bucket:121+', 'age', 'bucket:0-90', None)
    """
    texts = [_BLANKS.sub("", unicodedata.normalize("NFKC", p)).casefold() for p in path]
    side: Literal["not_due", "overdue", "age"] = "age"
    found: tuple[int, int | None] | None = None
    whole = ""
    for text in texts:
        if _NOT_DUE.search(text):
            side = "not_due"
        elif _OVERDUE.search(text):
            side = "overdue" if side == "age" and not text.startswith(("账龄", "应收账龄", "ageing", "aging")) else side
        whole = _OVERDUE.sub("", _NOT_DUE.sub("", text)).strip("()[]-/")
        found = _days(whole) or found
    if found is not None:
        return Bucket(side, *found)
    return Bucket("not_due", whole=True) if side == "not_due" and not whole else None


def _days(text: str) -> tuple[int, int | None] | None:
    bare = re.sub(r"\((?:元|万元|天|days?)\)$", "", text)
    if found := _RANGE.match(bare):
        unit = found[4] or found[2]
        first, last = _in_days(found[1], found[2] or unit), _in_days(found[3], unit)
        return (first + 1 if _is_long(unit) and first else first, last) if last > first else None
    if found := _UP_TO.match(bare):
        return 0, _in_days(found[1] or found[4], found[2] or found[5])
    if found := _OVER.match(bare):
        return _in_days(found[1] or found[3], found[2] or found[4]), None
    return None


def _is_long(unit: str | None) -> bool:
    return bool(unit) and unit[0] in "个月my年"  # type: ignore[index]


def _in_days(number: str, unit: str | None) -> int:
    count = int(number[:5])
    if unit and unit[0] in "个月m":
        return {6: 180, 12: 365, 24: 730, 36: 1095}.get(count, count * 30)
    return count * 365 if unit and unit[0] in "年y" else count
