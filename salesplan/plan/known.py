"""What a plan knows of itself: its dimensions, their members, its people; and which parts of it are in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from salesplan.plan.goals import DimensionSplit, Goals, PersonSplit, Split
from salesplan.plan.head import Person
from salesplan.plan.nodes import Path
from salesplan.plan.plan import Plan
from salesplan.problem import nearest

if TYPE_CHECKING:
    from salesplan.words.texts import Text

T = TypeVar("T")
LISTED_AT_MOST = 16
"""How many names a message lists."""

Need: TypeAlias = tuple[Any, ...]
SPLIT: Path = ("goals", "split")
TARGETS: Path = ("goals", "targets")
DIMENSIONS: Need = (*SPLIT, None, None)
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
    close = nearest(name.strip("\u3000\xa0 "), names)
    if close is not None:
        return Text("hint-nearest", name=close)
    more = ["..."] if len(names) > LISTED_AT_MOST else []
    return Text("hint-known", names=names[:LISTED_AT_MOST] + more) if names else Text("hint-none")


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

    def numbered(self, path: Path, items: tuple[T, ...]) -> Iterator[tuple[int, T]]:
        """The items of a list with their positions as written."""
        return zip(self.kept.get(path, range(len(items))), items, strict=False)

    @property
    def goals(self) -> Goals:
        """The goals chapter; an empty one where there is none."""
        return self.plan.goals or Goals.model_construct(
            targets={}, split={}, never=(), fixed=(), commitments={}, growth=None
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
        """The splits of a metric; those of the main one where it has none of its own."""
        own = self.goals.split.get(metric or self.main or "")
        return own if own is not None else self.goals.split.get(self.main or "", {})

    def dimensions(self, metric: str | None) -> list[str]:
        """The dimensions that cells of a metric have, months aside."""
        return [d for d, split in self.split_of(metric).items() if isinstance(split, DimensionSplit)]

    def members(self, metric: str | None, dimension: str) -> list[str] | None:
        """The members of a dimension where the plan names them all; None where the records decide."""
        split = self.split_of(metric).get(dimension)
        if not isinstance(split, DimensionSplit) or split.weights.get("history") or not split.members:
            return None
        return list(split.members)

    def person_splits(self) -> Iterator[tuple[Path, PersonSplit]]:
        """The splits over people."""
        return ((path, split) for path, split in self.splits() if isinstance(split, PersonSplit))


def near(slug: str, at: Path, name: str, known: list[str], *needs: Need, key: bool = False, **params: object) -> Found:
    """A finding about a name that is not known, with the nearest that is, or all that are."""
    return Found(slug, at, {"name": name, "hint": hint(name, known), **params}, key, needs)


def smallest_words(known: Known) -> dict[str, object]:
    """`smallest` as a plan would say it."""
    plain = Fraction(known.plan.smallest, 10**known.plan.digits)
    whole = plain.denominator == 1
    return {"smallest": f"{plain.numerator:,}" if whole else f"{float(plain)}", "currency": known.plan.currency}
