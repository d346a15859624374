"""How likely it is that items meet by chance alone, and how many of many findings are chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan.frame import Ints

Chances = npt.NDArray[np.float64]
_ENOUGH = 1e-17
"""What is added to a sum of 1 below this changes nothing."""


def fisher_upper(count: Ints, body: Ints, head: Ints, baskets: int | Ints) -> Chances:
    """The chance of at least `count` meetings, were `body` and `head` of the baskets drawn independently.

    All four are numbers of baskets; one chance a row (`baskets` may differ by row). The hypergeometric upper tail, summed term by term
    from its largest; where that is the longer tail, the lower one is summed and taken from 1.

    >>> fisher_upper(np.array([3]), np.array([4]), np.array([4]), 8).round(6)
    array([0.242857])

    Source: Fisher's exact test, one-sided; Hahsler and Hornik 2007, New probabilistic interest measures, eq. 9.
    """
    baskets = np.broadcast_to(np.asarray(baskets, np.int64), count.shape)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, baskets.max(initial=0) + 1, dtype=np.float64)))])
    above = count * baskets.astype(np.float64) > body.astype(np.float64) * head
    at = np.where(above, count, count - 1)
    least = np.maximum(body + head - baskets, 0)
    inside = (at >= least) & (at <= np.minimum(body, head))
    at = np.where(inside, at, least)
    first = logs[body] - logs[at] - logs[body - at] + logs[baskets - body] - logs[head - at]
    first -= logs[baskets - body - head + at] + logs[baskets] - logs[head] - logs[baskets - head]
    tail = np.where(inside, np.exp(first) * _tail(at, body, head, baskets, above), 0.0)
    chances: Chances = np.clip(np.where(above, tail, 1.0 - tail), 0.0, 1.0)
    return chances


def _tail(at: Ints, body: Ints, head: Ints, baskets: Ints, upward: npt.NDArray[np.bool_]) -> Chances:
    """The sum of the tail that begins at `at`, in units of its first term."""
    total = np.ones(len(at))
    term = np.ones(len(at))
    x, n, k, every = (v.astype(np.float64) for v in (at, body, head, baskets))
    live = np.arange(len(at))
    while len(live):
        step = upward[live]
        j, b, h, rest = x[live], n[live], k[live], every[live] - n[live] - k[live]
        up = (b - j) * (h - j) / ((j + 1) * (rest + j + 1))
        down = j * (rest + j) / ((b - j + 1) * (h - j + 1))
        term[live] *= np.where(step, up, down)
        total[live] += term[live]
        x[live] += np.where(step, 1, -1)
        live = live[term[live] > _ENOUGH * total[live]]
    return total


def q_values(chances: Chances, tests: int | None = None) -> Chances:
    """The share of false ones among the findings that are at least as sure as each.

    `tests` is how many were tried in all, those that are not among `chances` having failed.

    >>> q_values(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]

    Source: Benjamini and Hochberg 1995, Controlling the false discovery rate.
    """
    if not len(chances):
        return chances
    tried = max(tests or 0, len(chances))
    order = np.argsort(chances, kind="stable")
    raw = chances[order] * tried / np.arange(1, len(chances) + 1)
    found = np.empty(len(chances))
    found[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return found
