"""What a plan looks back on: its sales records read, named as the plan names things, with what was left out told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.calc.decomposition import Decomposition
    from salesplan.calc.history import History
    from salesplan.frame import Frame, Ints, Texts
    from salesplan.period import FiscalYear
    from salesplan.plan.head import Person
    from salesplan.plan.plan import Plan
    from salesplan.records.sales import Sales
    from salesplan.records.saved_maps import SavedMap
    from salesplan.report import Source
    from salesplan.workdays import WorkCalendar

USUAL_COLUMNS = {"region": ("region",), "segment": ("segment", "tier", "industry"), "product": ("product",), "team": ("team",)}
"""Where the records hold a dimension: the first of these terms that they have."""


NO_DOCUMENTS = ("totals", "notes", "repeated-headers", "headings")
"""Rows left out that are no documents; what a file's total says is told with its reconciliation."""


@dataclass(frozen=True)
class Past:
    """The history of a plan and the files it was read from; `history` is None without sales records."""

    history: History | None
    team: tuple[Person, ...]
    calendar: WorkCalendar
    sales: Sales | None
    paths: tuple[Path, ...]

    def sources(self) -> tuple[Source, ...]:
        """The files that were read, for the report."""
        from salesplan.report import Source

        if self.sales is None:
            return ()
        return tuple(Source(r.file, r.sha256, r.rows) for r in self.sales.reading)


def past_of(plan: Plan, sales_files: Sequence[str] | None = None, as_of: dt.date | None = None, skip_bad_rows: bool = False) -> Past:
    """The past of a plan: the files of `data.sales`, or those named instead.

    Raises: InvalidInput.
    """
    from salesplan.workdays import WorkCalendar

    calendar = WorkCalendar(plan.country, frozenset(plan.calendar.holidays), frozenset(plan.calendar.workdays))
    team = team_of(plan)
    read, paths = sales_of(plan, sales_files, skip_bad_rows)
    if read is None:
        return Past(None, team, calendar, None, ())
    return Past(history_of(plan, team, _until(read.frame, as_of)), team, calendar, read, paths)


def sales_of(plan: Plan, sales_files: Sequence[str] | None = None, skip_bad_rows: bool = False) -> tuple[Sales | None, tuple[Path, ...]]:
    """The sales records of a plan, or of the files named instead, with the files' paths; None where there are none.

    Raises: InvalidInput.
    """
    patterns = tuple(sales_files or ()) or plan.data.get("sales", ())
    if not patterns:
        return None, ()
    from salesplan.records import files, sales

    folder = Path() if sales_files else plan.folder
    place = None if sales_files else plan.place("data", "sales")
    paths = files.expand(patterns, folder, place)
    read = sales.read_sales(
        paths, names=[shown_name(p, folder) for p in paths], aliases=aliases_of(plan), basis_amount=plan.basis.amount,
        digits=plan.digits, extra_columns=extra_columns_of(plan), skip_bad_rows=skip_bad_rows, currency=plan.currency,
        members=members_of(plan), document=plan.basis.document, rates=plan.rates, maps=maps_of(plan),
    )  # fmt: skip
    return read, tuple(paths)


def maps_of(plan: Plan) -> tuple[SavedMap, ...]:
    """The saved maps of the plan's folder `maps`. Raises: InvalidInput."""
    if plan.maps is None:
        return ()
    from salesplan.records.map_files import read_maps

    return read_maps(plan.folder / plan.maps, plan.maps, plan.place("maps"))


def shown_name(path: Path, folder: Path) -> str:
    """A file's name as the plan gives it: relative to its folder where it lies inside."""
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path.name


def team_of(plan: Plan) -> tuple[Person, ...]:
    """The team, from the plan or from its file. Raises: InvalidInput."""
    from salesplan.plan.head import TeamFile

    if not isinstance(plan.team, TeamFile):
        return plan.team
    from salesplan.records.team import read_team

    return tuple(read_team(plan.folder / plan.team.file, plan.team.file, plan.digits, plan.place("team", "file")))


def aliases_of(plan: Plan) -> dict[str, dict[str, str | dict[str, str | None]]]:
    """Other spellings by dimension; a person's are by id, with the name and what tells namesakes apart."""
    found: dict[str, dict[str, str | dict[str, str | None]]] = {}
    for dimension, names in plan.aliases.items():
        found[dimension] = {
            written: {"name": a.name, **a.fields} if a.fields else (a.name or written) for written, a in names.items()
        }
    return found


def members_of(plan: Plan) -> dict[str, list[str]]:
    """The plan's own names by dimension, to which spellings of the records are fitted."""
    found: dict[str, list[str]] = {}
    for split in plan.goals.split.values() if plan.goals else ():
        for name, given in split.items():
            found.setdefault(name, []).extend(getattr(given, "members", ()))
    found.setdefault("region", []).extend(p.region for p in team_of(plan) if p.region)
    return {name: list(dict.fromkeys(members)) for name, members in found.items() if members}


def extra_columns_of(plan: Plan) -> dict[str, str]:
    """The headers that hold the plan's own dimensions, and those that it names for the usual ones."""
    from salesplan.plan.goals import DimensionSplit

    found = {}
    for split in plan.goals.split.values() if plan.goals else ():
        for name, given in split.items():
            if isinstance(given, DimensionSplit) and (given.column or name not in USUAL_COLUMNS):
                found[name] = given.column or name
    return found


def _until(frame: Frame, as_of: dt.date | None) -> Frame:
    import numpy as np

    if as_of is None:
        return frame
    return frame.take(frame.days("order_date") <= np.datetime64(as_of, "D"))


def history_of(plan: Plan, team: Sequence[Person], frame: Frame) -> History:
    """The sales records as the plan looks back on them: its dimensions under its own names, amounts by metric."""
    from salesplan.calc.history import History
    from salesplan.calc.team import person_labels, seats_of
    from salesplan.plan.goals import PersonSplit

    labels = labels_in(frame, plan)
    splits = plan.goals.split.values() if plan.goals else ()
    within = next((s.within for split in splits for s in split.values() if isinstance(s, PersonSplit)), "region")
    if team:
        labels["person"] = person_labels(frame, seats_of(team, within))
    months = plan.goals.history.months if plan.goals else 12
    return History(frame, plan.fiscal, labels, amounts_of(frame, plan), months)


def labels_in(frame: Frame, plan: Plan | None) -> dict[str, Texts]:
    """The column of the records that holds each dimension, people apart; the usual ones where there is no plan."""
    labels: dict[str, Texts] = {}
    for name in {**dict.fromkeys(USUAL_COLUMNS), **(extra_columns_of(plan) if plan is not None else {})}:
        column = next((c for c in (name, *USUAL_COLUMNS.get(name, ())) if c in frame), None)
        if column is not None:
            labels[name] = frame.texts(column)
    return labels


def amounts_of(frame: Frame, plan: Plan) -> dict[str, Ints]:
    """The records' amount of each metric that they can tell [smallest units, or counts]."""
    return amounts_in(frame, plan.fiscal)


def amounts_in(frame: Frame, year: FiscalYear) -> dict[str, Ints]:
    """The records' amount of each metric that they can tell, seen from a fiscal year [smallest units, or counts]."""
    import numpy as np

    from salesplan.calc.history import first_orders
    from salesplan.frame import NO_AMOUNT
    from salesplan.period import Month

    amounts = {"revenue": frame.ints("amount")}
    if "amount_net" in frame and "cost" in frame:
        net, cost = frame.ints("amount_net"), frame.ints("cost")
        amounts["gross_profit"] = np.where((net == NO_AMOUNT) | (cost == NO_AMOUNT), NO_AMOUNT, net - cost)
    elif "gross_profit" in frame:
        amounts["gross_profit"] = frame.ints("gross_profit")
    days = frame.days("order_date")
    if ("customer_id" in frame or "customer_name" in frame) and len(days):
        first = Month.of(days[~np.isnat(days)].min().astype(object)) if (~np.isnat(days)).any() else year.first
        if first.index <= year.before(2).first.index:
            amounts["new_customers"] = first_orders(frame, year.before().first)
    return amounts


def notes_of(done: Decomposition) -> list[Text]:
    """What a reader must know of the past: the window, the shape of the year, what names no member."""
    notes = [_window(done), *_season(done)]
    history = done.history
    if history is None or not history.window:
        return notes
    metric = "revenue"
    for dimension in done.main.setup.ask.dimensions:
        if dimension.name == "month" or dimension.name not in history.labels:
            continue
        rows, amount = history.without_member(dimension.name, metric)
        named = Text("word", word=term(dimension.name))
        if rows:
            notes.append(Text("note-without-member", rows=rows, dimension=named, amount=Quantity("money", amount)))
        strange = {m: v for m, v in history.by_member(dimension.name, metric).items() if m not in dimension.members}
        if strange:
            names = sorted(strange)[:5] + (["…"] if len(strange) > 5 else [])
            notes.append(Text("note-not-in-plan", members=names, dimension=named, amount=Quantity("money", sum(strange.values()))))
    return [*notes, *_strangers(done, history)]


def _strangers(done: Decomposition, history: History) -> list[Text]:
    """What people sold who are not in the team, the largest first: nobody's quota follows it."""
    import numpy as np

    from salesplan.frame import MISSING

    if not done.main.quotas or "person" not in history.labels or "person" not in history.frame:
        return []
    named, revenue = history.frame.texts("person"), history.amounts["revenue"]
    rows = history.inside & (history.labels["person"].codes == MISSING) & (named.codes != MISSING)
    sums = np.zeros(len(named.labels), np.int64)
    np.add.at(sums, named.codes[rows], revenue[rows])
    people = [named.labels[n] for n in np.argsort(-sums, kind="stable").tolist() if sums[n]]
    if not people:
        return []
    shown = people[:5] + (["…"] if len(people) > 5 else [])
    return [Text("note-people-unknown", amount=Quantity("money", int(sums.sum())), people=shown)]


def _window(done: Decomposition) -> Text:
    history = done.history
    if history is None or not history.window:
        return Text("note-no-past" if history is not None and len(history.frame) else "note-no-records")
    first, last, months = str(history.window[0]), str(history.window[-1]), len(history.window)
    if not history.whole_year:
        return Text("note-last-year-short", first=first, last=last, months=months)
    if history.window != done.plan.fiscal.before().months:
        return Text("note-last-year-older", first=first, last=last)
    return Text("note-last-year", first=first, last=last, months=months)


def _season(done: Decomposition) -> list[Text]:
    from salesplan.calc.goals import festival_of

    notes = []
    part, year = done.main, done.plan.fiscal
    season = part.setup.months.season
    split = done.goals.split.get(part.setup.split_of, {})
    festival = festival_of(split.get("month"))
    day = next((d for m in year.months if (d := done.calendar.festival(m.year)) is not None and m == type(m).of(d)), None)
    if season is not None and season.years and season.activity is not None and day is not None:
        activity = Quantity("share", season.activity)
        notes.append(Text("note-season", years=season.years, festival=day.isoformat(), before=festival.before, after=festival.after, activity=activity))
    elif season is not None and season.years:
        notes.append(Text("note-season-plain", years=season.years))
    elif season is not None and season.activity is not None:
        activity = Quantity("share", season.activity)
        notes.append(Text("note-working-days", before=festival.before, after=festival.after, activity=activity))
    elif season is not None:
        notes.append(Text("note-working-days-plain"))
    if season is not None:
        notes += [Text("note-calendar-provisional", year=y) for y in sorted({m.year for m in year.months}) if done.calendar.provisional(y)]
    return notes


def reading_notes(sales: Sales) -> list[Text]:
    """What was read of each file: rows and amount kept, what was left out and why, warnings."""
    notes = []
    for r in sales.reading:
        left = [
            Text("note-left-out", why=Text(f"left-{reason}"), rows=out.rows, amount=Quantity("money", out.amount))
            for reason, out in r.left_out.items()
            if reason not in NO_DOCUMENTS
        ]
        more = Text("note-left-outs", left=left) if left else ""
        notes.append(Text("note-read", file=r.file, rows=r.rows, amount=Quantity("money", r.amount), left=more))
        notes += [Text("note-file-warning", file=r.file, warning=w) for w in r.warnings]
    return notes
