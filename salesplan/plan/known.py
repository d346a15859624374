"""What a plan knows of itself: its dimensions, their members, its people; and which parts of it are in doubt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from salesplan.plan.goals import DIMENSIONS as DIMENSIONS_OF_RECORDS
from salesplan.plan.goals import DimensionSplit, Goals, PersonSplit, Split
from salesplan.plan.head import Person
from salesplan.plan.nodes import Path
from salesplan.plan.plan import Plan
from salesplan.problem import nearest

if TYPE_CHECKING:
    from salesplan.words.texts import Text

T = TypeVar("T")
COMPARED_AT_MOST = 200
"""How many names are compared letter by letter; of more, those that begin or end alike."""

LISTED_AT_MOST = 16
"""How many names a message lists."""

USUAL = (*DIMENSIONS_OF_RECORDS, "month", "person")
"""Names under a split that have a meaning of their own."""

SLIP = 0.81
"""Names that have more than this share of their letters in common are taken for the same name misspelt."""

Need: TypeAlias = tuple[Any, ...]
SPLIT: Path = ("goals", "split")
TARGETS: Path = ("goals", "targets")
DIMENSIONS: Need = (*SPLIT, None, None)
DIMENSION_KEYS: tuple[Need, ...] = ((*DIMENSIONS, "weights"), (*DIMENSIONS, "members"))
METRICS: Need = (*TARGETS, None)
YEAR: tuple[Need, ...] = (("year",), ("starts",))
MONEY: tuple[Need, ...] = (("smallest",), ("currency",), METRICS)
TEAM: tuple[Need, ...] = (("team", None, "id"), ("team", None, "name"))


class Found(NamedTuple):
    """Something that should not be so: a slug, the path that it is about, and the values that its sentences name.

    `key` points at the key instead of the value. `needs` are paths that the finding rests on, beside
    its own: where something wrong was taken out there, the finding may only be its echo and is not
    told. In them None is any one part, and `...` is everything below.
    """

    slug: str
    at: Path
    params: dict[str, Any] = {}  # noqa: RUF012 - never changed
    key: bool = False
    needs: tuple[Need, ...] = ()


Findings: TypeAlias = Iterator[Found]


def touches(hole: Path, need: Need) -> bool:
    """Whether something that a finding rests on lies in a hole.

    >>> touches(("goals", "split"), ("goals", "split", None, "region")), touches(("team", 1, "joined"), ("team", None))
    (True, False)
    """
    for i, part in enumerate(hole):
        if i >= len(need):
            return False
        if need[i] is ...:
            return True
        if need[i] is not None and need[i] != part:
            return False
    return True


def hint(name: str, known: Iterable[str]) -> Text:
    """What may have been meant: the nearest known name, or all of them."""
    from salesplan.words.texts import Text

    names = list(dict.fromkeys(known))
    if len(names) > COMPARED_AT_MOST:
        ends = (name[:1], name[-1:])
        names = [n for n in names if n[:1] == ends[0] or n[-1:] == ends[1]][:COMPARED_AT_MOST] or names[:COMPARED_AT_MOST]
    close = nearest(name.strip("\u3000\xa0 "), names)
    if close is not None:
        return Text("hint-nearest", name=close)
    more = ["..."] if len(names) > LISTED_AT_MOST else []
    return Text("hint-known", names=names[:LISTED_AT_MOST] + more) if names else Text("hint-none")


def alike(name: str, other: str) -> bool:
    """Whether two names differ by a slip of the hand only.

    >>> alike("region", "regoin"), alike("region", "subregion"), alike("product", "project")
    (True, False, False)
    """
    from difflib import SequenceMatcher

    return sorted(name) == sorted(other) or SequenceMatcher(None, name, other).ratio() > SLIP


def members_of(dimension: str) -> tuple[Need, ...]:
    """What the members of a dimension rest on."""
    by: Need = (*SPLIT, None, dimension)
    return (*by, "members", None), (*by, "weights", None), METRICS


class Known:
    """A plan as its checks see it.

    `kept`: for lists that lost items, the positions in the text of those that are left; `line_of`
    gives the line of a path.
    """

    def __init__(self, plan: Plan, kept: dict[Path, list[int]], line_of: Callable[[Path], int | None]) -> None:
        """Keep the plan and how it lies in its text."""
        self.plan, self.kept, self.line_of = plan, kept, line_of

    @cached_property
    def misspelt(self) -> dict[str, Path]:
        """Usual dimensions that are missing, each with the split that has nearly its name and no column of its own."""
        return {
            usual: path
            for path, split in self.splits()
            if isinstance(split, DimensionSplit) and split.column is None and path[3] not in USUAL
            for usual in USUAL
            if usual not in self.goals.split[str(path[2])] and alike(usual, str(path[3]))
        }

    def numbered(self, path: Path, items: tuple[T, ...]) -> Iterator[tuple[int, T]]:
        """The items of a list with their positions as written."""
        return zip(self.kept.get(path, range(len(items))), items, strict=False)

    @property
    def goals(self) -> Goals:
        """The goals chapter; an empty one where there is none."""
        return self.plan.goals or Goals.model_construct(
            targets={}, split={}, never=(), fixed=(), commitments={}, growth=None, revisions=()
        )

    @property
    def main(self) -> str | None:
        """The main metric: the first of the targets."""
        return next(iter(self.goals.targets), None)

    @property
    def people(self) -> tuple[tuple[int, Person], ...]:
        """The people that the plan lists itself."""
        team = self.plan.team
        return tuple(self.numbered(("team",), team)) if isinstance(team, tuple) else ()

    def splits(self) -> Iterator[tuple[Path, Split]]:
        """Every split with its path."""
        for metric, by in self.goals.split.items():
            for dimension, split in by.items():
                yield ("goals", "split", metric, dimension), split

    def split_of(self, metric: str | None) -> dict[str, Split]:
        """The splits of a metric; those of the main one, or the first, where it has none of its own."""
        splits = self.goals.split
        own = splits.get(metric or self.main or "", splits.get(self.main or ""))
        return own if own is not None else next(iter(splits.values()), {})

    def dimensions(self, metric: str | None) -> list[str]:
        """The dimensions that cells of a metric have, months aside."""
        return [d for d, split in self.split_of(metric).items() if isinstance(split, DimensionSplit)]

    def lost(self, dimension: str) -> bool:
        """Whether a dimension is split under a metric whose target is missing, so that it is only out of reach."""
        splits = self.goals.split.items()
        return any(dimension in by and metric not in self.goals.targets for metric, by in splits)

    def members(self, metric: str | None, dimension: str) -> Collection[str] | None:
        """The members of a dimension where the plan names them all; None where the records decide."""
        split = self.split_of(metric).get(dimension)
        if not isinstance(split, DimensionSplit) or split.weights.get("history") or not split.members:
            return None
        return split.members.keys()

    def person_splits(self) -> Iterator[tuple[Path, PersonSplit]]:
        """The splits over people."""
        return ((path, split) for path, split in self.splits() if isinstance(split, PersonSplit))


def near(slug: str, at: Path, name: str, known: Iterable[str], *needs: Need, key: bool = False, **params: object) -> Found:
    """A finding about a name that is not known, with the nearest that is, or all that are."""
    return Found(slug, at, {"name": name, "hint": hint(name, known), **params}, key, needs)


def smallest_words(known: Known) -> dict[str, object]:
    """`smallest` as a plan would say it."""
    plain = Fraction(known.plan.smallest, 10**known.plan.digits)
    whole = plain.denominator == 1
    return {"smallest": f"{plain.numerator:,}" if whole else f"{float(plain)}", "currency": known.plan.currency}
