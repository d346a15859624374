"""A report as a company would get it: six regions, twelve months, people, alerts, notes and charts; in zh or en."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from salesplan.amount import apportion
from salesplan.problem import Place
from salesplan.report import DATA, SHOWN, Alert, Chart, Column, Note, Report, Row, Source, Table
from salesplan.words import MoneyForm, Quantity, Text

YUAN = 100
TARGETS = {"华东": 262_301_000, "华南": 188_283_000, "华北": 110_324_000, "华中": 87_413_000, "西部": 79_558_000, "东北": 22_121_000}
LAST_YEAR = {"华东": 260_477_000, "华南": 171_791_000, "华北": 90_430_000, "华中": 73_394_000, "西部": 56_624_000, "东北": 11_945_000}
COMMITTED = {"华东": 255_000_000, "华南": 190_000_000, "华北": 108_000_000, "华中": None, "西部": 75_000_000, "东北": 15_000_000}
CURVE = [53, 41, 78, 79, 81, 86, 83, 85, 92, 94, 97, 131]
ENGLISH = {"华东": "East", "华南": "South", "华北": "North", "华中": "Central", "西部": "West", "东北": "Northeast", "合计": "Total"}
PEOPLE = [("E1001", "张伟", "华东"), ("E1014", "张伟", "华南"), ("E1020", "欧阳雪梅", "华东"), ("E1033", "陈䶮", "东北"), ("E1044", "待招", "东北")]


def company(lang: str = "zh", form: MoneyForm | None = None, **changes: Any) -> Report:
    """The whole report; `changes` replace its fields."""
    chinese = lang == "zh"

    def own(zh: str, en: str) -> Text:
        return Text("as-written", text=zh if chinese else en)

    def name(member: str) -> str:
        return member if chinese else ENGLISH.get(member, member)

    overview = Table(
        "by_region",
        (
            Column("region"), Column("last_year"), Column("share", rank=3), Column("target"), Column("growth"),
            Column("commitment", rank=1), Column("gap", rank=1), Column("note", rank=4),
        ),
        [*_overview(name), _overview_total(name)],
        title=own("各大区年度目标", "Targets by region"), sheet=own("年度目标", "Year"),
        notes=(own("占比按目标计算；增长率与缺口均由合计计算，不取平均。", "Shares are of the target; growth and gap are computed from totals."),),
    )  # fmt: skip
    blocks = (
        overview,
        Chart("column", "by_region", "region", ("last_year", "target"), own("各大区：上年实际与目标", "Regions: last year and target"), own("年度目标", "Year")),
        _year(name, own),
        Chart("line", "months", "month", ("last_year", "target"), own("各月目标与上年实际", "Months: target and last year"), own("分月", "Months")),
        Chart("stacked", "months", "month", ("target:华东", "target:华南", "target:其他"), own("各月目标构成", "Months by region"), own("分月", "Months")),
        _months(name, own),
        _people(own, name),
        Chart("bar", "people", "person", ("quota", "capacity"), own("个人目标与产能", "Quota and capacity"), own("个人", "People")),
        _cells(name),
        Note(own("春节由 2026-02-17 移到 2027-02-06，月度形状已按假日与工作日调整。", "The Spring Festival moves from 2026-02-17 to 2027-02-06; months follow working days."), place=Place("plans/2027/goals.yaml", 31, 5)),
        Note(own("取整单位 1,000 元，尾差归余数最大者；所有合计与分项相符。", "Rounded to CNY 1,000 by largest remainder; every total equals its parts.")),
        Alert("as-written", "high", name("东北"), {"text": own("东北目标比上年增长 85.2%，超过上限 30.0%。", "Northeast is to grow by 85.2%, beyond the limit of 30.0%.")}, {"growth": Fraction(852, 1000), "target": TARGETS["东北"] * YUAN}, Place("plans/2027/goals.yaml", 24, 12)),
        Alert("as-written", "medium", name("东北"), {"text": own("东北 2 人产能合计不足个人目标。", "The capacity of 2 people in Northeast is below their quotas.")}, {"gap": -2_121_000 * YUAN}),
        Alert("as-written", "low", name("华中"), {"text": own("华中尚未承诺。", "Central has not committed yet.")}),
    )  # fmt: skip
    fields: dict[str, Any] = {
        "name": "decompose",
        "title": own("华拓工品 2027 年度销售目标分解表", "Huatuo 2027: annual targets split"),
        "plan": {"name": own("华拓工品 2027 销售计划", "Huatuo 2027").params["text"], "year": 2027, "currency": "CNY", "commit": "3f2a9c1"},
        "money": form or MoneyForm(unit="万元", decimals=1),
        "blocks": blocks,
        "as_of": "2026-12-31",
        "inputs": (Source("exports/金蝶云星空_销售出库单列表_2026.xlsx", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 45727),),
        "basis": own("价税合计（本位币），按出库", "tax included, by delivery"),
    }  # fmt: skip
    return Report(**{**fields, **changes})


def _growth(target: int, last_year: int) -> Fraction:
    return Fraction(target, last_year) - 1


def _gap(member: str) -> int | None:
    committed = COMMITTED[member]
    return None if committed is None else (committed - TARGETS[member]) * YUAN


def _overview(name: Any) -> list[Row]:
    whole = sum(TARGETS.values())
    rows = []
    for member, target in TARGETS.items():
        growth, gap, committed = _growth(target, LAST_YEAR[member]), _gap(member), COMMITTED[member]
        marks: Mapping[int, Any] = {
            4: "bad" if growth > Fraction(3, 10) else "good",
            6: "" if gap is None else "good" if gap >= 0 else "warn" if gap > -10_000_000 * YUAN else "bad",
        }
        values = (
            name(member), LAST_YEAR[member] * YUAN, Fraction(target, whole), target * YUAN, growth,
            None if committed is None else committed * YUAN, gap, "超过增长上限" if member == "东北" else None,
        )  # fmt: skip
        rows.append(Row(values, marks=marks))
    return rows


def _overview_total(name: Any) -> Row:
    target, last = sum(TARGETS.values()), sum(LAST_YEAR.values())
    return Row((name("合计"), last * YUAN, Fraction(1), target * YUAN, _growth(target, last), None, None, None), level="total")


def _spread(amount: int) -> list[int]:
    return [p * 1000 * YUAN for p in apportion(amount // 1000, CURVE, [f"{i:02d}" for i in range(12)])]


def _with_quarters(months: list[int]) -> list[int]:
    line = []
    for q in range(4):
        part = months[3 * q : 3 * q + 3]
        line += [*part, sum(part)]
    return line


def _year(name: Any, own: Any) -> Table:
    columns = [Column("region"), Column("product"), Column("annual_target"), Column("share", rank=9)]
    for q in range(1, 5):
        columns += [
            Column("target", of=f"2027-{m:02d}", group=f"Q{q}", rank=5) for m in range(3 * q - 2, 3 * q + 1)
        ]
        columns.append(Column("target", of=f"Q{q}", group=f"Q{q}", label=own("小计", "Total"), rank=1))
    rows: list[Row] = []
    whole = sum(TARGETS.values())
    for member, target in TARGETS.items():
        lines = [target // 1000 * 5 // 8, target // 1000 // 8]
        lines.append(target // 1000 - sum(lines))
        rows.append(Row((name(member), *[None] * (len(columns) - 1)), level="heading"))
        for product, amount in zip(("工业轴承", "传动件", "=新品"), lines, strict=True):
            line = _with_quarters(_spread(amount * 1000))
            rows.append(Row(("", product, amount * 1000 * YUAN, Fraction(amount * 1000, whole), *line), indent=0))
        line = _with_quarters([sum(p) for p in zip(*(_spread(a * 1000) for a in lines), strict=True)])
        label = own("小计", "Subtotal")
        rows.append(Row((label, None, target * YUAN, Fraction(target, whole), *line), level="subtotal"))
    sums = [sum(r.values[i] for r in rows if r.level == "subtotal") for i in range(4, len(columns))]
    rows.append(Row((name("合计"), None, whole * YUAN, Fraction(1), *sums), level="total"))
    return Table("year", tuple(columns), rows, title=own("大区 × 产品线 × 月", "Region x product line x month"), sheet=own("分月明细", "Detail"), views=SHOWN)


def _months(name: Any, own: Any) -> Table:
    columns = (Column("month"), Column("last_year"), Column("target"), *(Column("target", of=m, rank=1) for m in ("华东", "华南", "其他")), Column("growth"))
    whole, last = _spread(sum(TARGETS.values())), _spread(sum(LAST_YEAR.values()))
    east, south = _spread(TARGETS["华东"]), _spread(TARGETS["华南"])
    rows = [
        Row((f"2027-{i + 1:02d}", last[i], whole[i], east[i], south[i], whole[i] - east[i] - south[i], _growth(whole[i], last[i])))
        for i in range(12)
    ]
    return Table("months", columns, rows, title=own("各月目标", "Targets by month"), sheet=own("分月", "Months"))


def _people(own: Any, name: Any) -> Table:
    columns = (Column("person_id"), Column("person"), Column("region"), Column("quota"), Column("capacity"), Column("gap"), Column("growth", rank=2))
    rows = []
    for i, (number, person, region) in enumerate(PEOPLE):
        quota = (9_000_000 - 700_000 * i) * YUAN
        capacity = (8_800_000 - 300_000 * i) * YUAN if i != 4 else None
        gap = None if capacity is None else capacity - quota
        rows.append(Row((number, person, name(region), quota, capacity, gap, Fraction(i, 10)), marks={5: "" if gap is None else "good" if gap >= 0 else "bad"}))
    return Table(
        "people", columns, rows, title=own("个人目标", "Quotas"), sheet=own("个人", "People"),
        notes=(Text("as-written", text=own("超分 5%，逐级合计 15.8%，即 {x}。", "Over-assignment of 5% compounds to 15.8%.")), Text("as-written", text=Quantity("money", 118_125_000 * YUAN))),
    )  # fmt: skip


def _cells(name: Any) -> Table:
    columns = (Column("metric"), Column("region"), Column("month"), Column("target"))
    rows = [
        Row(("revenue", name(member), f"2027-{i + 1:02d}", part))
        for member, target in TARGETS.items()
        for i, part in enumerate(_spread(target))
    ]
    return Table("cells", columns, rows, views=DATA)
