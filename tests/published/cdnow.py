"""The CDNOW data sets as purchases."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from salesplan.calc.purchases import Purchases, purchases_of
from salesplan.frame import Frame, Texts

HERE = Path(__file__).parent


def purchases(lines) -> Purchases:
    """Purchases from (customer, ISO day, dollars)."""
    ids, days, dollars = zip(*lines, strict=True)
    frame = Frame(
        {
            "customer_id": Texts.of(ids), "order_date": np.array(days, "datetime64[D]"),
            "amount": np.array([round(float(d) * 100) for d in dollars], np.int64),
        },
        ("cdnow",), np.zeros(len(ids), np.int32), np.arange(len(ids), dtype=np.int32),
    )  # fmt: skip
    return purchases_of(frame)


def sample() -> Purchases:
    """The sample of 2,357 customers, kept here."""
    with (HERE / "cdnow_sample.csv").open(encoding="utf-8") as file:
        return purchases([(r["customer_id"], r["date"], r["amount"]) for r in csv.DictReader(file)])


def master() -> Purchases:
    """All 23,570 customers, from a copy beside the repository; the test is skipped aloud without one."""
    folders = [os.environ.get("SALESPLAN_PUBLIC_DATA"), HERE.parents[2] / "shared" / "data"]
    found = [p for f in folders if f for p in (Path(f) / "cdnow" / "CDNOW_master.txt", Path(f) / "CDNOW_master.txt") if p.is_file()]
    if not found:
        pytest.skip("CDNOW_master.txt is not here: set SALESPLAN_PUBLIC_DATA to the folder that holds cdnow/")
    rows = (line.split() for line in found[0].read_text().splitlines())
    return purchases([(r[0], f"{r[1][:4]}-{r[1][4:6]}-{r[1][6:]}", r[3]) for r in rows if len(r) == 4 and r[1].isdigit()])
