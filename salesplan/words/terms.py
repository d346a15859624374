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
    Term("gap", "money", "缺口", "Gap", "承诺或实际 − 目标，负数为不足", "Commitment or actual − target, negative is short"),
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
    Term("file", "text", "文件", "File"),
    Term("kind", "text", "种类", "Kind"),
    Term("system", "text", "来源系统", "System"),
    Term("format", "text", "真实格式", "Format"),
    Term("encoding", "text", "编码", "Encoding"),
    Term("sheet", "text", "工作表", "Sheet"),
    Term("header_row", "count", "表头行", "Header row"),
    Term("rows", "count", "有效行", "Rows kept"),
    Term("left_out", "text", "未计入", "Left out"),
    Term("from", "date", "起", "From"),
    Term("to", "date", "止", "To"),
    Term("columns", "text", "栏目", "Columns"),
    Term("header", "text", "表头", "Header"),
    Term("term", "text", "读作", "Read as"),
    Term("note", "text", "备注", "Note"),
    # review
    Term("by", "text", "维度", "By"),
    Term("actual", "money", "实际", "Actual"),
    Term("attainment", "share", "达成率", "Attainment", "实际 ÷ 目标", "Actual ÷ target", 1),
    Term("due", "money", "应完成", "Due so far", "本期目标里已过工作日的部分", "The part of the period's target whose working days are over"),
    Term("target_ytd", "money", "累计目标", "Target to date", "年初至今的月目标，未过完的月按工作日折算", "Months so far; one in progress by its working days"),
    Term("actual_ytd", "money", "累计实际", "Actual to date"),
    Term("attainment_ytd", "share", "累计达成率", "Attainment to date", "累计实际 ÷ 累计目标", "Actual to date ÷ target to date", 1),
    Term("target_year", "money", "全年目标", "Year's target"),
    Term("progress", "share", "全年进度", "Progress", "累计实际 ÷ 全年目标", "Actual to date ÷ the year's target", 1),
    Term("pace", "share", "时间进度", "Pace", "已过天数 ÷ 全年天数", "Days over ÷ days of the year"),
    Term("pace_gap", "points", "进度差", "Pace gap", "全年进度 − 时间进度，百分点", "Progress − pace, in percentage points", 1),
    Term("plan_pace", "share", "计划进度", "Plan pace", "累计目标 ÷ 全年目标，按计划自己的月份形状和工作日", "Target to date ÷ the year's target: the plan's own months and working days"),
    Term("plan_pace_gap", "points", "计划进度差", "Plan pace gap", "全年进度 − 计划进度，百分点", "Progress − plan pace, in percentage points", 1),
    Term("yoy", "change", "同比", "YoY", "比上年同期", "Against the same days of the year before", 1),
    Term("mom", "change", "环比", "MoM", "比上一期", "Against the period before", 1),
    Term("rank", "count", "排名", "Rank", "按达成率", "By attainment"),
    Term("mark", "text", "标记", "Mark"),
    Term("figure", "text", "关键指标", "Key figure"),
    Term("definition", "text", "口径", "Definition"),
    # customers
    Term("customer", "text", "客户", "Customer"),
    Term("customer_id", "code", "客户编码", "Customer code"),
    Term("owner", "text", "负责人", "Owner", "最近一次下单的业务员", "The salesperson of the last order"),
    Term("last_order", "date", "最近下单", "Last order", "最近一次销售，退货不算", "The last sale; returns are none"),
    Term("days_since_last", "days", "距今天数", "Days since last", "截止日期 − 最近下单", "As-of date less last order", -1),
    Term("orders", "count", "订单数", "Orders", "窗口内的不同订单，或下单天数", "Distinct orders in the window, or purchase days"),
    Term("recency_score", "count", "R", "R", "最近下单的分数，越高越近", "Score of recency, higher is more recent"),
    Term("frequency_score", "count", "F", "F", "下单次数的分数", "Score of frequency"),
    Term("monetary_score", "count", "M", "M", "金额的分数", "Score of monetary value"),
    Term("customer_class", "text", "类别", "Class", "八类：M 定重要或一般，R 与 F 定价值、保持、发展、挽留", "One of eight: by M key or general, then by R and F"),
    Term("class_before", "text", "上期类别", "Class before"),
    Term("customer_segment", "text", "细分", "Segment", "十一类：按 R 与 F、M 平均分", "One of eleven: by R and the average of F and M"),
    Term("tier", "text", "等级", "Tier"),
    Term("tier_before", "text", "上期等级", "Tier before"),
    Term("action", "text", "建议动作", "Next action"),
    Term("customers", "count", "客户数", "Customers"),
    Term("customers_share", "share", "客户占比", "Share of customers"),
    Term("sales_share", "share", "销售占比", "Share of sales"),
    Term("average_amount", "money", "客均金额", "Average sales"),
    Term("average_days", "score", "平均 R 天数", "Average days"),
    Term("average_orders", "score", "平均 F", "Average orders"),
    Term("usual_gap", "score", "平常间隔（天）", "Usual gap (days)", "下单日之间天数的中位数", "Median days between purchase days"),
    Term("orders_ever", "count", "累计订单", "Orders ever"),
    Term("measure", "text", "项目", "Measure"),
    Term("score", "count", "分数", "Score"),
    Term("lowest", "number", "从", "From"),
    Term("highest", "number", "到", "To"),
    Term("cause", "text", "变动原因", "Cause"),
    Term("amount_before", "money", "上期金额", "Amount before"),
    Term("visits", "number", "每季拜访", "Visits a quarter"),
    Term("response", "text", "响应时间", "First answer within"),
    Term("benefits", "text", "权益", "Benefits"),
    Term("buy_chance", "share", "下单可能", "Chance of an order", "展望期内至少下一单的概率", "Probability of at least one order in the horizon"),
    Term("expected_orders", "score", "预计下单", "Expected orders", "展望期内预计有几天下单", "Expected purchase days in the horizon"),
    Term("expected_value", "money", "预计金额", "Expected sales", "展望期内的预计销售额", "Expected sales in the horizon"),
    Term("value_low", "money", "预计下限", "Low end"),
    Term("value_high", "money", "预计上限", "High end"),
    Term("used_to_buy", "text", "常购产品", "Used to buy", "累计金额最大的产品", "Products with the highest sales so far"),
    Term("model", "text", "方法", "Method"),
    Term("parameter", "text", "参数", "Parameter"),
    Term("log_likelihood", "number", "对数似然", "Log-likelihood"),
    Term("mae", "money", "平均误差", "Mean error", "每客户预计与实际之差的绝对值的平均", "Mean absolute error a customer", -1),
    Term("rmse", "money", "均方根误差", "Root mean square", "大误差算得更重", "Large errors count more", -1),
    Term("spearman", "number", "排序相关", "Rank correlation", "Spearman 秩相关，1 为排序全对", "Spearman's; 1 when the order is right", 1),
    Term("bias", "share", "总额偏差", "Bias of total", "预计合计 ÷ 实际合计 − 1", "Forecast total ÷ true total − 1"),
    Term("auc", "number", "识别力 AUC", "AUC", "会再下单的客户排在不会的前面的比例，0.5 等于乱猜", "How often a returning customer is ranked above one who left; 0.5 is chance", 1),
    # cross-selling
    Term("antecedent", "text", "买了", "Who buys"),
    Term("consequent", "text", "还会买", "Also buys"),
    Term("support", "share", "支持度", "Support", "同买的篮子 ÷ 全部篮子", "Baskets with all of them ÷ all baskets"),
    Term("confidence", "share", "置信度", "Confidence", "同买的篮子 ÷ 买了前者的篮子", "Baskets with all of them ÷ baskets with the first ones"),
    Term("lift", "score", "提升度", "Lift", "置信度 ÷ 后者在全部篮子里的占比", "Confidence ÷ share of all baskets with the other"),
    Term("q_value", "number", "误发现率", "q-value", "同样可信的规则里巧合的比例", "Share of chance findings among rules as sure as this"),
    Term("reliable", "flag", "可靠", "Holds", "不像巧合，并且比更短的规则更说明问题", "Hardly chance, and saying more than shorter rules do"),
    Term("offer", "text", "推荐产品", "Offer"),
    Term("because", "text", "因为买过", "Because of"),
    Term("baskets", "count", "篮子数", "Baskets"),
    Term("chance", "share", "成交可能", "Chance", "展望期内买它的概率", "Probability of buying it in the time ahead"),
    Term("expected_amount", "money", "预计金额", "Expected sales"),
    Term("expected_takers", "score", "预计成交客户", "Expected takers"),
    Term("takers", "count", "成交客户", "Takers"),
    Term("offers", "count", "推荐数", "Offers"),
    Term("top_share", "share", "名单前列成交率", "Taken, top of the list"),
    Term("popular_share", "share", "畅销品成交率", "Taken, most bought products"),
    Term("any_share", "share", "任意新品成交率", "Taken, any product not bought before"),
)

TERMS: dict[str, Term] = {t.key: t for t in _ALL}


def term(key: str) -> Term:
    """The term of a key; a name of the user's own (a dimension such as `channel`) is a text under that name."""
    return TERMS.get(key) or Term(key, "text", key, key)
