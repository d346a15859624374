"""The plan as a whole: its head, its chapters, and where every key of it stands."""

from __future__ import annotations

import subprocess
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import PrivateAttr

from salesplan.amount import minor_digits
from salesplan.period import FiscalYear
from salesplan.plan.goals import Goals
from salesplan.plan.head import Head
from salesplan.plan.nodes import Mapping, Node, Scalar, child, key_of
from salesplan.plan.section import Later
from salesplan.problem import Place, Problem

if TYPE_CHECKING:
    from salesplan.plan.customers import Customers
    from salesplan.plan.performance import Performance
    from salesplan.words.kinds import MoneyForm
else:
    Customers = Annotated[Any, Later("salesplan.plan.customers", "Customers")]
    Performance = Annotated[Any, Later("salesplan.plan.performance", "Performance")]

HEAD = "plan.yaml"
"""The head of a plan that is a folder."""

CHAPTERS = ("goals", "market", "customers", "execution", "growth", "performance")
"""The chapters of a plan, each a top-level key or a file of that name beside `plan.yaml`."""

NOT_YET_READ = ("market", "execution", "growth")
"""Chapters that this version leaves alone."""

GOALS_NOT_YET_READ = ("milestones", "coverage", "collection", "market_share", "scorecard")
"""Keys of the goals chapter that this version leaves alone."""

CUSTOMERS_NOT_YET_READ = ("care", "prospects", "satisfaction")
"""Keys of the customers chapter that this version leaves alone."""

PERFORMANCE_NOT_YET_READ = ("comparisons", "dashboards")
"""Keys of the performance chapter that this version leaves alone."""


class Plan(Head):
    """A plan that passed every check; frozen. Amounts are in smallest currency units, shares are fractions of one."""

    goals: Goals | None = None
    """The goals chapter: annual targets and how they are split. Default: none yet."""

    customers: Customers | None = None
    """The customers chapter: scoring, silence, lifetime value, tiers. Default: the program's own rules."""

    performance: Performance | None = None
    """The performance chapter: reviews, cross-selling. Default: the program's own rules."""

    _root: Mapping | None = PrivateAttr(default=None)
    _folder: FilePath = PrivateAttr(default=FilePath())
    _file: str = PrivateAttr(default="")
    _sources: tuple[tuple[str, str], ...] = PrivateAttr(default=())
    _notices: tuple[Problem, ...] = PrivateAttr(default=())
    _scenarios: tuple[str, ...] = PrivateAttr(default=())

    def place(self, *path: str | int) -> Place:
        """Where a value stands, or its key for a mapping or a list; what is not written stands at its nearest parent."""
        return place_of(self._root, path, self._file)

    def key_place(self, *path: str | int) -> Place:
        """Where the key of a value stands."""
        return place_of(self._root, path, self._file, key=True)

    @property
    def root(self) -> Mapping | None:
        """What is written, with a scenario and edits laid over, as nodes with their places."""
        return self._root

    @property
    def folder(self) -> FilePath:
        """The folder that the plan's files and its data are relative to."""
        return self._folder

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """The plan's files, relative to its folder, each with the SHA-256 of its bytes."""
        return self._sources

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios that the plan has."""
        return self._scenarios

    @property
    def scenario_folder(self) -> FilePath:
        """The folder in which the plan's scenarios are kept."""
        head = FilePath(self._file)
        return self._folder / ("scenarios" if head.name == HEAD else f"{head.stem}.scenarios")

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What was read past, in place order; never an error."""
        return self._notices

    @property
    def fiscal(self) -> FiscalYear:
        """The plan's year, month by month."""
        return FiscalYear(self.year, self.starts)

    @property
    def digits(self) -> int:
        """Decimals of the currency's smallest unit."""
        return int(minor_digits(self.currency))

    def money_form(self, unit: str | None = None) -> MoneyForm:
        """How money is shown, in the plan's unit or another, with decimals enough for `smallest`.

        At least one decimal for large units, so that 26,230.1 万元 looks as it does in the trade; for
        plain currency units none unless `smallest` has cents.
        """
        from salesplan.words.kinds import UNITS, MoneyForm

        shown = unit or self.unit
        large = UNITS[shown][0] > 1
        size = UNITS[shown][0] * 10**self.digits
        decimals = int(large)
        while (self.smallest * 10**decimals) % size and decimals < 12:
            decimals += 1
        return MoneyForm(self.currency, self.digits, shown, max(decimals, self.digits if decimals and not large else 0))

    def commit(self) -> str | None:
        """The short id of the last git commit that changed the plan's head file; None outside git or when never committed."""
        try:
            answer = subprocess.run(
                ["git", "-C", str(self._folder), "log", "-1", "--format=%h", "--", FilePath(self._file).name],
                capture_output=True, text=True, timeout=10, check=False,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return None
        return answer.stdout.strip() or None


def place_of(root: Node | None, path: tuple[str | int, ...], file: str, *, key: bool = False) -> Place:
    """Where the value of a path stands (its key where it holds others), or that of the nearest parent that is written."""
    node, at = root, None
    for part in path:
        written = "quarter" if part == "month" and child(node, part) is None and child(node, "quarter") is not None else part
        below = child(node, written)
        if below is None:
            break
        at, node = key_of(node, written), below
    if node is not None and at is not None and ((isinstance(node, Scalar) and not key) or node.source is not at.source):
        return node.place
    return at.place if at is not None else first_place(root, file)


def first_place(root: Node | None, file: str) -> Place:
    """Where a plan begins: its first key."""
    if isinstance(root, Mapping):
        first = next((k for k in root.keys.values()), None)
        return first.place if first is not None else root.place
    return root.place if root is not None else Place(file)
