"""Charts as SVG: no script, no colour of their own (the style sheet gives it), labels beside what they name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from salesplan.render.characters import chopped, width
from salesplan.render.page.picture import BEFORE, Picture, Series

WIDE = 720
TOP, BOTTOM, LEFT, RIGHT = 44, 40, 64, 16
PLOT = 220
"""Height of the field of a chart with upright values."""

LETTER = 6.4
"""About how wide a Latin letter of 12 pixels is; a Han character takes two."""

DIGIT = 6.0
BAR, BAR_GAP = 15, 12


def drawn(shown: Picture, ident: str) -> Markup:
    """The chart as an SVG element with a title and an accessible name."""
    if not shown.categories:
        return Markup("")
    body, high = _bars(shown) if shown.kind == "bar" else _upright(shown)
    return _tag(
        "svg", _tag("title", shown.title, id=f"{ident}-title") + _legend(shown) + body,
        viewBox=f"0 0 {WIDE} {high}", role="img", aria_label=shown.description, class_="chart",
    )  # fmt: skip


def _tag(name: str, content: str = "", /, **attributes: Any) -> Markup:
    """An element; every attribute and every text that is not markup is escaped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-") if key != "viewBox" else key}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{escape(content)}</{name}>")


def _short(value: Any) -> Any:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def _text(x: float, y: float, text: str, anchor: str = "start", look: str = "", **more: Any) -> Markup:
    return _tag("text", text, x=x, y=y, text_anchor=anchor, class_=look or None, **more)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from at or below the lowest to at or above the highest value, zero among them.

    >>> ticks(0, 26230), ticks(-730, 171)
    ([0.0, 10000.0, 20000.0, 30000.0], [-800.0, -600.0, -400.0, -200.0, 0.0, 200.0])
    """
    low, high = min(0.0, low), max(0.0, high)
    if low == high:
        return [0.0, 1.0]
    rough = (high - low) / most
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{i * step:.12g}") for i in range(first, last + 1)]


def _tick_text(value: float, shown: Picture, step: float) -> str:
    if shown.percent:
        return f"{value:.{0 if step >= 0.01 else 1}%}"
    return f"{value:,.{0 if step >= 1 else 2}f}"


def _extremes(shown: Picture) -> tuple[float, float]:
    if shown.kind == "stacked":
        sums = [sum(v for v in column if v and v > 0) for column in _columns(shown)]
        depths = [sum(v for v in column if v and v < 0) for column in _columns(shown)]
        return min(depths, default=0.0), max(sums, default=0.0)
    values = [v for s in shown.series for v in s.values if v is not None]
    return min(values, default=0.0), max(values, default=0.0)


def _columns(shown: Picture) -> list[tuple[float | None, ...]]:
    return list(zip(*(s.values for s in shown.series), strict=True))


def _legend(shown: Picture) -> Markup:
    """The unit, and what each colour means; lines are named at their ends instead."""
    parts = [_text(0, 14, shown.unit, look="unit")] if shown.unit else []
    x = float(LEFT)
    for series in shown.series if len(shown.series) > 1 and shown.kind != "line" else ():
        parts.append(_tag("rect", x=x, y=5, width=10, height=10, class_=series.look))
        parts.append(_text(x + 15, 14, series.label))
        x += 15 + width(series.label) * LETTER + 22
    return Markup("").join(parts)


def _upright(shown: Picture) -> tuple[Markup, int]:
    """Columns, stacked columns or lines over categories from left to right."""
    marks = ticks(*_extremes(shown))
    step = marks[1] - marks[0]
    named = shown.kind == "line"
    right = RIGHT + max((width(s.label) * LETTER for s in shown.series), default=0) + 8 if named else RIGHT
    scale = PLOT / (marks[-1] - marks[0])

    def y(value: float) -> float:
        return TOP + (marks[-1] - value) * scale

    parts = []
    for mark in marks:
        parts.append(_tag("line", x1=LEFT, x2=WIDE - right, y1=y(mark), y2=y(mark), class_="zero" if mark == 0 else "grid"))
        parts.append(_text(LEFT - 8, y(mark) + 4, _tick_text(mark, shown, step), "end", "tick"))
    band = (WIDE - LEFT - right) / len(shown.categories)
    parts += _category_labels(shown.categories, band, TOP + PLOT + 18)
    draw = {"line": _lines, "stacked": _stack, "column": _clusters}[shown.kind]
    return Markup("").join([*parts, *draw(shown, band, y)]), TOP + PLOT + BOTTOM


def _category_labels(categories: Sequence[str], band: float, y: float) -> list[Markup]:
    """Names below the field, on two lines where needed; of very many only every so-manieth."""
    every = math.ceil(34 / band)
    room = max(4, int(band * every / LETTER) - 1)
    parts = []
    for i, name in enumerate(categories):
        if i % every:
            continue
        lines = chopped(name, room)
        if len(lines) > 2:
            lines = [lines[0], lines[1][:-1] + "…"]
        for k, line in enumerate(lines):
            parts.append(_text(LEFT + band * (i + 0.5), y + 14 * k, line, "middle", "tick"))
    return parts


def _hint(shown: Picture, series: Series, index: int) -> Markup:
    """What a pointer or a screen reader is told about one value."""
    return _tag("title", f"{shown.categories[index]} · {series.label} {series.texts[index]} {shown.unit}".strip())


def _column(shown: Picture, series: Series, index: int, x: float, wide: float, top: float, foot: float) -> Markup:
    return _tag(
        "rect", _hint(shown, series, index), x=x, y=min(top, foot), width=wide, height=max(abs(foot - top), 0.5),
        class_=series.look,
    )  # fmt: skip


def _clusters(shown: Picture, band: float, y: Any) -> list[Markup]:
    wide = band * 0.72 / len(shown.series)
    longest = max((len(t) for s in shown.series for t in s.texts), default=0) * DIGIT
    parts = []
    first = next((s for s in shown.series if s.look != BEFORE), shown.series[0])
    for k, series in enumerate(shown.series):
        for i, value in enumerate(series.values):
            if value is None:
                continue
            x = LEFT + band * (i + 0.14) + wide * k
            parts.append(_column(shown, series, i, x, wide - 1, y(value), y(0)))
            if longest + 4 <= wide:
                parts.append(_text(x + wide / 2, y(max(value, 0.0)) - 5, series.texts[i], "middle", "value"))
            elif series is first and longest <= band * 0.8:
                top = max(0.0, *(s.values[i] or 0.0 for s in shown.series))
                parts.append(_text(LEFT + band * (i + 0.5), y(top) - 5, series.texts[i], "middle", "value first"))
    return parts


def _stack(shown: Picture, band: float, y: Any) -> list[Markup]:
    wide = band * 0.62
    parts = []
    for i in range(len(shown.categories)):
        up = down = 0.0
        for series in shown.series:
            value = series.values[i]
            if not value:
                continue
            start = up if value > 0 else down
            parts.append(_column(shown, series, i, LEFT + band * i + band * 0.19, wide, y(start + value), y(start)))
            up, down = (up + value, down) if value > 0 else (up, down + value)
    return parts


def _lines(shown: Picture, band: float, y: Any) -> list[Markup]:
    parts: list[Markup] = []
    ends: list[tuple[float, float, Series]] = []
    for series in shown.series:
        points = [(LEFT + band * (i + 0.5), y(v)) for i, v in enumerate(series.values) if v is not None]
        parts += [_tag("polyline", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in run), class_=f"{series.look} stroke") for run in _runs(series, band, y)]
        parts += [
            _tag("circle", _hint(shown, series, i), cx=LEFT + band * (i + 0.5), cy=y(v), r=3, class_=series.look)
            for i, v in enumerate(series.values)
            if v is not None
        ]
        if points:
            ends.append((*points[-1], series))
    height = -math.inf
    for x, at, series in sorted(ends, key=lambda e: e[1]):
        height = max(at + 4, height + 15)
        parts.append(_text(x + 10, height, series.label, look=f"{series.look} name"))
    return parts


def _runs(series: Series, band: float, y: Any) -> list[list[tuple[float, float]]]:
    """The stretches of a line without a missing value in them."""
    runs: list[list[tuple[float, float]]] = [[]]
    for i, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((LEFT + band * (i + 0.5), y(value)))
    return [run for run in runs if len(run) > 1]


def _bars(shown: Picture) -> tuple[Markup, int]:
    """Bars from left to right, one below the other, each with its value at its end."""
    marks = ticks(*_extremes(shown))
    names = min(200.0, max(width(c) for c in shown.categories) * LETTER)
    left = names + 14
    tail = max((len(t) for s in shown.series for t in s.texts), default=0) * DIGIT + 10
    scale = (WIDE - left - tail) / (marks[-1] - marks[0])
    each = BAR * len(shown.series) + BAR_GAP
    parts: list[Markup] = []

    def x(value: float) -> float:
        return left + (value - marks[0]) * scale

    for i, name in enumerate(shown.categories):
        top = 28 + each * i
        label = chopped(name, int(200 / LETTER))[0]
        parts.append(_text(left - 8, top + each / 2 - 1, label, "end", "tick"))
        for k, series in enumerate(shown.series):
            value = series.values[i]
            if value is None:
                continue
            start, end = sorted((x(0), x(value)))
            at = top + BAR * k
            parts.append(_tag("rect", _hint(shown, series, i), x=start, y=at, width=max(end - start, 0.5), height=BAR - 2, class_=series.look))
            parts.append(_text(end + 5, at + 11, series.texts[i], look="value"))
    high = 28 + each * len(shown.categories)
    parts.append(_tag("line", x1=x(0), x2=x(0), y1=24, y2=high - 4, class_="zero"))
    return Markup("").join(parts), high + 6
