"""Working days of a country, make-up days counted, and the Spring Festival's first day of each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache, cached_property

from salesplan.period import Month

SPRING_FESTIVAL = {
    y: dt.date(y, m, d)
    for y, m, d in (
        (2010, 2, 14), (2011, 2, 3), (2012, 1, 23), (2013, 2, 10), (2014, 1, 31), (2015, 2, 19), (2016, 2, 8),
        (2017, 1, 28), (2018, 2, 16), (2019, 2, 5), (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22),
        (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26), (2029, 2, 13), (2030, 2, 3),
        (2031, 1, 23), (2032, 2, 11), (2033, 1, 31), (2034, 2, 19), (2035, 2, 8), (2036, 1, 28), (2037, 2, 15),
        (2038, 2, 4), (2039, 1, 24), (2040, 2, 12),
    )
}  # fmt: skip
"""First day of the first lunar month. Source: the Chinese lunisolar calendar, GB/T 33661-2017."""

FESTIVAL_COUNTRIES = frozenset({"CN", "HK", "MO", "TW", "SG", "MY", "VN"})
"""Where the Spring Festival stops business."""

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of a country; days that the plan names as holidays or working days come first.

    China follows the State Council's yearly notice as the `chinesecalendar` package knows it; years
    that it does not know yet fall back to the statutory holidays and are called provisional. Other
    countries follow the `holidays` package; one that it does not know has Monday to Friday.
    """

    country: str = "CN"
    holidays: Collection[dt.date] = field(default_factory=frozenset)
    workdays: Collection[dt.date] = field(default_factory=frozenset)

    def is_workday(self, day: dt.date) -> bool:
        """Whether people work on that day.

        >>> WorkCalendar("CN").is_workday(dt.date(2025, 1, 26)), WorkCalendar("CN").is_workday(dt.date(2025, 2, 3))
        (True, False)
        """
        if day in self.workdays:
            return True
        if day in self.holidays:
            return False
        if self.country == "CN" and self._announced(day.year):
            off, made_up = _announced_days()
            return day in made_up or (day.weekday() < 5 and day not in off)
        return day.weekday() < 5 and day not in self._statutory

    def provisional(self, year: int) -> bool:
        """Whether the country's days for a year are not announced yet, so that only the statutory ones are known."""
        return self.country == "CN" and not self._announced(year) and not any(d.year == year for d in self.holidays)

    def in_month(self, month: Month) -> list[dt.date]:
        """The working days of a month."""
        first = month.first_day
        days = (first + DAY * n for n in range((month.last_day - first).days + 1))
        return [d for d in days if self.is_workday(d)]

    def festival(self, year: int) -> dt.date | None:
        """The Spring Festival of a year where it stops business, else None."""
        return SPRING_FESTIVAL.get(year) if self.country in FESTIVAL_COUNTRIES else None

    @cached_property
    def _statutory(self) -> Collection[dt.date]:
        import holidays

        try:
            return holidays.country_holidays(self.country)
        except NotImplementedError:
            return frozenset()

    @staticmethod
    def _announced(year: int) -> bool:
        return year in _announced_years()


@cache
def _announced_days() -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    """The days off and the make-up days in China that the calendar package knows; its own function checks its whole table on each call."""
    from chinese_calendar import constants

    return frozenset(constants.holidays), frozenset(constants.workdays)


@cache
def _announced_years() -> frozenset[int]:
    """The years whose days off in China the calendar package knows."""
    return frozenset(d.year for d in _announced_days()[0])
