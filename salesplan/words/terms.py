"""Terms: the words of the trade under one stable key each, with kind and labels; JSON keys are these keys."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """A word of the trade. `good` says which direction is good: 1 up, -1 down, 0 neither."""

    key: str
    kind: str
    zh: str
    en: str
    meaning_zh: str = ""
    meaning_en: str = ""
    good: int = 0

    def label(self, lang: str) -> str:
        """The label in a language."""
        return self.zh if lang == "zh" else self.en


_ALL: tuple[Term, ...] = (
    # dimensions and members
    Term("member", "text", "成员", "Member"),
    Term("metric", "text", "指标", "Metric"),
    Term("region", "text", "大区", "Region"),
    Term("team", "text", "团队", "Team"),
    Term("segment", "text", "客户群", "Customer group"),
    Term("product", "text", "产品线", "Product line"),
    Term("person", "text", "业务员", "Salesperson"),
    Term("person_id", "code", "工号", "Employee no."),
    Term("month", "month", "月份", "Month"),
    Term("quarter", "text", "季度", "Quarter"),
    Term("revenue", "money", "销售额", "Sales"),
    Term("gross_profit", "money", "毛利", "Gross profit"),
    Term("collection", "money", "回款", "Receipts"),
    Term("new_customers", "count", "新客户数", "New customers"),
    Term("quantity", "count", "数量", "Quantity"),
    # targets
    Term("target", "money", "目标", "Target"),
    Term("annual_target", "money", "年度目标", "Annual target"),
    Term("last_year", "money", "上年实际", "Last year", "上一年同口径的实际数", "The actual of the year before, on the same basis"),
    Term("share", "share", "占比", "Share", "占合计的比例", "Share of the total"),
    Term("growth", "share", "增长率", "Growth", "目标 ÷ 上年实际 − 1", "Target ÷ last year − 1"),
    Term("commitment", "money", "承诺", "Commitment", "下级自报的数", "What the member itself says it can do"),
    Term("gap", "money", "缺口", "Gap", "承诺 − 目标，负数为不足", "Commitment − target, negative is short"),
    Term("quota", "money", "个人目标", "Quota"),
    Term("capacity", "money", "产能", "Capacity", "按在岗月份和爬坡折算", "By months on board and ramp"),
    Term("unrounded", "money", "取整前", "Before rounding"),
    Term("plan_target", "money", "计划值", "Plan's own"),
    Term("change", "money", "变动", "Change"),
    Term("what", "text", "内容", "What"),
    Term("asked", "money", "要求", "Asked"),
    Term("got", "money", "得到", "Got"),
    Term("moved", "money", "移动", "Moved"),
    Term("place", "text", "出处", "Place"),
    Term("count", "count", "个数", "Count"),
    Term("sum", "money", "合计", "Sum"),
    Term("why", "text", "原因", "Why"),
    Term("step", "text", "步骤", "Step"),
    Term("amount", "money", "金额", "Amount"),
    Term("running", "money", "累计", "Running total"),
    Term("dimension", "text", "维度", "Dimension"),
    Term("driver", "text", "驱动因素", "Driver"),
    Term("value", "number", "数值", "Value"),
    Term("weight", "share", "权重", "Weight"),
    Term("contribution", "share", "贡献", "Contribution"),
    Term("excess", "money", "超分", "Over-assigned"),
    Term("excess_share", "share", "超分率", "Over-assignment"),
    Term("limit", "share", "界限", "Limit"),
    Term("load", "share", "负荷", "Load", "个人目标 ÷ 产能", "Quota ÷ capacity", -1),
    Term("edge", "text", "关系", "Rule"),
    Term("exact", "flag", "相等", "Exact"),
    Term("note", "text", "备注", "Note"),
)

TERMS: dict[str, Term] = {t.key: t for t in _ALL}


def term(key: str) -> Term:
    """The term of a key; a name of the user's own (a dimension such as `channel`) is a text under that name."""
    return TERMS.get(key) or Term(key, "text", key, key)
