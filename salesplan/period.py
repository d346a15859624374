"""Years, quarters and months of a plan, with a fiscal year that may start in any month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    >>> Month.read("2027-03").plus(11)
    Month(2028, 2)
    """

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month:
        """The month that `2027-03`, `2027/3`, `2027.03`, `202703` or `2027年3月` names.

        Raises: ValueError.
        """
        folded = unicodedata.normalize("NFKC", str(text)).strip()
        found = re.fullmatch(r"(\d{4})(?:[-/.年])(\d{1,2})月?", folded) or re.fullmatch(r"(\d{4})(\d{2})", folded)
        if not found or not 1 <= int(found[2]) <= MONTHS_A_YEAR:
            raise ValueError(f"not a month: {text}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def from_index(cls, index: int) -> Month:
        """The month with that many months since year 0."""
        return cls(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1)

    @property
    def index(self) -> int:
        """Months since year 0, for arithmetic."""
        return self.year * MONTHS_A_YEAR + self.month - 1

    def plus(self, months: int) -> Month:
        """The month that many months later."""
        return Month.from_index(self.index + months)

    @property
    def first_day(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the month."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        """ISO form, such as 2027-03."""
        return f"{self.year:04d}-{self.month:02d}"

    def __repr__(self) -> str:
        """As it is built."""
        return f"Month({self.year}, {self.month})"


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A plan's year: twelve months from its first.

    >>> FiscalYear(2027, Month(2027, 4)).quarter(4)
    (Month(2028, 1), Month(2028, 2), Month(2028, 3))
    """

    year: int
    first: Month

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months in order."""
        return tuple(self.first.plus(i) for i in range(MONTHS_A_YEAR))

    def quarter(self, number: int) -> tuple[Month, ...]:
        """The three months of quarter 1 to 4."""
        return self.months[3 * number - 3 : 3 * number]

    def quarter_of(self, month: Month) -> int:
        """The number, 1 to 4, of the quarter that a month of this year lies in."""
        return (month.index - self.first.index) // 3 + 1

    def before(self, years: int = 1) -> FiscalYear:
        """The fiscal year that many years earlier."""
        return FiscalYear(self.year - years, self.first.plus(-MONTHS_A_YEAR * years))

    def read(self, text: str) -> tuple[Month, ...]:
        """The months of this year that `Q1`, `2027Q1`, `2027-03`, `3月` or `2027` name.

        >>> FiscalYear(2027, Month(2027, 1)).read("Q2")
        (Month(2027, 4), Month(2027, 5), Month(2027, 6))

        Raises: ValueError when it is no period, or one outside this year.
        """
        folded = unicodedata.normalize("NFKC", str(text)).strip().upper()
        quarter = re.fullmatch(r"(?:(\d{4})[-\s]?)?Q([1-4])", folded)
        if quarter and quarter[1] in (None, str(self.year)):
            return self.quarter(int(quarter[2]))
        if folded == str(self.year):
            return self.months
        bare = re.fullmatch(r"(\d{1,2})月", folded)
        if bare:
            inside = [m for m in self.months if m.month == int(bare[1])]
            if inside:
                return (inside[0],)
        elif not quarter:
            month = Month.read(folded)
            if month in self.months:
                return (month,)
        raise ValueError(f"not a period of {self.year}: {text}")
