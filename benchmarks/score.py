"""Scores and models of customers: CPU seconds of this program, beside its peers where they are installed.

Run: python benchmarks/score.py [SALES_LIST.xlsx]

Customers are made up with a fixed seed in the shape of a large shop; the CDNOW sample stands in tests/published. With a
sales list, the whole command is timed beside the bare read of the file by the fastest reader.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from salesplan.calc.geometric import BetaGeometric
from salesplan.calc.lifetime import fit
from salesplan.calc.outlook import forecasts
from salesplan.calc.purchases import purchases_of
from salesplan.calc.repeat import compressed, repeats
from salesplan.calc.rfm import Rule, rfm
from salesplan.frame import Frame, Texts
from salesplan.plan.customers import Lifetime

SAMPLE = Path(__file__).parent.parent / "tests" / "published" / "cdnow_sample.csv"
END = dt.date(2025, 12, 31)
RUNS = 5


def timed(work: Callable[[], Any]) -> float:
    """The median CPU seconds of a few runs, after one to warm up."""
    work()
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def shop(customers: int, lines: int, seed: int = 1) -> Frame:
    """Sales lines of a shop over two years; customers buy at rates of their own."""
    rng = np.random.default_rng(seed)
    share = rng.gamma(0.6, 1.0, customers)
    who = rng.choice(customers, lines, p=share / share.sum()).astype(np.int32)
    day = np.datetime64("2024-01-01") + rng.integers(0, 731, lines)
    order = np.unique(who.astype(np.int64) * 4096 + rng.integers(0, 4096, lines) // 256, return_inverse=True)[1].astype(np.int32)
    columns: dict[str, Any] = {
        "customer_id": Texts(who, tuple(f"C{n:07d}" for n in range(customers))), "order_date": day.astype("datetime64[D]"),
        "amount": rng.integers(100, 90_000, lines), "order_id": Texts(order, tuple(f"S{n:07d}" for n in range(int(order.max()) + 1))),
    }  # fmt: skip
    return Frame(columns, ("made up",), np.zeros(lines, np.int32), np.arange(lines, dtype=np.int32))


def cdnow() -> Frame:
    """The CDNOW sample."""
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns: dict[str, Any] = {
        "customer_id": Texts.of([r["customer_id"] for r in rows]), "order_date": np.array([r["date"] for r in rows], "datetime64[D]"),
        "amount": np.array([round(float(r["amount"]) * 100) for r in rows]),
    }  # fmt: skip
    return Frame(columns, ("cdnow",), np.zeros(len(rows), np.int32), np.arange(len(rows), dtype=np.int32))


def many(times: int) -> Any:
    """Customers with purchases drawn from BG/NBD at the estimates of CDNOW, ages spread over a year."""
    rng = np.random.default_rng(2)
    size = 23_570 * times if times else 1_000_000
    from salesplan.calc.repeat import Repeats

    age = rng.integers(180, 545, size)
    rate, drop = rng.gamma(0.25, 1 / 4.79, size), rng.beta(0.72, 2.16, size)
    at, last, x, alive = np.zeros(size), np.zeros(size), np.zeros(size), np.ones(size, bool)
    while alive.any():
        at = at + np.where(alive, rng.exponential(1, size) / np.maximum(rate, 1e-12) * 7, 0)
        alive &= at < age
        whole = np.minimum(np.maximum(np.ceil(at), last + 1), age)
        x, last = x + alive, np.where(alive, whole, last)
        alive &= rng.random(size) >= drop
    none = np.zeros(size)
    return Repeats(END, np.arange(size), x, last / 7, age / 7, none, none)


def peer(seen: Any) -> float | None:
    """CPU seconds of the same fit by lifetimes; None where it is not installed."""
    if importlib.util.find_spec("lifetimes") is None:
        return None
    from lifetimes import BetaGeoFitter

    start = time.process_time()
    BetaGeoFitter().fit(seen.x, seen.t_x, seen.age)
    return time.process_time() - start


def told(name: str, spent: float, most: float | None, other: float | None = None) -> None:
    """Print one line."""
    limit = f"   at most {most} s" if most else ""
    beside = f"   lifetimes {other:.3f} s, ratio {other / spent:.0f}" if other else ""
    print(f"{name:<58}{spent:8.4f} s{limit}{beside}")


def command(path: str) -> None:
    """The whole command with its workbook, beside the bare read of the file."""
    from python_calamine import CalamineWorkbook

    def read() -> None:
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    bare = min([timed(read), *others(path)])
    out = Path(path).with_suffix("").name + ".score.xlsx"
    imports = _child([sys.executable, "-c", "import typer, pydantic, yaml, numpy, scipy.special, xlsxwriter, rich.table, threadpoolctl"])
    whole = _child([sys.executable, "-m", "salesplan", "score", path, "-o", out, "-q", "--no-cache"])
    Path(out).unlink(missing_ok=True)
    print(f"score with workbook {whole:.2f} s, imports {imports:.2f} s, bare read {bare:.2f} s: {(whole - imports) / bare:.1f} times the read (at most 3)")


def others(path: str) -> list[float]:
    """CPU seconds of the bare read by fastexcel; none where it is not installed."""
    if importlib.util.find_spec("fastexcel") is None:
        return []
    import fastexcel

    return [timed(lambda: fastexcel.read_excel(path).load_sheet(0))]


def _child(words: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: list[str]) -> None:
    """Print what each part costs."""
    frame = shop(100_000, 1_000_000)
    told("RFM of 1,000,000 lines, 100,000 customers, after reading", timed(lambda: rfm(purchases_of(frame), END, Rule())), 0.25)
    sample = repeats(purchases_of(cdnow()), dt.date(1997, 9, 30))
    told("BG/NBD of CDNOW's sample, 2,357 customers", timed(lambda: fit(BetaGeometric, compressed(sample))), None, peer(sample))
    for times, most in ((1, 0.02), (0, 0.6)):
        seen = many(times)
        rows = compressed(seen)
        name = f"BG/NBD, {len(seen):,} customers, {len(rows.x):,} rows"
        told(name, timed(lambda seen=seen: fit(BetaGeometric, compressed(seen))), most, peer(seen))
    base = purchases_of(shop(20_000, 200_000))
    told("all forecasts of 20,000 customers", timed(lambda: forecasts(base, END, 90, Lifetime())), None)
    if arguments:
        command(arguments[0])


if __name__ == "__main__":
    main(sys.argv[1:])
