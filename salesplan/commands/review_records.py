"""What a review reads: which files the command line and the plan name, what each of them is, and all of them as typed rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salesplan.frame import Frame
    from salesplan.period import FiscalYear
    from salesplan.plan.plan import Plan
    from salesplan.records.files import Source
    from salesplan.records.lists import Records
    from salesplan.records.sales import Sales

LISTS = ("targets", "receipts", "opportunities", "budget", "receivables")
"""Kinds of records that a review uses beside sales."""


@dataclass(frozen=True)
class Files:
    """The files of a review by kind of records: those of the command line first, then the plan's own where it names others."""

    named: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    own: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    folder: Path = Path()

    def of(self, kind: str) -> tuple[Path, ...]:
        """The files of a kind. Named sales come on top of the plan's own; any other kind that is named stands instead of them."""
        named, own = self.named.get(kind, ()), self.own.get(kind, ())
        if kind != "sales":
            return named or own
        real = {p.resolve() for p in own}
        return (*own, *(p for p in named if p.resolve() not in real))

    @property
    def every(self) -> list[Path]:
        """All of them."""
        return list(dict.fromkeys(p for kind in ("sales", *LISTS) for p in self.of(kind)))


def parted(words: Sequence[str]) -> tuple[Path | None, list[str]]:
    """The plan among the words of the command line, a folder or a YAML file, and the other words.

    >>> parted(["plans/2027.yaml", "a.xlsx"])
    (PosixPath('plans/2027.yaml'), ['a.xlsx'])
    """
    plans = [w for w in words if Path(w).suffix.lower() in (".yaml", ".yml") or (Path(w) / "plan.yaml").is_file()]
    return (Path(plans[0]) if plans else None), [w for w in words if w not in plans[:1]]


def files_of(plan: Plan | None, words: Sequence[str], targets: Sequence[str] = ()) -> Files:
    """The files that the command line and the plan name, sorted by what they are.

    Raises: InvalidInput where a name finds nothing, or a file is none of the lists that a review uses.
    """
    from salesplan.problem import InvalidInput, Place, Problem
    from salesplan.records import files
    from salesplan.words import Text

    named: dict[str, list[Path]] = {}
    problems = []
    for path in files.expand(list(words), Path()) if words else []:
        kind = kind_of_file(path)
        if kind not in ("sales", *LISTS):
            other = Text(f"kind-{kind}") if kind else Text("review-kind-none")
            problems.append(Problem("review-other-list", Place(path.name), {"file": path.name, "other": other}))
        else:
            named.setdefault(kind, []).append(path)
    if problems:
        raise InvalidInput(problems)
    if targets:
        named["targets"] = files.expand(list(targets), Path())
    own: dict[str, tuple[Path, ...]] = {}
    for kind in ("sales", *LISTS):
        patterns = plan.data.get(kind, ()) if plan is not None else ()
        if patterns and plan is not None and (kind == "sales" or kind not in named):
            own[kind] = tuple(files.expand(patterns, plan.folder, plan.place("data", kind)))
    return Files({k: tuple(v) for k, v in named.items()}, own, plan.folder if plan is not None else Path())


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: a kind of records, None for none that is known."""

    kind: str | None


def kind_of_file(path: Path) -> str | None:
    """What a file is by its content; looked at once, then remembered. Raises: InvalidInput when it cannot be read."""
    from salesplan.records.files import read_source
    from salesplan.records.kept import remembered

    source = read_source(path)
    return remembered(source, "kind-for-review", 2, lambda: Kind(_kind(source, path)), Kind, light=True).kind


def _kind(source: Source, path: Path) -> str | None:
    from salesplan.problem import InvalidInput
    from salesplan.records.book import open_book
    from salesplan.records.lists import read_list
    from salesplan.records.mapping import find_header, likely_kind

    heads = [s.head() for s in open_book(source).sheets]
    kind = next((k for k in map(likely_kind, heads) if k), None)
    if kind not in (None, "sales", "team", "customers"):
        return kind
    if any((h := find_header(head, "sales")) is not None and h.has("sales") for head in heads):
        return "sales"
    try:
        read_list("targets", [path], alone=True)
    except InvalidInput:
        return kind
    return "budget" if _speaks_of_budgets(heads) else "targets"


def _speaks_of_budgets(heads: Sequence[object]) -> bool:
    """Whether the heads of a file's sheets speak of budgets, and not of targets.

    >>> _speaks_of_budgets([[["2025年销售费用预算执行表"]]]), _speaks_of_budgets([[["目标（预算）"]]])
    (True, False)
    """
    words = str(heads).lower()
    return any(w in words for w in ("预算", "budget")) and not any(w in words for w in ("目标", "任务", "配额", "target", "quota"))


def shown(path: Path, folder: Path) -> str:
    """A file's name as the plan gives it: relative to its folder where it lies inside."""
    from salesplan.commands.past import shown_name

    return shown_name(path, folder)


def read_targets(files: Files, plan: Plan | None, year: FiscalYear | None, skip_bad_rows: bool) -> Records | None:
    """The target list, None where there is none. Raises: InvalidInput."""
    return _list("targets", files, plan, skip_bad_rows, year=year)


def read_lists(files: Files, plan: Plan | None, members: Mapping[str, Sequence[str]], skip_bad_rows: bool) -> dict[str, Records]:
    """The other kinds of records that there are. Raises: InvalidInput."""
    found = {}
    for kind in LISTS[1:]:
        records = _list(kind, files, plan, skip_bad_rows, members=members)
        if records is not None:
            found[kind] = records
    return found


def _list(kind: str, files: Files, plan: Plan | None, skip_bad_rows: bool, **more: Any) -> Records | None:
    from salesplan.records.lists import read_list

    paths = files.of(kind)
    if not paths:
        return None
    names = [shown(p, files.folder) for p in paths]
    return read_list(kind, paths, names=names, skip_bad_rows=skip_bad_rows, **_planned(plan, more))


def _planned(plan: Plan | None, more: dict[str, Any]) -> dict[str, Any]:
    """What the plan says of names and money, for any reader."""
    from salesplan.commands.past import aliases_of, maps_of, members_of

    if plan is None:
        return more
    members = members_of(plan)
    for name, own in more.get("members", {}).items():
        members[name] = list(dict.fromkeys([*members.get(name, []), *own]))
    return {**more, "members": members, "aliases": aliases_of(plan), "digits": plan.digits, "currency": plan.currency, "rates": plan.rates, "maps": maps_of(plan)}


def read_sales(files: Files, plan: Plan | None, members: Mapping[str, Sequence[str]], skip_bad_rows: bool) -> Sales:
    """All sales lines. Raises: InvalidInput; `no-sales-records` where there is nothing to read."""
    from salesplan.problem import InvalidInput, Problem
    from salesplan.records import sales

    paths = files.of("sales")
    if not paths:
        raise InvalidInput([Problem("no-sales-records", None)])
    more: dict[str, Any] = _planned(plan, {"members": dict(members)})
    if plan is not None:
        from salesplan.commands.past import extra_columns_of

        more |= {"basis_amount": plan.basis.amount, "document": plan.basis.document, "extra_columns": extra_columns_of(plan)}
    return sales.read_sales(paths, names=[shown(p, files.folder) for p in paths], skip_bad_rows=skip_bad_rows, **more)


def own_lines(frame: Frame, files: Files) -> Frame:
    """The lines of the plan's own files, on which its targets rest; all of them where it names none."""
    import numpy as np

    own = {shown(p, files.folder) for p in files.own.get("sales", ())}
    if not own or own >= set(frame.files):
        return frame
    mine = np.array([name in own for name in frame.files], np.bool_)
    return frame.take(mine[frame.file_of])
