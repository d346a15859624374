"""How a file is read, whatever kind of list it is: sales, targets, receipts, receivables, opportunities and the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from salesplan.frame import MISSING, Frame
from salesplan.records.book import held_open, open_book
from salesplan.records.files import Source, read_source
from salesplan.records.kinds import kind_of
from salesplan.records.lists import read_list
from salesplan.records.mapping import likely_kind
from salesplan.records.reading import FileReading
from salesplan.records.sales import read_sales
from salesplan.records.saved_maps import Given, SavedMap
from salesplan.records.team import team_reading
from salesplan.words import Text

TOGETHER = 3
"""In this many months a name must stand in several regions at once before two people are supposed [months]."""


def reading_of(path: Path, name: str, maps: tuple[SavedMap, ...] = (), sheet: str | None = None) -> FileReading:
    """The reading of one file by itself, as the kind of list that it is, or is most like.

    Raises: InvalidInput that says what is wrong with the file.
    """
    with held_open():
        return _reading_of(path, name, maps, sheet)


def _reading_of(path: Path, name: str, maps: tuple[SavedMap, ...], sheet: str | None) -> FileReading:
    source = read_source(path, name)
    kind = next((m.kind for m in maps if m.kind), None) if len(maps) == 1 else None
    kind = kind or kind_of(source, sheet) or _nearest(source, sheet)
    given: Given = maps
    if kind == "team":
        return team_reading(source, sheet)
    if kind == "sales":
        sales = read_sales([path], names=[name], maps=given, sheet=sheet, alone=True)
        return _warned(sales.reading[0], sales.frame, "order_date")
    records = read_list(kind, [path], names=[name], maps=given, sheet=sheet, alone=True)
    return records.reading[0]


def _nearest(source: Source, sheet: str | None) -> str:
    """The kind that a file is most like though it lacks what the kind needs, so that what is missing can be told.

    Raises: InvalidInput (`no-known-list`).
    """
    heads = [s.head() for s in open_book(source).sheets if sheet is None or s.name == sheet]
    kind = next((k for k in map(likely_kind, heads) if k), None)
    if kind is not None or not any(heads):
        return kind or "sales"
    first = next(head for head in heads if head)[0]
    raise source.refused("no-known-list", first=[str(c)[:20] for c in list(first.cells.values())[:6]])


def _warned(reading: FileReading, frame: Frame, date: str) -> FileReading:
    told = namesakes(frame, date)
    return replace(reading, warnings=(*reading.warnings, *told)) if told else reading


def namesakes(frame: Frame, date: str) -> list[Text]:
    """Names of salespeople that stand in several regions at the same time, where no employee number tells them apart."""
    if "person" not in frame or "region" not in frame or "emp_no" in frame or not len(frame):
        return []
    person, region = frame.texts("person"), frame.texts("region")
    month = frame.days(date).astype("datetime64[M]").astype(np.int64)
    there = (person.codes != MISSING) & (region.codes != MISSING)
    if not there.any():
        return []
    since = int(month[there].min())
    spans, regions = int(month[there].max()) - since + 1, len(region.labels)
    in_month = person.codes[there].astype(np.int64) * spans + month[there] - since
    seen = np.unique(in_month * regions + region.codes[there])
    pairs, counts = np.unique(seen // regions, return_counts=True)
    several, months = np.unique(pairs[counts > 1] // spans, return_counts=True)
    found = []
    for code in several[months >= TOGETHER].tolist():
        where = np.unique(seen[seen // regions // spans == code] % regions).tolist()
        found.append(Text("namesakes", person=person.labels[code], regions=[region.labels[r] for r in where]))
    return found


def frame_of(path: Path, kind: str, maps: tuple[SavedMap, ...] = (), sheet: str | None = None) -> Frame:
    """The rows of a file that is known to be of a kind. Raises: InvalidInput."""
    if kind == "sales":
        return read_sales([path], names=[path.name], maps=maps, sheet=sheet, alone=True).frame
    return read_list(kind, [path], names=[path.name], maps=maps, sheet=sheet, alone=True).frame
