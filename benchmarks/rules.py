"""Itemsets and rules with single heads, beside mlxtend, on the same baskets.

Run: python benchmarks/rules.py [groceries_baskets.txt]     (beside mlxtend where it is installed)
Without a file, only generated baskets are counted: as many as the cells and items of a public retail set.
Both run in this one process, in turn; CPU seconds count. mlxtend's own input is built outside its time.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np

from salesplan.calc.baskets import Baskets, baskets_of, baskets_of_lists
from salesplan.calc.rules import Rules, Threshold, reliable, rules

RUNS = 5
BASKETS, ITEMS, CELLS = 18_440, 3_866, 387_583
"""The size of the generated set: orders of a retailer of a year."""


def retail(seed: int = 1) -> Baskets:
    """Baskets of very different sizes, few items in many of them, and groups of items that go together."""
    rng = np.random.default_rng(seed)
    sizes = np.maximum(rng.lognormal(2.5, 1.05, BASKETS), 1)
    sizes = np.maximum((sizes * CELLS * 1.13 / sizes.sum()).astype(int), 1)
    weight = 1 / np.arange(20, ITEMS + 20) ** 0.85
    basket = np.repeat(np.arange(BASKETS), sizes)
    item = rng.choice(ITEMS, size=len(basket), p=weight / weight.sum())
    follow = rng.random(len(item)) < 0.12
    item[1:][follow[1:]] = (item[:-1][follow[1:]] // 4) * 4 + rng.integers(0, 4, int(follow[1:].sum()))
    return baskets_of(basket, item, [f"i{n}" for n in range(ITEMS)])


def spent(work: Callable[[], Rules | int]) -> tuple[float, int]:
    """CPU seconds (median) and how many rules."""
    times = []
    count = 0
    for _ in range(RUNS):
        start = time.process_time()
        found = work()
        times.append(time.process_time() - start)
        count = found if isinstance(found, int) else len(found)
    return statistics.median(times), count


def peer(baskets: Baskets, support: Fraction, confidence: Fraction) -> Callable[[], int] | None:
    """mlxtend's fpgrowth and association_rules on a dense frame; None where it is not installed."""
    try:
        import pandas as pd
        from mlxtend.frequent_patterns import association_rules, fpgrowth
    except ImportError:
        return None
    table = np.zeros((len(baskets), len(baskets.labels)), bool)
    table[baskets.basket_of, baskets.items] = True
    frame = pd.DataFrame(table)

    def work() -> int:
        found = association_rules(fpgrowth(frame, float(support)), metric="confidence", min_threshold=float(confidence))
        return int((found["consequents"].map(len) == 1).sum())

    return work


def main() -> None:
    """Print a line a set and threshold."""
    sets: list[tuple[str, Baskets, str, str]] = []
    if len(sys.argv) > 1:
        with Path(sys.argv[1]).open(encoding="utf-8") as lines:
            groceries = baskets_of_lists(line.rstrip("\n").split(",") for line in lines)
        sets += [("groceries", groceries, ".001", ".5"), ("groceries", groceries, ".001", ".8")]
    made = retail()
    sets += [("generated retail", made, ".01", ".3"), ("generated retail", made, ".005", ".3")]
    for name, baskets, support, confidence in sets:
        threshold = Threshold(Fraction(support), 1, Fraction(confidence))
        own, count = spent(lambda b=baskets, t=threshold: rules(b, t))  # type: ignore[misc]
        found = rules(baskets, threshold)
        guard, _ = spent(lambda f=found: int(reliable(f, 0.05).sum()))  # type: ignore[misc]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        line = f"{name} {len(baskets):,} x {len(baskets.labels):,}, {len(baskets.items):,} cells, {support}/{confidence}: "
        print(f"{line}{len(found.found.counts):,} itemsets, {count:,} rules {own:.3f} s, guard {guard:.3f} s, peak so far {peak:.0f} MB", flush=True)
    for name, baskets, support, confidence in sets:
        other = peer(baskets, Fraction(support), Fraction(confidence))
        if other is None:
            print("mlxtend is not installed: nothing to compare with")
            return
        threshold = Threshold(Fraction(support), 1, Fraction(confidence))
        own, _ = spent(lambda b=baskets, t=threshold: rules(b, t))  # type: ignore[misc]
        theirs, count = spent(other)
        print(f"{name} {support}/{confidence}: mlxtend {theirs:.3f} s, {count:,} rules; {theirs / own:.0f} times ours ({own:.3f} s)", flush=True)


if __name__ == "__main__":
    main()
