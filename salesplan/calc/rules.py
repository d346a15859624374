"""Association rules: who buys these also buys that, with counts that are compared as whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from salesplan.calc.baskets import Baskets
from salesplan.calc.itemsets import Itemsets, TooManyItemsets, itemsets
from salesplan.calc.significance import Chances, fisher_upper, q_values
from salesplan.frame import Flags, Ints


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a rule must reach.

    `support` as a share of all baskets, or `count` as a number of them; the larger counts.
    `confidence` is the share of the baskets with the body that hold the head as well. A rule has at
    least `shortest` and at most `longest` items, its head included.
    """

    support: Fraction = Fraction(0)
    count: int = 1
    confidence: Fraction = Fraction(0)
    shortest: int = 2
    longest: int = 10

    def least(self, baskets: int) -> int:
        """How many baskets that is: the smallest whole number that is not below the share.

        >>> Threshold(support=Fraction(1, 1000)).least(9835), Threshold(support=Fraction(1, 10)).least(30)
        (10, 3)
        """
        return max(-(-self.support.numerator * baskets // self.support.denominator), self.count, 1)


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules with one item as head, one an entry of every column, by falling lift.

    `bodies`: the codes of the items (into `labels`) that are bought; `heads`: the item that goes with
    them. `count`: baskets with all of them; `body`, `head`: baskets with the body, with the head.
    `chance`: how likely so many meetings are by chance alone; `q_value`: the share of chance findings
    among all rules at least as sure, for `tests` rules that were tried. `found` are the sets that rules
    were made of; `longest` may be less than was asked where there were too many of them.
    """

    baskets: int
    labels: tuple[str, ...]
    found: Itemsets
    longest: int
    tests: int
    bodies: tuple[tuple[int, ...], ...]
    heads: Ints
    count: Ints
    body: Ints
    head: Ints
    chance: Chances
    q_value: Chances

    def __len__(self) -> int:
        """How many rules."""
        return len(self.heads)

    @property
    def confidence(self) -> Chances:
        """The share of the baskets with the body that hold the head as well."""
        return self.count / self.body

    @property
    def lift(self) -> Chances:
        """How many times as often the head is bought with the body as in any basket."""
        return self.count * float(self.baskets) / (self.body.astype(np.float64) * self.head)

    def names(self, rule: int) -> tuple[str, ...]:
        """The names of the items of a rule's body."""
        return tuple(self.labels[i] for i in self.bodies[rule])


def rules(baskets: Baskets, threshold: Threshold) -> Rules:
    """All rules that reach the threshold.

    >>> from salesplan.calc.baskets import baskets_of_lists
    >>> found = rules(baskets_of_lists(["ab", "ab", "bc", "d"]), Threshold(count=2, confidence=Fraction(1)))
    >>> [(found.names(i), found.labels[found.heads[i]]) for i in range(len(found))]
    [(('a',), 'b')]

    Support and confidence are compared as whole numbers of baskets, so a rule that stands exactly on a
    threshold is never lost to a rounding. The tests counted for the q-value are all rules whose body is
    frequent and whose head is another frequent item, whether or not they were reached: rules that were
    picked because they look good prove nothing by looking good.

    Source: Agrawal and Srikant 1994, Fast algorithms for mining association rules; Webb 2007,
    Discovering significant patterns (the search space is what is tested).
    """
    found, longest = _counted(baskets, threshold.least(len(baskets)), threshold.longest)
    keys, heads, counts, bodies = _kept(found, threshold)
    single = np.array([found.counts[1 << rank] for rank in range(len(found.codes))], np.int64)
    count, body, ranks = (np.array(v, np.int64) for v in (counts, bodies, heads))
    head = single[ranks]
    chance = fisher_upper(count, body, head, len(baskets))
    tests = _tests(found, longest, threshold.shortest)
    order = np.lexsort((ranks, -count, -count / (body.astype(np.float64) * head)))
    return Rules(
        len(baskets), baskets.labels, found, longest, tests,
        tuple(tuple(sorted(found.items(keys[i]))) for i in order.tolist()), found.codes[ranks[order]].astype(np.int64),
        count[order], body[order], head[order], chance[order], q_values(chance, tests)[order],
    )  # fmt: skip


def reliable(found: Rules, limit: float) -> Flags:
    """Whether each rule holds: hardly chance (its q-value within `limit`), and saying more than shorter rules do.

    A rule with several items in its body must beat each rule with one of them left out: among the baskets
    with the shorter body, those with the whole body hold the head more often than chance would have it
    (Fisher's test, its largest chance, with the same control over all longer rules). So a bystander that
    is bought with everything makes no rule.

    Source: Webb 2007, Discovering significant patterns: productive rules.
    """
    holds: Flags = (found.q_value <= limit) & (found.lift > 1)
    rank = {int(code): n for n, code in enumerate(found.found.codes)}
    counts = found.found.counts
    at: list[int] = []
    shorter: list[tuple[int, int]] = []
    for i in np.flatnonzero(holds).tolist():
        bits = [1 << rank[item] for item in found.bodies[i]]
        if len(bits) > 1:
            whole, head = sum(bits), 1 << rank[int(found.heads[i])]
            at += [i] * len(bits)
            shorter += [(counts[(whole ^ bit) | head], counts[whole ^ bit]) for bit in bits]
    if at:
        heads, bodies = np.array(shorter, np.int64).T
        worst = np.zeros(len(found))
        np.maximum.at(worst, at, fisher_upper(found.count[at], found.body[at], heads, bodies))
        longer = np.unique(at)
        holds[longer[q_values(worst[longer]) > limit]] = False
    return holds


def _counted(baskets: Baskets, least: int, longest: int) -> tuple[Itemsets, int]:
    """The frequent sets, and how many items the longest may have: fewer than asked where there are too many."""
    while True:
        try:
            return itemsets(baskets, least, longest), longest
        except TooManyItemsets:
            if longest <= 2:
                raise
            longest = min(longest, 5) - 1


def _kept(found: Itemsets, threshold: Threshold) -> tuple[list[int], list[int], list[int], list[int]]:
    """Bodies (as keys), ranks of heads, counts and counts of bodies of the rules that reach the confidence."""
    counts = found.counts
    num, den = threshold.confidence.numerator, threshold.confidence.denominator
    keys: list[int] = []
    heads: list[int] = []
    reached: list[int] = []
    bodies: list[int] = []
    for key, count in counts.items():
        most = count * den // num if num else found.baskets
        rest = key
        while rest:
            bit = rest & -rest
            rest ^= bit
            without = key ^ bit
            body = counts[without] if without else found.baskets
            if body <= most:
                size = key.bit_count()
                if size >= threshold.shortest:
                    keys.append(without)
                    heads.append(bit.bit_length() - 1)
                    reached.append(count)
                    bodies.append(body)
    return keys, heads, reached, bodies


def _tests(found: Itemsets, longest: int, shortest: int) -> int:
    """How many rules could have been found: every frequent body with every other frequent item."""
    items = len(found.codes)
    sizes = np.bincount([key.bit_count() for key in found.counts] or [0], minlength=2)
    return int(sum(n * (items - size) for size, n in enumerate(sizes.tolist()) if shortest <= size + 1 <= longest))
