"""A replan of a target list as a list of targets: the same rows and columns, past months as they were, remaining ones new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan.words import term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesplan.calc.whole import Whole
    from salesplan.commands.replan_setup import Position
    from salesplan.frame import Texts


def target_list(position: Position, policy: str, lang: str) -> bytes:
    """The whole year's targets as CSV, a row a member and month, amounts in currency units; what was promised for past months stays."""
    import csv
    import io

    stand = position.stand
    names = [t for t in stand.targets.dimensions if t in stand.targets.cells]
    heads = [term(t).label(lang) for t in names]
    spot = names.index("person") + 1 if "person" in names else None
    if spot is not None:
        heads.insert(spot, term("person_id").label(lang))
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    unit = {"zh": "（元）" if stand.money.currency == "CNY" else f"（{stand.money.currency}）", "en": f" ({stand.money.currency})"}[lang]
    out.writerow([*heads, term("month").label(lang), term("target").label(lang) + unit])
    for members, month, value in _rows(position, policy, names):
        cells: list[str] = list(members)
        if spot is not None:
            seat = stand.seat(cells[spot - 1])
            number = seat.who if seat is not None and seat.who != seat.name else ""
            cells[spot - 1] = seat.name if seat is not None else cells[spot - 1]
            cells.insert(spot, number)
        out.writerow([*cells, month, value])
    return text.getvalue().encode("utf-8-sig")


def _rows(position: Position, policy: str, names: list[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every combination and month with its target as text."""
    from salesplan.calc.replan_list import combined
    from salesplan.commands.replan_file import amount_plain

    stand = position.stand
    cells = stand.targets.cells
    columns: list[Texts] = [cells.texts(n) for n in names]
    made = position.tried[policy][0].months
    if not names:
        unit = position.year.unit
        values = [*position.year.targets[0, : position.start], *made[0]]
        yield from (((), str(m), amount_plain(position, int(v) * unit)) for m, v in zip(stand.year.months, values, strict=True))
        return
    new: dict[str, Whole] = {m: made[n] for n, m in enumerate(position.year.members)}
    people: dict[tuple[str, str], Whole] = {}
    for member, rows in position.quotas(policy).items():
        people |= {(member, p): rows[n] for n, p in enumerate(position.crews[member].ids)}
    combos = combined(stand.year, columns, cells.days("month"), cells.ints("target"), names, position.by, position.start, position.year.unit, new, people)
    for members, row in combos:
        for month, value in zip(stand.year.months, row, strict=True):
            if value is not None:
                yield members, str(month), amount_plain(position, value)
