"""A plan's records of one kind, read as the plan names things: its aliases, members, maps, rates and currency."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan.plan.plan import Plan
    from salesplan.records.lists import Records


def records_of(
    plan: Plan, kind: str, files: Sequence[str] | None = None, *, sheet: str | None = None, skip_bad_rows: bool = False
) -> tuple[Records | None, tuple[Path, ...]]:
    """The records of a kind (any but sales) that the plan names under `data`, or those of the files named instead, and the
    files' paths; None where there are none.

    Raises: InvalidInput.
    """
    patterns = tuple(files or ()) or plan.data.get(kind, ())
    if not patterns:
        return None, ()
    from salesplan.commands.past import aliases_of, maps_of, members_of, shown_name
    from salesplan.records.files import expand
    from salesplan.records.lists import read_list

    folder = Path() if files else plan.folder
    paths = expand(patterns, folder, None if files else plan.place("data", kind))
    read = read_list(
        kind, paths, names=[shown_name(p, folder) for p in paths], aliases=aliases_of(plan), members=members_of(plan), digits=plan.digits,
        currency=plan.currency, rates=plan.rates, maps=maps_of(plan), skip_bad_rows=skip_bad_rows, sheet=sheet, year=plan.fiscal,
    )  # fmt: skip
    return read, tuple(paths)
