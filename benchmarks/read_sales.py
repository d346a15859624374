"""CPU seconds of reading and summing a sales list of 46,000 rows x 25 columns, beside bare reads of the same sheet.

    python benchmarks/read_sales.py [--slow] [--runs N] [FILE]

Every run is a process of its own and runs take turns, so that a busy machine is busy for all; the median of each is
compared. Peers that are not installed are left out; `--slow` adds openpyxl. Without FILE a list is made.
Wanted: read, typed, reconciled and summed by salesplan at most 2 x the bare read by the fastest reader.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 46_000
SALESPLAN = """
import sys
from pathlib import Path
from salesplan.records.sales import read_sales
sales = read_sales([Path(sys.argv[1])])
amounts = sales.frame.ints("amount")
months = sales.frame.days("order_date").astype("datetime64[M]")
print(len(amounts), amounts.sum(), len(set(months.tolist())), len(sales.frame.texts("region").labels))
"""
PEERS = {
    "fastexcel": "import sys, fastexcel\nprint(fastexcel.read_excel(sys.argv[1]).load_sheet(0).height)",
    "fastexcel to polars": "import sys, fastexcel\nprint(fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_polars().height)",
    "python-calamine": "import sys, python_calamine as c\nprint(sum(1 for _ in c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()))",
    "pandas (calamine)": "import sys, pandas\nprint(len(pandas.read_excel(sys.argv[1], engine='calamine')))",
}
SLOW = {"openpyxl": "import sys, openpyxl\nprint(sum(1 for _ in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True)))"}
HEADER = (
    "单据编号", "日期", "单据类型", "单据状态", "客户编码", "客户", "销售组织", "销售部门", "销售员", "结算币别", "汇率", "物料编码", "物料名称", "规格型号",
    "物料分组", "销售单位", "实发数量", "含税单价", "税率%", "价税合计", "价税合计（本位币）", "金额（本位币）", "税额（本位币）", "总成本（本位币）", "源单编号",
)  # fmt: skip


def make_list(path: str, rows: int = ROWS) -> None:
    """A list as Kingdee writes it: texts in their cells, dates as formatted numbers, a total at the end."""
    import xlsxwriter

    chance = random.Random(1)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, dated = book.add_worksheet("销售出库单"), book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_row(0, 0, HEADER)
    total = 0
    for i in range(1, rows + 1):
        cents, customer, item = chance.randrange(100, 9_000_000), chance.randrange(2000), chance.randrange(270)
        total += cents
        net = round(cents / 1.13)
        region = ("华东大区_苏南组", "华南大区_闽桂组", "华北大区_山东组", "西部大区_西部组")[customer % 4]
        sheet.write_row(i, 0, [
            f"XSDD25{i // 2:07d}", None, "标准销售出库单", "已审核", f"C{customer:05d}", f"南京冠鑫汽车部件第{customer}有限公司", "本公司", region,
            f"业务员{customer % 40}", "人民币", 1, f"02.01.{item:04d}", f"标准气缸 G{item}", f"G{item}", f"产品线{item % 4}", "个", item + 1,
            157.44, 13, cents / 100, cents / 100, net / 100, (cents - net) / 100, round(net * 0.8) / 100, f"XSDD24{i:07d}",
        ])  # fmt: skip
        sheet.write_number(i, 1, 45658 + i * 365 // (rows + 1), dated)
    sheet.write_row(rows + 1, 0, ["合计", *[None] * 19, total / 100])
    book.close()


def cpu(code: str, file: str) -> tuple[float, float]:
    """CPU seconds, user and system, and peak memory [MB] of a program."""
    process = subprocess.Popen([sys.executable, "-c", code, file], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {code}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main(arguments: list[str]) -> None:
    """Print medians and ratios."""
    runs = int(arguments[arguments.index("--runs") + 1]) if "--runs" in arguments else 5
    files = [a for a in arguments if a.endswith((".xlsx", ".xls", ".csv"))]
    programs = {"salesplan": SALESPLAN, **PEERS, **(SLOW if "--slow" in arguments else {})}
    module = {name: code.split("import sys, ")[1].split()[0].rstrip(",") for name, code in programs.items() if name != "salesplan"}
    absent = [n for n, m in module.items() if subprocess.run([sys.executable, "-c", f"import {m}"], capture_output=True).returncode]
    for name in absent:
        del programs[name]
    with tempfile.TemporaryDirectory() as folder:
        file = files[0] if files else str(Path(folder) / "list.xlsx")
        if not files:
            make_list(file)
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for _ in range(runs):
            for name, code in programs.items():
                taken[name].append(cpu(code, file))
        print(f"{Path(file).name}, {os.path.getsize(file) / 2**20:.1f} MB, {runs} runs; not installed: {', '.join(absent) or 'none'}")
    medians = {name: statistics.median(t for t, _ in times) for name, times in taken.items()}
    for name, median in medians.items():
        print(f"{median:8.2f} s {max(m for _, m in taken[name]):6.0f} MB  {name}")
    fastest = min((m, n) for n, m in medians.items() if n != "salesplan")
    print(f"salesplan reads and sums in {medians['salesplan'] / fastest[0]:.2f} x the bare read by {fastest[1]} (wanted: at most 2)")


if __name__ == "__main__":
    main(sys.argv[1:])
