"""Split and exact rounding of a large target under holds, beside ipfn's unrounded fit without holds.

Run: python benchmarks/split.py     (needs the packages of benchmarks/requirements.txt)
Both run in this one process, in turn, on the same cube; the ratio of CPU seconds is what counts.
"""

from __future__ import annotations

import resource
import statistics
import time
from fractions import Fraction

import numpy as np

from salesplan.calc.ask import Ask, Dimension, Driver, Hold
from salesplan.calc.targets import split

SHAPE = {"region": 31, "segment": 8, "product": 50, "month": 12}
TOTAL = 7_500_000
HOLDS = 20
RUNS = 7


def large_ask(seed: int = 1) -> Ask:
    """A target over 148,800 cells with the totals of four dimensions and twenty holds on combinations and members."""
    rng = np.random.default_rng(seed)
    dimensions = []
    for name, size in SHAPE.items():
        values = {f"{name}{n:02d}": Fraction(int(rng.integers(100, 5000))) for n in range(size)}
        dimensions.append(Dimension(name, tuple(values), (Driver("market", Fraction(1), values),)))
    history = rng.gamma(1.0, 1.0, [SHAPE[d.name] for d in sorted(dimensions, key=lambda d: d.name)])
    plain = Ask("revenue", TOTAL, tuple(dimensions), history)
    shares = {d.name: d.shares() for d in dimensions}
    holds = []
    for number in range(HOLDS):
        pair = rng.choice(len(dimensions), size=2, replace=False)
        where = {dimensions[p].name: (str(rng.choice(dimensions[p].members)),) for p in pair}
        usual = TOTAL * float(np.prod([float(shares[n][m[0]]) for n, m in where.items()]))
        amount = int(usual * rng.uniform(0.7, 1.4))
        low, high = ((amount, amount), (amount, None), (None, amount))[number % 3]
        holds.append(Hold(where, low, high, number))
    return Ask("revenue", TOTAL, plain.dimensions, history, holds=tuple(holds))


def ours(ask: Ask) -> tuple[float, float]:
    """CPU seconds of a split, and the largest move of a cell by rounding [units of smallest]."""
    start = time.process_time()
    done = split(ask)
    spent = time.process_time() - start
    for hold in ask.holds:
        got = done.total(hold.where)
        assert hold.low is None or got >= hold.low
        assert hold.high is None or got <= hold.high
    assert int(done.cells.sum()) == TOTAL
    return spent, float(np.abs(done.cells - done.fitted).max())


def theirs(ask: Ask) -> float:
    """CPU seconds of ipfn's fit to the same totals, no holds, nothing rounded."""
    from ipfn import ipfn

    assert ask.history is not None
    margins = [np.array([float(d.shares()[m]) * TOTAL for m in d.sorted]) for d in ask.axes]
    fitter = ipfn.ipfn(ask.history.copy(), margins, [[n] for n in range(len(margins))])
    start = time.process_time()
    fitter.iteration()
    return time.process_time() - start


def main() -> None:
    """Print medians and their ratio."""
    ask = large_ask()
    ours(ask), theirs(ask)
    pairs = [(ours(ask), theirs(ask)) for _ in range(RUNS)]
    mine = statistics.median(p[0][0] for p in pairs)
    peer = statistics.median(p[1] for p in pairs)
    ratio = statistics.median(p[0][0] / p[1] for p in pairs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"cells {int(np.prod(list(SHAPE.values()))):,}, holds {HOLDS}")
    print(f"split and rounding {mine:.3f} s   ipfn, unrounded, no holds {peer:.3f} s   ratio {ratio:.2f} (at most 2.5)")
    print(f"largest move by rounding {max(p[0][1] for p in pairs):.2f} (at most 3)   peak memory {memory:.0f} MB (at most 400)")


if __name__ == "__main__":
    main()
