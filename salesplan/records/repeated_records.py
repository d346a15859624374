"""Records that stand in several files of a set counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from salesplan.frame import MISSING, Flags, Texts
from salesplan.records.contracts import CONTRACTS
from salesplan.records.list_file import ListFile
from salesplan.words import Text


def drop_repeated(files: Sequence[ListFile]) -> None:
    """Leave out records that another file of the set has too.

    Of things as they stand (customers, deals, tickets, receivables) the record in the last file counts; of events
    (receipts, visits) a line of an earlier file that is wholly the same. A file given twice counts once.
    """
    _same_bytes(files)
    if len(files) < 2:
        return
    contract = CONTRACTS[files[0].kind]
    key = next((t for t in contract.key if all(t in f.values for f in files)), None)
    if key is None:
        return
    if contract.latest:
        _keep_last(files, key)
    else:
        _keep_first(files, key)


def _same_bytes(files: Sequence[ListFile]) -> None:
    seen: dict[str, str] = {}
    for file in files:
        first = seen.setdefault(file.sha256, file.name)
        if first != file.name and len(file.row_of):
            file.drop(np.ones(len(file.row_of), bool))
            file.warnings.append(Text("same-file-twice", first=first))


def _keep_last(files: Sequence[ListFile], key: str) -> None:
    later: set[str] = set()
    for file in reversed(files):
        texts = file.values[key]
        assert isinstance(texts, Texts)
        again = np.array([*(label in later for label in texts.labels), False], bool)[texts.codes]
        if again.any():
            file.drop(again)
        later |= set(texts.labels)


def _keep_first(files: Sequence[ListFile], key: str) -> None:
    terms = [t for t in files[0].values if all(t in f.values for f in files)]
    seen: Counter[tuple[object, ...]] = Counter()
    for file in files:
        texts = file.values[key]
        assert isinstance(texts, Texts)
        columns = [c.values() if isinstance(c, Texts) else c.tolist() for c in (file.values[t] for t in terms)]
        mine: Counter[tuple[object, ...]] = Counter()
        drop: Flags = np.zeros(len(file.row_of), bool)
        for i, line in enumerate(zip(*columns, strict=True)):
            if texts.codes[i] != MISSING:
                mine[line] += 1
                drop[i] = mine[line] <= seen[line]
        seen |= mine
        if drop.any():
            file.drop(drop)
