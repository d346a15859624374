"""How a standing is made: files sorted and read, targets taken from a list or from the plan, lines named in the plan's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.commands.review_records import Files, files_of, own_lines, parted, read_lists, read_sales, read_targets
from salesplan.commands.review_setup import Asked, Standing, period_of
from salesplan.words import MoneyForm

if TYPE_CHECKING:
    from salesplan.calc.decomposition import Decomposition
    from salesplan.calc.people import Seat
    from salesplan.calc.targets_due import TargetTable
    from salesplan.frame import Column, Frame, Ints
    from salesplan.period import FiscalYear
    from salesplan.plan.plan import Plan
    from salesplan.records.lists import Records
    from salesplan.records.sales import Sales
    from salesplan.report import Source
    from salesplan.workdays import WorkCalendar

LOOKED_AT = 50
"""So many texts of a column tell the language of a list."""

LARGE = 10_000_000_00
"""From this sum on bare Chinese records are shown in 万元 [fen]."""


def standing(
    words: Sequence[str] = (), plan: Path | None = None, asked: Asked | None = None, *, targets: Sequence[str] = (),
    scenario: str | None = None, skip_bad_rows: bool = False, unit: str | None = None, lang: str = "zh",
) -> Standing:  # fmt: skip
    """How things stand by the files that `words` name and the plan's own.

    Raises: InvalidInput, Misuse.
    """
    asked = asked or Asked()
    found, rest = parted(words)
    own = _plan(plan or found, bool(rest) or bool(targets), scenario)
    files = files_of(own, rest, targets)
    listed = _listed(files, own, asked, skip_bad_rows)
    if own is not None and plan is None and found is None and listed is not None and files.named.get("targets"):
        own, files, listed = _without_another_years_plan(own, files, listed, rest, targets, asked, skip_bad_rows)
    return built(own, files, listed, asked, skip_bad_rows=skip_bad_rows, unit=unit, lang=lang)


def _plan(named: Path | None, exports: bool, scenario: str | None) -> Plan | None:
    from salesplan.commands.customer_records import plan_for

    return plan_for(named, exports, scenario)


def _listed(files: Files, plan: Plan | None, asked: Asked, skip_bad_rows: bool) -> Records | None:
    """The target list; one that names months without a year is for the year that is asked for, else the newest of the sales.

    Raises: InvalidInput.
    """
    from salesplan.problem import InvalidInput

    try:
        return read_targets(files, plan, plan.fiscal if plan is not None else None, skip_bad_rows)
    except InvalidInput as error:
        if plan is not None or any(p.slug != "year-not-stated" for p in error.problems):
            raise
    year = _calendar_year(asked, read_sales(files, None, {}, skip_bad_rows))
    return read_targets(files, None, year, skip_bad_rows)


def _calendar_year(asked: Asked, sales: Sales) -> FiscalYear:
    """The year that is asked for, else that of the newest sale."""
    import numpy as np

    from salesplan.period import FiscalYear, Month

    month = asked.calendar_month
    days = sales.frame.days("order_date")
    known = days[~np.isnat(days)]
    year = month.year if month else asked.as_of.year if asked.as_of else int(str(known.max())[:4]) if len(known) else 1970
    return FiscalYear(year, Month(year, 1))


def _without_another_years_plan(
    own: Plan, files: Files, listed: Records, rest: Sequence[str], targets: Sequence[str], asked: Asked, skip_bad_rows: bool
) -> tuple[Plan | None, Files, Records]:
    """A plan that merely lies above is left aside where the target list named on the command line is for another year."""
    import numpy as np

    years = listed.frame.ints("year") if "year" in listed.frame else np.zeros(0, np.int64)
    if own.year in years.tolist():
        return own, files, listed
    files = files_of(None, rest, targets)
    found = _listed(files, None, asked, skip_bad_rows)
    assert found is not None
    return None, files, found


def built(
    plan: Plan | None, files: Files, listed: Records | None, asked: Asked, *, skip_bad_rows: bool = False,
    unit: str | None = None, lang: str = "zh",
) -> Standing:  # fmt: skip
    """How things stand by these files. Raises: InvalidInput, Misuse."""
    from salesplan.commands.past import team_of

    sales = read_sales(files, plan, _members(listed), skip_bad_rows)
    lists = read_lists(files, plan, _members(listed), skip_bad_rows)
    team = team_of(plan) if plan is not None else ()
    calendar = _calendar(plan, sales)
    year = _year(plan, listed, sales, asked)
    done, targets = _targets(plan, year, listed, sales, files, calendar, _seats(plan, team))
    lines, amounts = _lines(plan, sales, year, targets.seats)
    period, last = period_of(year, lines, asked)
    readings = [*sales.reading, *(listed.reading if listed else ()), *(r for x in lists.values() for r in x.reading)]
    return Standing(
        plan, year, period, calendar, targets, lines, amounts, sales, tuple(files.every), _money(plan, sales, unit, lang),
        targets.seats, done, {k: r.frame for k, r in lists.items()}, _sources(plan, readings), last, tuple(readings),
    )  # fmt: skip


def _calendar(plan: Plan | None, sales: Sales) -> WorkCalendar:
    """The plan's country's; without a plan China's where the lists are written in Chinese, else Monday to Friday."""
    from salesplan.frame import Texts
    from salesplan.workdays import WorkCalendar

    if plan is not None:
        return WorkCalendar(plan.country, frozenset(plan.calendar.holidays), frozenset(plan.calendar.workdays))
    words = [h for r in sales.reading for h in (*r.columns, *r.unmapped)]
    words += [label for c in sales.frame.columns.values() if isinstance(c, Texts) for label in c.labels[:LOOKED_AT]]
    return WorkCalendar("CN" if any("\u4e00" <= letter <= "\u9fff" for word in words for letter in word) else "")


def _members(listed: Records | None) -> dict[str, Sequence[str]]:
    """The names of a target list, to which spellings of other records are fitted."""
    if listed is None:
        return {}
    return {t: _said(listed.frame, t) for t in ("region", "team", "segment", "product") if t in listed.frame}


def _said(frame: Frame, term: str) -> list[str]:
    return [v for v in dict.fromkeys(frame.texts(term).values()) if v]


def _year(plan: Plan | None, listed: Records | None, sales: Sales, asked: Asked) -> FiscalYear:
    """The plan's year; else that of the target list; else the calendar year that is asked for, or the newest of the records."""
    from salesplan.calc.targets_due import year_listed

    if plan is not None:
        return plan.fiscal
    month = asked.calendar_month
    found = year_listed(listed.frame, month) if listed is not None else None
    if found is not None:
        return found
    return _calendar_year(asked, sales)


def _seats(plan: Plan | None, team: Sequence[object]) -> tuple[Seat, ...]:
    from salesplan.calc.team import seats_of
    from salesplan.plan.goals import PersonSplit

    if plan is None or not team:
        return ()
    splits = plan.goals.split.values() if plan.goals else ()
    within = next((s.within for split in splits for s in split.values() if isinstance(s, PersonSplit)), "region")
    return tuple(seats_of(team, within))  # type: ignore[arg-type]


def _targets(
    plan: Plan | None, year: FiscalYear, listed: Records | None, sales: Sales, files: Files, calendar: WorkCalendar, seats: tuple[Seat, ...]
) -> tuple[Decomposition | None, TargetTable]:
    """The targets: of the list where there is one, else what the plan's decomposition gives, else none."""
    from salesplan.calc.targets_due import TargetTable, frame_of, targets_listed, targets_of

    metric = _metric(plan, sales, year)
    if listed is not None:
        return None, targets_listed(listed.frame, year, metric, _shape(sales, year, calendar), seats)
    if plan is not None and plan.goals is not None and plan.goals.targets:
        from salesplan.calc.decomposition import decompose
        from salesplan.commands.past import history_of, team_of

        team = team_of(plan)
        done = decompose(plan, history_of(plan, team, own_lines(sales.frame, files)), team, calendar)
        if any(p.metric == metric for p in done.parts):
            return done, targets_of(done, metric)
    import numpy as np

    none: dict[str, Column] = {"month": np.zeros(0, "datetime64[D]"), "target": np.zeros(0, np.int64)}
    return None, TargetTable(metric, year, frame_of(none), None, seats)


def _metric(plan: Plan | None, sales: Sales, year: FiscalYear) -> str:
    """The plan's first target that sales records can tell; sales where there is none."""
    from salesplan.commands.past import amounts_in

    if plan is None or plan.goals is None:
        return "revenue"
    known = amounts_in(sales.frame, year)
    return next((m for m in plan.goals.targets if m in known), "revenue")


def _shape(sales: Sales, year: FiscalYear, calendar: WorkCalendar) -> list[float]:
    """The months' shares of a year as the records before it suggest, for targets that are not given by month."""
    from salesplan.calc.goals import festival_of
    from salesplan.calc.history import History
    from salesplan.calc.season import learn

    history = History(sales.frame, year, {}, {"revenue": sales.frame.ints("amount")})
    sums = history.by_month("revenue", complete_only=True)
    season = learn(sums, year.months, calendar, festival_of(None), working_days=True)
    return [season.shares[m] for m in year.months]


def _lines(plan: Plan | None, sales: Sales, year: FiscalYear, seats: Sequence[Seat]) -> tuple[Frame, Mapping[str, Ints]]:
    """The lines with each dimension in the plan's names, and the amounts of each metric."""
    from salesplan.calc.team import everybody
    from salesplan.commands.past import amounts_in, labels_in
    from salesplan.frame import Frame

    frame = sales.frame
    columns = {**frame.columns, **labels_in(frame, plan)}
    if "person" in frame or "emp_no" in frame:
        columns["person"] = everybody(frame, seats)
    who = next((t for t in ("customer_id", "customer_name") if t in frame), None)
    if who is not None:
        columns["customer"] = frame.texts(who)
    return Frame(columns, frame.files, frame.file_of, frame.row_of), amounts_in(frame, year)


def _money(plan: Plan | None, sales: Sales, unit: str | None, lang: str) -> MoneyForm:
    """How money is shown: as the plan says, or in a unit that fits what was read."""
    if plan is not None:
        return plan.money_form(unit)
    from salesplan.words.kinds import UNITS

    total = sum(abs(r.amount or 0) for r in sales.reading)
    shown = unit or ("1" if lang != "zh" else "万元" if total >= LARGE else "元")
    return MoneyForm("CNY" if lang == "zh" else "", 2, shown, 1 if UNITS[shown][0] > 1 else 2)


def _sources(plan: Plan | None, readings: Sequence[object]) -> tuple[Source, ...]:
    from salesplan.report import Source

    own = plan.sources if plan is not None else ()
    return (*(Source(n, d, 0) for n, d in own), *(Source(r.file, r.sha256, r.rows) for r in readings))  # type: ignore[attr-defined]
