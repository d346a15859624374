"""What the plan's alert rules say of a review: who crossed a line, since when, who has to act, and how good each rule was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesplan.report import BOOK, DATA, Alert, Block, Column, Note, Row, Table
from salesplan.words import Quantity, Text, term

if TYPE_CHECKING:
    from salesplan.calc.alerting import Firing, Line, Tried
    from salesplan.commands.review_landing import Outlook
    from salesplan.commands.review_readings import Reading
    from salesplan.commands.review_setup import Standing
    from salesplan.plan.watch import AlertRule
    from salesplan.problem import Place

WORDS = {"growth": "yoy", "pace_gap": "plan_pace_gap"}
"""What a figure is called where its own key is another term."""

KINDS = {"pace_gap": "points", "growth": "change", "growth_ytd": "change", "dso": "days"}
"""How the value of a figure is said; the others are shares."""


@dataclass(frozen=True)
class Watch:
    """A rule as it is applied: its line and where the plan draws it (None for the program's own)."""

    rule: AlertRule
    line: Line
    place: Place | None


def watches(stand: Standing) -> list[Watch]:
    """The rules of the plan, or the program's own where it writes none."""
    from salesplan.calc.alerting import Line
    from salesplan.plan.watch import USUAL_ALERTS

    chapter = stand.plan.performance if stand.plan is not None else None
    own = chapter is not None and "alerts" in chapter.model_fields_set
    found = []
    for n, rule in enumerate(chapter.alerts if chapter is not None else USUAL_ALERTS):
        limit = rule.below if rule.below is not None else rule.above
        if limit is not None:
            place = stand.plan.place("performance", "alerts", n) if own and stand.plan is not None else None
            found.append(Watch(rule, Line(limit, rule.below is not None, max(int(rule.cooldown), 1)), place))
    return found


def blocks(stand: Standing, outlook: Outlook | None) -> tuple[Block, ...]:
    """The alerts, what is held back by a cooldown, and how each rule would have done before."""
    if stand.period.future:
        return ()
    from salesplan.calc.alerting import firings
    from salesplan.commands.review_readings import readings

    found: list[Block] = []
    held = 0
    for watch in watches(stand):
        for reading in readings(stand, watch.rule, outlook):
            crossed = firings(reading.series, watch.line)
            now = crossed[-1] if crossed and crossed[-1].month == reading.series[-1][0] else None
            if now is not None and now.raised:
                found.append(_alert(stand, watch, reading, now))
            held += now is not None and not now.raised
    if held:
        found.append(Note(Text("note-alerts-held", count=held)))
    return (*found, *_tried(stand))


def _alert(stand: Standing, watch: Watch, reading: Reading, now: Firing) -> Alert:
    what = watch.rule.what
    kind = KINDS.get(what, "share")
    shown = stand.label(reading.dimension, reading.member) if reading.member is not None else Text("everything")
    lasting = Text("alert-lasting", months=now.lasting, since=str(now.since)) if now.lasting > 1 else Text("alert-first")
    told: Text | str = lasting if len(reading.series) > 1 else ""
    owner = _owner(stand, watch.rule, reading)
    params = {
        "who": _who(stand, reading, shown), "value": Quantity(kind, now.value), "limit": Quantity(kind, watch.line.limit), "lasting": told,
        "what": _word(what), "side": Text("side-below" if watch.line.below else "side-above"),
        "short": _short(stand, what, reading.evidence), "owner": Text("alert-owner", owner=owner) if owner else Text("alert-no-owner"),
    }  # fmt: skip
    running = {"lasting": now.lasting} if len(reading.series) > 1 else {}
    evidence = {**reading.evidence, **running} | ({"owner": owner} if owner else {})
    metric = term(stand.metric).kind
    if metric != "money":
        money = ("target", "actual", "target_ytd", "actual_ytd", "target_year", "expected", "low", "high", "last_year")
        evidence = {k: Quantity(metric, v) if k in money else v for k, v in evidence.items()}
    level: Any = watch.rule.level
    return Alert(f"alert-{what.replace('_', '-')}", level, shown, params, evidence, watch.place)


def _word(what: str) -> Text:
    return Text("word", word=term(WORDS.get(what, what)))


def _who(stand: Standing, reading: Reading, shown: Text | str) -> Text | str:
    """A person with the region and team, others by their name."""
    seat = stand.seat(reading.member) if reading.dimension == "person" else None
    home = stand.home(reading.dimension, reading.member) if reading.dimension in ("person", "team") and "region" in stand.dimensions else None
    if home is None:
        return shown
    return Text("alert-person", name=shown, home=f"{home}/{seat.team}" if seat is not None and seat.team else home)


def _owner(stand: Standing, rule: AlertRule, reading: Reading) -> str | None:
    """Who has to act: the rule's owner, the member's own, or the person."""
    chapter = stand.plan.performance if stand.plan is not None else None
    owners: Mapping[str, str] = chapter.owners if chapter is not None else {}
    if rule.owner is not None or reading.member is None:
        return rule.owner
    home = stand.home(reading.dimension, reading.member) if reading.dimension in ("person", "team") and "region" in stand.dimensions else None
    seat = stand.seat(reading.member) if reading.dimension == "person" else None
    return owners.get(reading.member) or (seat.name if seat is not None else None) or owners.get(home or "")


def _short(stand: Standing, what: str, evidence: Mapping[str, Any]) -> Text | str:
    """How much is missing, where the figure has a target."""
    pairs = {"attainment_ytd": ("actual_ytd", "target_ytd"), "attainment": ("actual", "target"), "landing": ("expected", "target_year")}
    if what not in pairs:
        return ""
    have, want = (evidence.get(k) for k in pairs[what])
    if have is None or want is None or have >= want:
        return ""
    return Text("alert-short", amount=Quantity(term(stand.metric).kind, want - have))


def _tried(stand: Standing) -> Sequence[Block]:
    """How each rule against targets would have done in the months before, in a sentence and as a table."""
    found = [(w, t) for w in watches(stand) if (t := trial(stand, w)) is not None]
    if not found:
        return ()
    columns = (
        Column("what", label=Text("column-rule")), Column("threshold"), Column("months", label=Text("column-months")), Column("raised"), Column("right"),
        Column("undecided"), Column("precision"),
    )  # fmt: skip
    rows = [
        Row((_word(w.rule.what), _threshold(w), t.months, t.raised, t.right, t.undecided, t.precision), kinds={2: "count"})
        for w, t in found
    ]  # fmt: skip
    notes = tuple(Text(
        "note-alert-tried", what=_word(w.rule.what), threshold=_threshold(w), months=t.months, raised=t.raised, right=t.right,
        decided=t.raised - t.undecided,
    ) for w, t in found)  # fmt: skip
    return [
        *(Note(n) for n in notes),
        Table("alerts_tested", columns, rows, Text("title-alerts-tested"), Text("sheet-alerts-tested"), BOOK, (Text("note-alerts-how"),)),
        _tried_data(found),
    ]


def _tried_data(found: Sequence[tuple[Watch, Tried]]) -> Table:
    """The same as data: the rule as the plan writes it."""
    columns = tuple(Column(t) for t in ("rule", "below", "above", "months", "raised", "right", "undecided", "precision"))
    limits = [(w.line.limit, None) if w.line.below else (None, w.line.limit) for w, _ in found]
    rows = [
        Row((w.rule.what, *limit, t.months, t.raised, t.right, t.undecided, t.precision))
        for (w, t), limit in zip(found, limits, strict=True)
    ]  # fmt: skip
    return Table("alerts_tested", columns, rows, views=DATA)


def _threshold(watch: Watch) -> Text:
    side = Text("side-below" if watch.line.below else "side-above")
    return Text("threshold-of", side=side, limit=Quantity(KINDS.get(watch.rule.what, "share"), watch.line.limit))


def trial(stand: Standing, watch: Watch) -> Tried | None:
    """How a rule against targets would have done; None for other rules, and where there are no targets."""
    from salesplan.calc.alerting import Asked, tried
    from salesplan.commands.review_landing import years
    from salesplan.commands.review_readings import months_over

    if watch.rule.what not in ("attainment_ytd", "attainment", "pace_gap"):
        return None
    found: list[Tried] = []
    over = [m for m in months_over(stand) if stand.as_of >= m.last_day]
    for dimension in watch.rule.by or ("region", "person"):
        targets = stand.targets.by(dimension) if dimension in stand.dimensions else {}
        if targets:
            found.append(tried(Asked(watch.line, watch.rule.what, years(stand, dimension), targets, over)))
    return sum(found[1:], found[0]) if found and found[0].months else None

