"""Writes the exports of Chengyue Flow anew: always the same bytes in the cells, from one seed.

    python examples/chengyue/generate.py

`2027-04` holds what was exported in April of the plan's year. `plan-zh/exports` holds lists as Kingdee Cloud writes them (one row a line of a delivery or a return,
合计 at the end, voided and unapproved documents among them); `plan-en/exports` the same documents
with English headers, as an overseas colleague gets them.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

import company
import xlsxwriter

SEED = 20270101
YEARS = (2024, 2025, 2026)
FRESH = (2027, dt.date(2027, 4, 9))
"""The year under way and its last day: exported when the first quarter is reviewed."""

DOCUMENTS = 760
"""Deliveries in the first year; later years follow the growth of the regions."""

SEASON = (1.02, 0.98, 1.10, 1.02, 1.00, 1.08, 0.92, 0.94, 1.10, 0.98, 1.06, 1.30)
SPRING_FESTIVAL = {2024: dt.date(2024, 2, 10), 2025: dt.date(2025, 1, 29), 2026: dt.date(2026, 2, 17), 2027: dt.date(2027, 2, 6)}
VAT = Decimal("0.13")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """A line of a document, amounts in yuan."""

    document: str
    day: dt.date
    returned: bool
    status: str
    customer: company.Customer
    person: company.Person
    item: company.Item
    rate: Decimal
    quantity: int
    price: Decimal
    source: str = ""

    @property
    def amount(self) -> Decimal:
        """In the document's currency, tax included."""
        return self.price * self.quantity

    @property
    def base(self) -> Decimal:
        """In yuan, tax included."""
        return cents(self.amount * self.rate)

    @property
    def net(self) -> Decimal:
        """In yuan, without tax; exports to dollar customers carry none."""
        return self.base if self.customer.dollars else cents(self.base / (1 + VAT))

    @property
    def cost(self) -> Decimal:
        """In yuan."""
        return cents(self.item.price / (1 + VAT) * Decimal(str(self.item.cost)) * self.quantity)


def cents(value: Decimal) -> Decimal:
    """Rounded to a hundredth."""
    return value.quantize(CENT, ROUND_HALF_UP)


def lines() -> dict[int, list[Line]]:
    """All lines by year, in the order of their days."""
    random = Random(SEED)
    buyers = company.customers(random)
    items = company.items()
    return {year: sorted(_year(year, random, buyers, items), key=lambda x: (x.day, x.document)) for year in (*YEARS, FRESH[0])}


def _year(year: int, random: Random, buyers: list[company.Customer], items: list[company.Item]) -> Iterator[Line]:
    days = [dt.date(year, 1, 1) + dt.timedelta(i) for i in range(366 if year % 4 == 0 else 365)]
    pace = [_pace(day) for day in days]
    weights = [b.weight * company.GROWTH[company.region_of(b)][year - YEARS[0]] for b in buyers]
    count = round(DOCUMENTS * sum(weights) / sum(b.weight for b in buyers))
    serial = dict.fromkeys(range(1, 13), 0)
    for day in sorted(random.choices(days, pace, k=count)):
        serial[day.month] += 1
        buyer = random.choices(buyers, weights)[0]
        yield from _document(day, serial[day.month], random, buyer, items)


def _pace(day: dt.date) -> float:
    """How much is delivered on a day against a plain one: nothing at weekends and festivals, little around the Spring Festival."""
    if day.weekday() > 4 or (day.month, day.day) in ((1, 1), (5, 1), *((10, d) for d in range(1, 8))):
        return 0.0
    to_festival = (day - SPRING_FESTIVAL[day.year]).days
    if -2 <= to_festival <= 7:
        return 0.0
    slow = 0.35 if -8 <= to_festival < -2 or 7 < to_festival <= 12 else 1.2 if -25 <= to_festival < -8 else 1.0
    return SEASON[day.month - 1] * slow


def _document(day: dt.date, serial: int, random: Random, buyer: company.Customer, items: list[company.Item]) -> Iterator[Line]:
    number = f"XSCK{day:%y%m}{serial:04}"
    person = next(p for p in buyer.people if p.first <= day.isoformat() <= p.last)
    sold = [i for i in items if i.since <= day.isoformat()]
    lines = list(company.LINES)
    tastes = [buyer.taste[lines.index(i.line)] * (1.6 if day.year == 2026 and i.line == "智能阀控" else 1) for i in sold]
    rate = cents(Decimal("7.05") + Decimal(day.month) / 80) if buyer.dollars else Decimal(1)
    status = "已审核" if random.random() > 0.012 else "已作废"
    if (day.year, day.month) == (2026, 12) and day.day > 29 and random.random() < 0.5:
        status = "审核中"
    for item in dict.fromkeys(random.choices(sold, tastes, k=random.choice((1, 2, 2, 3)))):
        price = cents(Decimal(item.price) * Decimal(str(round(0.9 + 0.2 * random.random(), 3))) / rate)
        quantity = max(1, round(item.quantity * (0.3 + 1.5 * random.random())))
        yield Line(number, day, False, status, buyer, person, item, rate, quantity, price)
        back = day + dt.timedelta(random.randint(6, 40))
        if random.random() < 0.02 and status == "已审核" and back.year == day.year:
            quantity = -max(1, quantity // 4)
            yield Line(number.replace("XSCK", "XSTH"), back, True, status, buyer, person, item, rate, quantity, price, number)


KINGDEE = ["单据编号", "日期", "单据类型", "单据状态", "客户编码", "客户", "客户类型", "销售组织", "销售部门", "销售员", "结算币别", "汇率",
           "物料编码", "物料名称", "规格型号", "物料分组", "销售单位", "实发数量", "含税单价", "税率%", "价税合计", "价税合计（本位币）",
           "金额（本位币）", "税额（本位币）", "总成本（本位币）", "源单编号"]  # fmt: skip


def kingdee_row(line: Line) -> list[object]:
    """A line as Kingdee lists it; until 2024 the west was called 西南."""
    team = line.person.team
    region = company.TEAMS[team][0]
    area = "西南" if region == "西部" and line.day.year == 2024 else region
    currency, tax = ("美元", Decimal(0)) if line.customer.dollars else ("人民币", VAT)
    return [
        line.document, line.day, "标准退货单" if line.returned else "标准销售出库单", line.status,
        line.customer.code, line.customer.name, line.customer.segment, "澄岳流体", f"{area}大区_{team}", line.person.name,
        currency, line.rate, line.item.code, line.item.name, line.item.name.split()[-1], line.item.line, line.item.unit,
        line.quantity, line.price, tax * 100, line.amount, line.base, line.net, line.base - line.net, line.cost, line.source,
    ]  # fmt: skip


SUMMED = ("实发数量", "价税合计", "价税合计（本位币）", "金额（本位币）")


def write_kingdee(path: Path, year: list[Line]) -> None:
    """One year's list, every document in it, with the line 合计 at the end."""
    rows = [kingdee_row(line) for line in year]
    total: list[object] = ["合计", *[""] * (len(KINGDEE) - 1)]
    for header in SUMMED:
        total[KINGDEE.index(header)] = sum(Decimal(str(r[KINGDEE.index(header)])) for r in rows)
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_numbers": False})
    book.set_properties({"created": dt.datetime(2027, 1, 4)})
    sheet = book.add_worksheet("销售出库单")
    for at, row in enumerate([KINGDEE, *rows, total]):
        sheet.write_row(at, 0, [float(v) if isinstance(v, Decimal) else v for v in row])
    book.close()


ENGLISH = ["Document Number", "Date", "Type", "Status", "Customer ID", "Customer Name", "Customer Type", "Region", "Team", "Salesperson",
           "Currency", "Exchange Rate", "Item Code", "Item Name", "Product Line", "Quantity", "Amount (Foreign Currency)", "Amount",
           "Net Amount", "Total Cost"]  # fmt: skip
STATUS = {"已审核": "Approved", "已作废": "Voided", "审核中": "Pending approval"}


def english_row(line: Line) -> list[object]:
    """A line of the English export; amounts in yuan but for the one in the document's currency."""
    region, team = company.TEAMS[line.person.team]
    return [
        line.document, line.day.isoformat(), "Return" if line.returned else "Delivery", STATUS[line.status],
        line.customer.code, line.customer.english, company.SEGMENTS[line.customer.segment], company.REGIONS[region], team,
        line.person.english, "USD" if line.customer.dollars else "CNY", line.rate, line.item.code, line.item.english,
        company.LINES[line.item.line], line.quantity, line.amount, line.base, line.net, line.cost,
    ]  # fmt: skip


def write_english(path: Path, year: list[Line]) -> None:
    """One year's lines as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([ENGLISH, *map(english_row, year)])


def main(example: Path) -> None:
    """Write all exports under the two plans of the example."""
    for plan in ("plan-zh", "plan-en"):
        (example / plan / "exports").mkdir(parents=True, exist_ok=True)
    sold_by_year = lines()
    fresh = [line for line in sold_by_year.pop(FRESH[0]) if line.day <= FRESH[1]]
    (example / "2027-04").mkdir(exist_ok=True)
    write_kingdee(example / "2027-04" / f"金蝶云星空_销售出库退货流水_{FRESH[0]}.xlsx", fresh)
    write_english(example / "2027-04" / f"sales_{FRESH[0]}.csv", fresh)
    for year, sold in sold_by_year.items():
        write_kingdee(example / "plan-zh" / "exports" / f"金蝶云星空_销售出库退货流水_{year}.xlsx", sold)
        write_english(example / "plan-en" / "exports" / f"sales_{year}.csv", sold)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
