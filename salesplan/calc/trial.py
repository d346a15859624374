"""Forecasts judged by what came after: errors, ranks, and whether those who bought again were told from those who did not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan.calc.repeat import Floats
from salesplan.frame import Flags


@dataclass(frozen=True)
class Verdict:
    """How a forecast of each customer's sales did: mean errors in the unit of the sales.

    `bias` is the forecast total over the true one, less 1; None where nothing was sold. `auc` is how often a
    customer who bought again was ranked above one who did not; None where all or none did. `spearman`
    is None where all forecasts are equal.
    """

    model: str
    mae: float | None
    rmse: float | None
    spearman: float | None
    bias: float | None
    auc: float | None


def judged(model: str, forecast: Floats | None, actual: Floats, chance: Floats, bought: Flags) -> Verdict:
    """The verdict on a forecast of sales (None where it only ranks) and on the chance of another purchase."""
    auc = area(chance, bought)
    if forecast is None:
        return Verdict(model, None, None, ranks_agree(chance, actual), None, auc)
    error, total = forecast - actual, float(actual.sum())
    return Verdict(
        model, float(np.abs(error).mean()), float(np.sqrt((error**2).mean())), ranks_agree(forecast, actual),
        float(forecast.sum()) / total - 1 if total > 0 else None, auc,
    )  # fmt: skip


def mean_ranks(value: Floats) -> Floats:
    """Ranks from 1; equal values share their mean rank.

    >>> mean_ranks(np.array([3.0, 1.0, 3.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, position, count = np.unique(value, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[position])


def ranks_agree(first: Floats, second: Floats) -> float | None:
    """Spearman's rank correlation with ties; None where one side is all equal.

    >>> ranks_agree(np.array([1.0, 2, 3]), np.array([10.0, 20, 30]))
    1.0
    """
    a, b = mean_ranks(first), mean_ranks(second)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else None


def area(score: Floats, positive: Flags) -> float | None:
    """The area under the ROC curve, ties counted half; None where there is only one kind.

    >>> area(np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, False, True, True]))
    0.875
    """
    yes, no = int(positive.sum()), int((~positive).sum())
    if not yes or not no:
        return None
    return (float(mean_ranks(score)[positive].sum()) - yes * (yes + 1) / 2) / (yes * no)
