"""Fonts, colours and borders of cells, each made once a workbook."""

from __future__ import annotations

from typing import Any

from salesplan.render.cells import SYMBOLS
from salesplan.report import Level, Mark

FONTS = {"zh": "微软雅黑", "en": "Calibri"}
SIZE = 10
INK, PALE, LINK, LINE = "#1F2933", "#6B7785", "#2563A8", "#D5DBE1"
HEAD, SUM, TOTAL = "#E6ECF3", "#F3F6F9", "#E3E9F0"
MARK_COLOURS: dict[Mark, tuple[str, str]] = {
    "good": ("#E3F4E7", "#1B6B33"), "warn": ("#FFF3D1", "#7A5200"), "bad": ("#FBE0E0", "#A31621"),
}  # fmt: skip
"""Ground and ink of a marked cell."""

SERIES = ("#2563A8", "#D97A27", "#2C8C7B", "#8A5FB0", "#B8405E", "#6B8E23", "#4AA3DF", "#A67C52")
"""Colours of a chart's series, in order."""

BEFORE = "#A9B4C0"
"""The colour of what was: last year."""


class Styles:
    """The formats of one workbook by their properties; the same properties give the same format."""

    def __init__(self, workbook: Any, lang: str) -> None:
        """Keep the workbook and the reader's font."""
        self.workbook, self.font = workbook, FONTS[lang]
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._cells: dict[tuple[Any, ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """The format with these properties over the reader's font."""
        whole = {"font_name": self.font, "font_size": SIZE, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self.workbook.add_format(whole)
        return self._made[key]

    def head(self, align: str, indent: int = 0) -> Any:
        """A heading of columns."""
        look = {"bg_color": HEAD, "align": align, "text_wrap": True, "border": 1, "border_color": LINE}
        indent += align == "left"
        return self.of(bold=True, **look, **({"indent": indent} if indent else {}))

    def cell(self, level: Level, mark: Mark, *, right: bool, strong: bool = False, **more: Any) -> Any:
        """A cell of a table's body, set off by its row's level, its column and its mark."""
        key = (level, mark, right, strong, *more.items())
        if key not in self._cells:
            self._cells[key] = self._cell(level, mark, right, strong, more)
        return self._cells[key]

    def _cell(self, level: Level, mark: Mark, right: bool, strong: bool, more: dict[str, Any]) -> Any:
        look: dict[str, Any] = {"align": "right" if right else "left", "border": 1, "border_color": LINE, **more}
        if not right:
            look["indent"] = 1 + more.get("indent", 0)
        if level:
            look |= {"bold": True, "bg_color": TOTAL if level == "total" else SUM}
        elif strong:
            look["bg_color"] = SUM
        if level == "total":
            look |= {"top": 2, "top_color": PALE}
        if mark:
            look["bg_color"], look["font_color"] = MARK_COLOURS[mark]
        return self.of(**look)


def marked_format(number_format: str, mark: Mark, *, below: bool = False) -> str:
    """The number format with the mark's symbol before the number, so that it does not hang on colour alone.

    >>> marked_format("0.0%", "bad")
    '"✗ "0.0%'
    >>> marked_format("0.0%", "bad", below=True)
    '"✗ "0.0%;"✗ "-0.0%'

    `below`: the number is below nothing; its sign would stand before the symbol in a format without a part for such.
    """
    if not mark:
        return number_format
    if below and ";" not in number_format:
        number_format = f"{number_format};-{number_format}"
    return ";".join(f'"{SYMBOLS[mark]} "{part}' for part in number_format.split(";"))
