"""Documents that stand in several files counted once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from salesplan.frame import MISSING, Flags, Texts
from salesplan.records.sales_file import SalesFile
from salesplan.words import Quantity, Text

REASON = "duplicates"
_MIX = np.uint64(0x9E3779B97F4A7C15)


def drop_duplicates(files: Sequence[SalesFile]) -> None:
    """Leave out lines of later files that an earlier one has already: the same document, the same whole line.

    Within one file only lines with a line number of their own are dropped when they repeat in full; others
    are told. A line that a later file has more often than any earlier one stays that much more often. Files without document numbers are compared as wholes only. A document
    whose lines differ between files is told, and stays.
    """
    _same_bytes(files)
    for file in files:
        _repeated_inside(file)
    numbered = [f for f in files if "order_id" in f.values and len(f.rows)]
    ids = [set(_labels(f)) for f in numbered]
    shared = {i for n, mine in enumerate(ids) for other in ids[:n] for i in mine & other}
    if not shared:
        return
    keys = _line_keys(numbered, shared)
    seen: dict[int, int] = {}
    kept_documents: dict[str, int] = {}
    for n, (file, key) in enumerate(zip(numbered, keys, strict=True)):
        drop = _repeated(key, seen)
        if drop.any():
            file.drop(drop, REASON)
            key = key[~drop]
        _tell_changed(file, key, kept_documents, n)


def _labels(file: SalesFile) -> tuple[str, ...]:
    texts = file.values["order_id"]
    assert isinstance(texts, Texts)
    return texts.labels


def _same_bytes(files: Sequence[SalesFile]) -> None:
    seen: dict[str, str] = {}
    for file in files:
        first = seen.setdefault(file.sha256, file.name)
        if first != file.name and len(file.rows):
            file.drop(np.ones(len(file.rows), bool), REASON)
            file.warnings.append(Text("same-file-twice", first=first))


def _repeated_inside(file: SalesFile) -> None:
    """Drop lines that repeat another of the same file in full, its line number included; tell those without a number."""
    if "order_id" not in file.values or len(file.rows) < 2:
        return
    key = np.zeros(len(file.rows), np.uint64)
    for n, column in enumerate(file.values.values()):
        part = column.codes if isinstance(column, Texts) else column
        key = (key ^ (part.astype(np.int64).view(np.uint64) + np.uint64(n))) * _MIX
        key ^= key >> np.uint64(29)
    order = np.argsort(key, kind="stable")
    again = np.zeros(len(key), bool)
    again[order[1:]] = key[order[1:]] == key[order[:-1]]
    ids = file.values["order_id"]
    assert isinstance(ids, Texts)
    again &= ids.codes != MISSING
    if not again.any():
        return
    lines = file.values.get("line_no")
    if isinstance(lines, Texts) and (lines.codes[again] != MISSING).all():
        file.drop(again, REASON)
        file.warnings.append(Text("lines-repeated", count=int(again.sum())))
        return
    amount = file.values["amount"]
    assert isinstance(amount, np.ndarray)
    file.warnings.append(Text("lines-alike", count=int(again.sum()), amount=Quantity("money", int(amount[again].sum()))))


def _line_keys(files: Sequence[SalesFile], shared: set[str]) -> list[npt.NDArray[np.int64]]:
    """A number for each line: equal for equal lines of shared documents across files, -1 for all others."""
    terms = [t for t in files[0].values if all(t in f.values for f in files)]
    columns = []
    for term in terms:
        parts = [f.values[term] for f in files]
        if isinstance(parts[0], Texts):
            table: dict[str, int] = {}
            codes = [
                np.array([*(table.setdefault(label, len(table)) for label in p.labels), MISSING], np.int64)[p.codes]
                for p in parts
                if isinstance(p, Texts)
            ]
            columns.append(np.concatenate(codes))
        else:
            columns.append(np.concatenate([p.astype(np.int64) for p in parts if not isinstance(p, Texts)]))
    common = np.concatenate([_is_shared(f, shared) for f in files])
    keys = np.full(len(common), -1, np.int64)
    _, back = np.unique(np.stack([c[common] for c in columns], axis=1), axis=0, return_inverse=True)
    keys[common] = back.ravel()
    return np.split(keys, np.cumsum([len(f.rows) for f in files])[:-1])


def _is_shared(file: SalesFile, shared: set[str]) -> Flags:
    texts = file.values["order_id"]
    assert isinstance(texts, Texts)
    return np.asarray(np.array([*(label in shared for label in texts.labels), False], bool)[texts.codes])


def _repeated(key: npt.NDArray[np.int64], seen: dict[int, int]) -> Flags:
    drop = np.zeros(len(key), bool)
    mine: dict[int, int] = {}
    for i in np.flatnonzero(key >= 0).tolist():
        k = int(key[i])
        mine[k] = mine.get(k, 0) + 1
        drop[i] = mine[k] <= seen.get(k, 0)
    for k, count in mine.items():
        seen[k] = max(seen.get(k, 0), count)
    return drop


def _tell_changed(file: SalesFile, key: npt.NDArray[np.int64], kept: dict[str, int], number: int) -> None:
    """Warn of documents that stand in an earlier file with other lines."""
    texts = file.values["order_id"]
    assert isinstance(texts, Texts)
    rows = np.flatnonzero(key >= 0)
    documents = {texts.labels[c] for c in texts.codes[rows].tolist()}
    changed = sorted(d for d in documents if kept.get(d, number) != number)
    for document in documents:
        kept.setdefault(document, number)
    if changed:
        file.warnings.append(Text("document-in-two-files", count=len(changed), first=changed[:3]))
