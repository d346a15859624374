"""Lists such as Kingdee writes them, with what they add up to: title rows, returns, void documents, two currencies, a total."""

import csv
import datetime as dt
import io
import random
from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

HEADER = (
    "单据编号", "日期", "单据类型", "单据状态", "客户编码", "客户", "销售部门", "销售员", "结算币别", "汇率", "物料编码", "物料名称",
    "规格型号", "物料分组", "实发数量", "价税合计", "价税合计（本位币）", "金额（本位币）", "总成本（本位币）", "源单编号",
)  # fmt: skip
ENGLISH = {
    "单据编号": "Document Number", "日期": "Date", "单据类型": "Type", "单据状态": "Status", "客户编码": "Customer ID", "客户": "Customer Name",
    "销售部门": "Region", "销售员": "Salesperson", "结算币别": "Currency", "汇率": "Exchange Rate", "物料编码": "Item Code",
    "物料名称": "Item Name", "物料分组": "Product Line", "实发数量": "Quantity", "价税合计": "Amount (Foreign Currency)",
    "价税合计（本位币）": "Amount", "金额（本位币）": "Net Amount", "总成本（本位币）": "Total Cost",
    "已审核": "Approved", "已作废": "Voided", "审核中": "Pending Approval", "标准销售出库单": "Delivery", "标准退货单": "Return",
    "人民币": "CNY", "美元": "USD", "合计": "Total",
}  # fmt: skip
PEOPLE = (
    ("张伟", "华东大区_苏南组"), ("张伟", "华南大区_闽桂组"), ("陈䶮", "华东大区_浙沪组"), ("欧阳立新", "西部大区_西部组"),
    ("王斌", "华南大区_珠三角组"),
)  # fmt: skip
LINES = {"01": "轴承与传动", "02": "气动与液压", "03": "电气与自动化"}
CENT = Decimal("0.01")


@dataclass
class KnownList:
    """A list and what it adds up to, in cents: `sums` by (region, line, month), `people` by (name, region)."""

    header: list[str] = field(default_factory=lambda: list(HEADER))
    rows: list[list[object]] = field(default_factory=list)
    sums: Counter = field(default_factory=Counter)
    people: Counter = field(default_factory=Counter)
    left_out: Counter = field(default_factory=Counter)
    net: int = 0
    cost: int = 0
    quantity: int = 0

    @property
    def kept(self):
        return sum(self.sums.values())

    def total_row(self):
        """The total that the system writes, void documents included."""
        total = Decimal(self.kept + sum(self.left_out.values())) / 100
        row: list[object] = [None] * len(self.header)
        row[0], row[self.header.index("价税合计（本位币）")] = "合计", float(total)
        return row


def known_list(seed=1, documents=60, year=2025, prefix=""):
    """A list made by chance from a seed."""
    random_ = random.Random(seed)
    made = KnownList()
    for number in range(1, documents + 1):
        day = dt.date(year, 1, 2) + dt.timedelta(days=random_.randrange(363))
        status = random_.choices(("已审核", "已作废", "审核中"), (20, 1, 1))[0]
        back = random_.random() < 0.1
        person, office = random_.choice(PEOPLE)
        currency, rate = random_.choices((("人民币", "1"), ("美元", "7.1384")), (9, 1))[0]
        for _ in range(random_.choice((1, 1, 2, 3))):
            _add_line(made, random_, f"{prefix}XS{number:05d}", day, status, back, person, office, currency, Decimal(rate))
    made.rows.sort(key=lambda r: (r[1], r[0]))
    return made


def _add_line(made, random_, document, day, status, back, person, office, currency, rate):
    line = random_.choice(list(LINES))
    quantity = random_.randrange(1, 500) * (-1 if back else 1)
    price = Decimal(random_.randrange(100, 90_000)) / 100
    amount = (price * quantity).quantize(CENT)
    base = (amount * rate).quantize(CENT, ROUND_HALF_UP)
    net = (base / Decimal("1.13")).quantize(CENT, ROUND_HALF_UP)
    cost = (net * Decimal("0.8")).quantize(CENT, ROUND_HALF_UP)
    customer = random_.randrange(1, 9)
    made.rows.append([
        document, day, "标准退货单" if back else "标准销售出库单", status, f"{customer:06d}", f"南京冠鑫{customer}（苏州）有限公司", office, person,
        currency, float(rate), f"{line}.01.{customer:04d}", f"减速机 G{customer}", None, LINES[line], quantity, float(amount),
        float(base), float(net), float(cost), None,
    ])  # fmt: skip
    if status == "已审核":
        region = office.split("大区")[0]
        made.sums[region, LINES[line], f"{day:%Y-%m}"] += int(base * 100)
        made.people[person, region] += int(base * 100)
        made.net, made.cost, made.quantity = made.net + int(net * 100), made.cost + int(cost * 100), made.quantity + quantity
    else:
        made.left_out["void" if status == "已作废" else "unapproved"] += int(base * 100)


def table(made, *, titles=(), total=True, notes=()):
    """The rows of the sheet: titles, header, lines, total, notes."""
    end = [made.total_row()] if total else []
    return [*([t] for t in titles), made.header, *made.rows, *end, *([n] for n in notes)]


def as_text(rows, encoding, delimiter=",", words=None):
    """The table as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([(words or {}).get(c, c) if isinstance(c, str) else "" if c is None else c for c in row])
    return out.getvalue().encode(encoding)


def as_xlsx(path, rows, *, shared=True):
    """The table as a workbook, with shared texts or with texts in their cells."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": not shared})
    sheet = book.add_worksheet("销售出库单")
    dated = book.add_format({"num_format": "yyyy/m/d"})
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(i, j, dt.datetime.combine(value, dt.time()), dated)
            elif isinstance(value, str):
                sheet.write_string(i, j, value)
            elif value is not None:
                sheet.write_number(i, j, value)
    book.close()
