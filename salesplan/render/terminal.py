"""The report as text on a screen of any width: numbers are never cut, columns make way by rank."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from salesplan.render import alerts
from salesplan.render.cells import facts, heads_alone, said, spans
from salesplan.render.characters import centred, chopped, padded, set_right, width
from salesplan.render.grid import GAP, MARK_ROOM, Grid, Strand, fitted, left_out_sentence
from salesplan.render.screen import Screen
from salesplan.report import Alert, Block, Chart, Level, Note, Report, Row, Table
from salesplan.words import Text

MOST_ROWS = 200
"""More rows than this are not listed on a screen; how many there are is said."""


def render(report: Report, lang: str, screen: Screen | None = None) -> str:
    """The report as it stands on that screen; without one, as it is piped: 120 columns, no styles."""
    shown = screen or Screen()
    grids = {t.name: fitted(t, report, lang, shown, MOST_ROWS) for t in report.tables("terminal")}
    across = min(shown.width, max((g.across for g in grids.values()), default=shown.width))
    parts = [_top(report, lang, shown, across)]
    for kind, blocks in groupby(_shown(report.blocks), key=type):
        run = list(blocks)
        if kind is Alert:
            parts.append(_alerts([b for b in run if isinstance(b, Alert)], report, lang, shown))
        elif kind is Note:
            parts.append("\n".join(_note(b, report, lang, shown) for b in run if isinstance(b, Note)))
        else:
            parts += [_table(b, grids[b.name], report, lang, shown) for b in run if isinstance(b, Table)]
    return "\n\n".join(p for p in parts if p) + "\n"


def _shown(blocks: Sequence[Block]) -> list[Block]:
    return [b for b in blocks if not isinstance(b, Chart) and (isinstance(b, Alert) or "terminal" in b.views)]


def _top(report: Report, lang: str, screen: Screen, across: int) -> str:
    title = said(report.title, report, lang)
    lines = [screen.style(line, "bold") for line in chopped(title, screen.width)]
    known = facts(report, lang, "terminal")
    line = "   ".join(known)
    if width(line) <= screen.width:
        return "\n".join([*lines, screen.style(set_right(line, max(across, width(title))), "dim")] if line else lines)
    return "\n".join([*lines, *(screen.style(part, "dim") for fact in known for part in chopped(fact, screen.width))])


def _table(table: Table, grid: Grid, report: Report, lang: str, screen: Screen) -> str:
    title = said(table.title, report, lang) if table.title else ""
    lines = [screen.style(line, "bold") for line in chopped(title, screen.width) if title]
    for i, part in enumerate(grid.parts):
        lines += [""] * (i > 0) + _part(part, grid.rows, screen)
    asides = [left_out_sentence(grid, screen.width, report, lang)]
    if grid.more_rows:
        asides.append(said(Text("report-more-rows", count=grid.more_rows), report, lang))
    asides += [said(Text("report-note-mark", text=n), report, lang) for n in table.notes]
    return "\n".join([*lines, *(screen.style(s, "dim") for a in asides if a for s in chopped(a, screen.width))])


def _part(strands: Sequence[Strand], rows: Sequence[Row], screen: Screen) -> list[str]:
    across = sum(s.across for s in strands) + GAP * (len(strands) - 1)
    lines = [*_group_line(strands, screen), *_head_lines(strands, screen), screen.style(screen.rule(across), "dim")]
    above: Level = "total"
    for i, row in enumerate(rows):
        if row.level == "total" and above != "total":
            lines.append(screen.style(screen.rule(across), "dim"))
        lines += _row_lines(strands, i, row, screen)
        above = row.level
    return lines


def _group_line(strands: Sequence[Strand], screen: Screen) -> list[str]:
    """The headings above several columns, each between rules as wide as its columns."""
    pieces = []
    for name, first, count in spans([s.head.group for s in strands]):
        across = sum(s.across for s in strands[first : first + count]) + GAP * (count - 1)
        if not name:
            pieces.append(" " * across)
        elif width(name) + 2 > across:
            pieces.append(centred(chopped(name, across)[0], across))
        else:
            side = across - width(name) - 2
            pieces.append(f"{screen.rule(side // 2)} {name} {screen.rule(side - side // 2)}")
    return [(" " * GAP).join(pieces).rstrip()] if any(s.head.group for s in strands) else []


def _head_lines(strands: Sequence[Strand], screen: Screen) -> list[str]:
    labels = [chopped(s.head.label, s.columns) for s in strands]
    height = max(map(len, labels))
    lines = []
    for i in range(height):
        # short headings stand on the rule, at the bottom of their column
        texts = [label[i - height + len(label)] if i >= height - len(label) else "" for label in labels]
        aligned = [_aligned(t, s) + " " * (MARK_ROOM * s.marked) for t, s in zip(texts, strands, strict=True)]
        lines.append(screen.style((" " * GAP).join(aligned).rstrip(), "bold"))
    return lines


def _aligned(text: str, strand: Strand) -> str:
    return set_right(text, strand.columns) if strand.head.right else padded(text, strand.columns)


def _row_lines(strands: Sequence[Strand], index: int, row: Row, screen: Screen) -> list[str]:
    if heads_alone(row):
        across = sum(s.across for s in strands) + GAP * (len(strands) - 1)
        return [screen.style(line, "bold") for line in chopped(strands[0].cells[index], across)]
    cells = [chopped(s.cells[index], s.columns) if width(s.cells[index]) > s.columns else [s.cells[index]] for s in strands]
    return [_row_line(strands, cells, i, row, screen) for i in range(max(map(len, cells)))]


def _row_line(strands: Sequence[Strand], cells: list[list[str]], line: int, row: Row, screen: Screen) -> str:
    pieces = []
    for strand, texts in zip(strands, cells, strict=True):
        mark = row.marks.get(strand.position, "")
        text = _aligned(texts[line] if line < len(texts) else "", strand)
        if strand.marked:
            text += " " + padded(screen.symbol(mark) if line == 0 else "", MARK_ROOM - 1)
        bold = "bold" if row.level or strand.head.strong else ""
        pieces.append(screen.style(text, bold, mark) if text.strip() else text)
    return _trimmed((" " * GAP).join(pieces), screen)


def _trimmed(line: str, screen: Screen) -> str:
    return line if screen.styled else line.rstrip()


def _note(note: Note, report: Report, lang: str, screen: Screen) -> str:
    text = said(Text("report-note-mark", text=note.text), report, lang)
    if note.place:
        text += f" ({said(str(note.place), report, lang)})"
    return "\n".join(screen.style(line, "dim") for line in chopped(text, screen.width))


def _alerts(found: list[Alert], report: Report, lang: str, screen: Screen) -> str:
    """The alerts, gravest first; of those that cross one line, the first alone says where it is drawn and what to do."""
    lines = [screen.style(said(Text("report-alerts", count=len(found)), report, lang), "bold")]
    told: set[tuple[str, str, str]] = set()
    for alert in alerts.by_level(found):
        mark = alerts.MARKS[alert.level]
        head = f"{screen.symbol(mark) or '-'} {alerts.level(alert, report, lang)}"
        room = max(20, screen.width - width(head) - 4)
        place = said(alerts.place(alert), report, lang)
        line_crossed = (alert.level, alert.slug, place)
        text = alerts.message(alert, report, lang)
        if line_crossed in told:
            owner = str(alert.evidence.get("owner", ""))
            first, *rest = chopped(text + (f" ({owner})" if owner and owner not in text else ""), room)
        else:
            first, *rest = [*chopped(text + (f" ({place})" if place else ""), room), *chopped(alerts.remedy(alert, report, lang), room)]
        told.add(line_crossed)
        lines.append(f"  {screen.style(head, mark)}  {first}")
        lines += [" " * (width(head) + 4) + line for line in rest if line]
    return "\n".join(lines)
