"""The screen that is written to: how wide it is, and whether it takes styles, colours and Unicode."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from salesplan.render.cells import SYMBOLS
from salesplan.report import Mark

PIPED_WIDTH = 120
NARROWEST = 40
_CODES = {"bold": "1", "dim": "2", "good": "32", "warn": "33", "bad": "31", "place": "36"}
_NARROW = {ord("–"): "-"}
"""A dash is drawn two columns wide by many fonts for Chinese."""

_ASCII = {
    ord(c): a
    for c, a in {"–": "-", "—": "-", "≥": ">=", "≤": "<=", "×": "x", "→": "->", "…": "...", "·": ".", "±": "+-"}.items()
}
_ASCII_SYMBOLS: dict[Mark, str] = {"": "", "good": "+", "warn": "!", "bad": "x"}


@dataclass(frozen=True, slots=True)
class Screen:
    """Columns, whether weight (`styled`) and colour may be used, and whether characters beyond ASCII are drawn well.

    Without `unicode`, rules and marks are plain ASCII: consoles of a Chinese code page draw ─ and ✓
    two columns wide, or not at all.
    """

    width: int = PIPED_WIDTH
    styled: bool = False
    coloured: bool = False
    unicode: bool = True

    def style(self, text: str, *names: str) -> str:
        """The text in bold, dim, or the colour of a mark, as far as the screen allows."""
        usable = [n for n in names if n and self.styled and (n in ("bold", "dim") or self.coloured)]
        return f"\x1b[{';'.join(_CODES[n] for n in usable)}m{text}\x1b[0m" if usable and text else text

    def cell(self, text: str) -> str:
        """The text of a cell, in characters that this screen draws as wide as they are counted."""
        return text.translate(_NARROW if self.unicode else _ASCII)

    def symbol(self, mark: Mark) -> str:
        """What shows a mark beside its colour."""
        return (SYMBOLS if self.unicode else _ASCII_SYMBOLS)[mark]

    def rule(self, columns: int) -> str:
        """A line across."""
        return ("─" if self.unicode else "-") * columns


def screen_of(stream: IO[str], environment: Mapping[str, str] | None = None) -> Screen:
    """What a stream can show: a terminal's own width, else COLUMNS or 120; no colour when NO_COLOR is set or piped."""
    env = os.environ if environment is None else environment
    terminal = stream.isatty()
    styled = (terminal and env.get("TERM") != "dumb") or bool(env.get("FORCE_COLOR"))
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
    return Screen(
        width=max(NARROWEST, _width(stream, env, terminal=terminal)),
        styled=styled,
        coloured=styled and not env.get("NO_COLOR"),
        unicode=encoding in ("utf-8", "utf8", "utf-8-sig"),
    )


def _width(stream: IO[str], env: Mapping[str, str], *, terminal: bool) -> int:
    if env.get("COLUMNS", "").isdigit() and int(env["COLUMNS"]):
        return int(env["COLUMNS"])
    if not terminal:
        return PIPED_WIDTH
    try:
        return os.get_terminal_size(stream.fileno()).columns or PIPED_WIDTH
    except (OSError, ValueError):
        return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns
