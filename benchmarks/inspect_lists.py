"""CPU seconds and peak memory of `salesplan inspect`, the first and the second time, beside bare reads of the same files.

    python benchmarks/inspect_lists.py [--rows N] [--runs N] [FILE ...]

Without FILEs a list of 46,000 rows x 25 columns is made as workbook, and one of N rows x 12 columns (200,000; a million
takes minutes to make) as workbook and as text in UTF-8 and GB18030. Every run is a process of its own and runs take
turns; the median of each is compared. Peers that are not installed are left out.
Wanted: 25 columns at most 2 x, 12 columns at most 2.5 x the fastest bare read, the second time at most 15 % of the first, under 2 GB.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from read_sales import make_list

INSPECT = ("-m", "salesplan", "inspect")
HEADER = ("单据编号", "日期", "客户编码", "客户名称", "区域", "业务员", "产品编码", "产品名称", "数量", "单价", "价税合计", "单据状态")
SHEETS = {
    "fastexcel": "import sys, fastexcel\nprint(fastexcel.read_excel(sys.argv[1]).load_sheet(0).height)",
    "python-calamine": "import sys, python_calamine as c\nprint(sum(1 for _ in c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()))",
}
TEXTS = {
    "polars": "import sys, polars\nprint(polars.read_csv(sys.argv[1], encoding=ENCODING).height)",
    "pyarrow": "import sys, pyarrow.csv as c\nprint(c.read_csv(sys.argv[1], read_options=c.ReadOptions(encoding=ENCODING)).num_rows)",
    "csv": "import sys, csv\nprint(sum(1 for _ in csv.reader(open(sys.argv[1], encoding=ENCODING, newline=''))))",
}
FIRST_DAY = dt.date(2025, 1, 1)


def lines(count: int) -> Iterator[tuple[list[object], dt.date]]:
    """The rows of a list of 12 columns and their days."""
    chance = random.Random(1)
    for i in range(count):
        customer, item, quantity, cents = chance.randrange(5000), chance.randrange(800), chance.randrange(1, 200), chance.randrange(100, 90_000)
        yield [
            f"XS25{i // 3:08d}", None, f"C{customer:05d}", f"南京冠鑫第{customer}有限公司", ("华东", "华南", "华北", "西部")[customer % 4],
            f"业务员{customer % 60}", f"02.{item:04d}", f"标准气缸 G{item}", quantity, cents / 100, quantity * cents / 100, "已审核",
        ], FIRST_DAY + dt.timedelta(i * 364 // count)  # fmt: skip


def make_text(path: Path, encoding: str, count: int) -> None:
    """The list as delimited text."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([row[0], day.isoformat(), *row[2:]] for row, day in lines(count))


def make_sheet(path: Path, count: int) -> None:
    """The list as a workbook, texts in their cells."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, dated = book.add_worksheet("销售明细"), book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_row(0, 0, HEADER)
    for i, (row, day) in enumerate(lines(count), 1):
        sheet.write_row(i, 0, row)
        sheet.write_datetime(i, 1, dt.datetime.combine(day, dt.time()), dated)
    book.close()


def used(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """CPU seconds, user and system, and peak memory [MB] of a run of Python, with the processes that it started."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment)
    _, status, about = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {arguments}")
    return about.ru_utime + about.ru_stime, about.ru_maxrss / 1024


def peers_of(file: Path) -> dict[str, str]:
    """The programs that read a file barely, by name, those that are installed."""
    if file.suffix != ".csv":
        some = SHEETS
    else:
        gb = file.read_bytes()[:2000].decode("utf-8", "ignore").find("单据编号") < 0
        encoding = "gb18030" if gb else "utf-8"
        some = {n: code.replace("ENCODING", repr("utf8" if n == "polars" else encoding)) for n, code in TEXTS.items() if n != "polars" or not gb}
    module = {n: code.split("import sys, ")[1].split()[0].split(".")[0].rstrip(",") for n, code in some.items()}
    return {n: c for n, c in some.items() if not subprocess.run([sys.executable, "-c", f"import {module[n]}"], capture_output=True).returncode}


def measure(file: Path, runs: int, environment: dict[str, str], wanted: float) -> None:
    """Print the medians of one file, and the ratios."""
    peers = peers_of(file)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ("first", "second", *peers)}
    for run in range(runs):
        fresh = {**environment, "SALESPLAN_CACHE_DIR": f"{environment['SALESPLAN_CACHE_DIR']}/{file.name}{run}"}
        taken["first"].append(used([*INSPECT, str(file)], fresh))
        taken["second"].append(used([*INSPECT, str(file)], fresh))
        for name, code in peers.items():
            taken[name].append(used(["-c", code, str(file)], environment))
    medians = {name: statistics.median(seconds for seconds, _ in times) for name, times in taken.items()}
    print(f"{file.name}, {file.stat().st_size / 2**20:.1f} MB, {runs} runs")
    for name, median in medians.items():
        print(f"{median:8.2f} s {max(m for _, m in taken[name]):6.0f} MB  {name + ' inspect' if name in ('first', 'second') else name}")
    print(f"{medians['second'] / medians['first']:8.0%}     second / first (wanted: 15% at most)")
    if peers:
        best = min(peers, key=lambda n: medians[n])
        print(f"{medians['first'] / medians[best]:8.2f}     first / bare read by {best} (wanted: {wanted:g} at most)", flush=True)


def main(arguments: list[str]) -> None:
    """Print what each list costs."""
    given = {name: int(arguments[arguments.index(name) + 1]) for name in ("--rows", "--runs") if name in arguments}
    rows, runs = given.get("--rows", 200_000), given.get("--runs", 3)
    files = [Path(a) for a in arguments if Path(a).suffix in (".xlsx", ".xls", ".csv")]
    with tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"SALESPLAN_CACHE_DIR": f"{folder}/kept", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        wanted = {}
        if not files:
            names = ("25 columns.xlsx", "12 columns.xlsx", "12 columns.csv", "12 columns GB18030.csv")
            files = [Path(folder) / name for name in names]
            wanted = {files[0]: 2.0}
            make_list(str(files[0]))
            make_sheet(files[1], rows)
            make_text(files[2], "utf-8", rows)
            make_text(files[3], "gb18030", rows)
        for file in files:
            for arguments_ in ([*INSPECT, str(file), "--no-cache"], *(["-c", code, str(file)] for code in peers_of(file).values())):
                used(arguments_, environment)  # so that all is compiled
            measure(file, runs, environment, wanted.get(file, 2.5))


if __name__ == "__main__":
    main(sys.argv[1:])
