"""The part of a review that says where the year lands, why, and what to watch: assembled from its own blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan.commands.review_setup import Standing
    from salesplan.report import Block

LANDED = ("region", "product", "person")
"""Dimensions whose landing is forecast, those that are shown first."""


def blocks(stand: Standing, chosen: Sequence[str]) -> list[Block]:
    """Landing, bridge, movers, benchmarks and alerts of a review whose tables are by the chosen dimensions."""
    from salesplan.commands import review_alerts, review_benchmarks, review_bridge, review_landing, review_movers

    first = [d for d in chosen if d != "person"] or list(chosen)
    by = tuple(d for d in dict.fromkeys((*first, *chosen, *LANDED)) if d in stand.dimensions) or ("region",)
    outlook = review_landing.outlook(stand, by)
    return [
        *review_landing.blocks(stand, outlook, by), *review_bridge.blocks(stand), *review_movers.blocks(stand),
        *review_benchmarks.blocks(stand, chosen), *review_alerts.blocks(stand, outlook),
    ]  # fmt: skip
