"""Sentences of a review about why and where to: landing, bridge, movers, alerts, benchmarks."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_LANDING: dict[str, Message] = {
    "sheet-landing": Message("预计全年", "Forecast"),
    "sheet-ways": Message("预测方法", "Ways to forecast"),
    "chart-landing": Message("全年目标与预计", "Year's target and what is expected"),
    "sheet-slipping": Message("停滞商机", "Slipping deals"),
    "title-landing-by": Message("预计全年，按{dimension}", "Where the year lands, by {dimension}"),
    "title-landing-ways": Message("各种预测方法与回测", "Ways to forecast, and how far off they were"),
    "title-slipping": Message("停滞的商机：过了预计成交日，或 {days} 天没有跟进", "Deals that slip: past their close date, or {days} days without activity"),
    "column-way": Message("怎么算", "How"),
    "method-blend": Message("增速递减", "damped growth"),
    "method-month-shape": Message("月份形状", "month shape"),
    "method-last-year-scaled": Message("上年同比放大", "last year scaled"),
    "method-run-rate": Message("当前速率", "run rate"),
    "method-pipeline": Message("商机加权", "pipeline"),
    "method-actual": Message("已完成", "done"),
    "method-last-year": Message("上年实际", "last year"),
    "way-blend": Message("剩余月份按上年水平，加上今年增速的一部分", "The rest of the year at last year's level, with part of the growth so far"),
    "way-month-shape": Message("累计实际 ÷ 往年同月已完成的占比（按工作日，春节移月）", "Sales so far ÷ the share of the year that is over (working days, Spring Festival in its month)"),
    "way-last-year-scaled": Message("上年全年 × 今年累计同比", "Last year × growth so far"),
    "way-run-rate": Message("累计实际 ÷ 已过工作日 × 全年工作日", "Sales a working day so far × the year's working days"),
    "way-pipeline": Message("累计实际 + 在手商机加权 + 上年同期不经商机的销售", "Sales so far + weighted open deals + as much without deals as last year"),
    "way-actual": Message("全年已过完", "The year is over"),
    "way-last-year": Message("本年还没有数据", "Nothing is known of this year yet"),
    "note-landing-over": Message("全年已过完，数字是实际。", "The year is over: these are actuals."),
    "note-landing-before": Message(
        "本年还没有数据：预计就是上年实际，误差是往年这样预计的误差。",
        "Nothing is known of this year yet: what is expected is last year again, with the error that this had in past years.",
    ),
    "note-landing-tested": Message(
        "预计用“{method}”：在 {years} 个往年的同一个月预测全年，平均误差 {error}，各方法里最小或相当。区间按往年误差和各月波动估计，{interval} 的可能落在其中；成员的区间不能相加。",
        "Forecast by {method}. Tried on past years at the same month ({years} in all) it was off by {error} on average, no worse than any other way. The interval, from those errors and the scatter of months, should hold {interval} of the time; intervals of members do not add up.",
    ),
    "note-landing-untested": Message(
        "预计用“{method}”。只有一个完整的往年，没有可以回测的年份，所以不给误差和区间。",
        "Forecast by {method}. There is one whole past year and none before it to try the forecast on, so no error and no interval is given.",
    ),
    "note-landing-no-past": Message(
        "没有完整的往年：预计只按各月工作日推算，不给误差和区间。", "There is no whole past year: the forecast goes by the working days of the months alone, without error and interval.",
    ),
    "note-landing-blend": Message(
        "“增速递减”：剩余月份按上年水平，累计增速只带 {carry} 过去（往年经验与计划设定的折中）。",
        "Damped growth: the rest of the year at last year's level with {carry} of the growth so far carried on, between what past years showed and what the plan says.",
    ),
    "note-landing-apart": Message(
        "各成员单独预计合计 {apart}，已按比例调到总计 {total}。", "Forecast each by itself the members come to {apart}; they are scaled to the total of {total}.",
    ),
    "note-landing-sum": Message("各成员的预计加起来不等于总计：有成员没法预计。", "The members do not add up to the total, as some cannot be forecast."),
    "note-deals": Message(
        "在手商机共 {all} 个、{whole}，加权 {worth}。本年内该成交的 {deals} 个、{amount}，加权 {weighted}；其中停滞 {slipping} 个、{sum}（过期 {late} 个，{days} 天没跟进 {idle} 个），只按加权的 {counts} 计。",
        "{all} open deals, {whole}, weighted {worth}. To close this year: {deals}, {amount}, weighted {weighted}. Of these {slipping} slip, {sum} ({late} past their close date, {idle} without activity for {days} days), and count {counts} of their weight.",
    ),
}  # fmt: skip

_WHY: dict[str, Message] = {
    "sheet-bridge": Message("差异分解", "Bridge"),
    "sheet-movers": Message("升降名单", "Movers"),
    "title-bridge": Message("{metric}差异分解", "Why {metric} changed"),
    "title-bridge-region": Message("{metric}差异分解，按大区", "Why {metric} changed, by region"),
    "title-movers-customer": Message("增减最多的客户", "Customers that moved sales most"),
    "title-movers-product": Message("增减最多的产品", "Products that moved sales most"),
    "column-customer": Message("客户", "Customer"),
    "column-product": Message("产品", "Product"),
    "bridge-base": Message("比较期", "Then"),
    "bridge-difference": Message("差异合计", "Difference"),
    "bridge-now": Message("本期", "Now"),
    "bridge-last-year": Message("{period}比上年", "{period} on last year"),
    "bridge-ytd": Message("累计比上年", "Year to date on last year"),
    "bridge-before": Message("比上一期", "On the period before"),
    "part-counted": Message("{part}（{count}）", "{part} ({count})"),
    "part-price": Message("价格", "Price"),
    "part-cost": Message("成本", "Cost"),
    "part-unit-profit": Message("单位毛利", "Profit a unit"),
    "part-currency": Message("汇率", "Currency"),
    "part-volume": Message("数量", "Volume"),
    "part-mix": Message("结构", "Mix"),
    "part-new-customers": Message("新客户", "New customers"),
    "part-won-back": Message("回流客户", "Won back"),
    "part-lost-customers": Message("流失客户", "Lost customers"),
    "part-new-products": Message("新产品", "New products"),
    "part-lost-products": Message("停售产品", "Lost products"),
    "part-not-split": Message("无数量，未分解", "Not split"),
    "part-returns": Message("退货", "Returns"),
    "state-new": Message("新增", "new"),
    "state-won-back": Message("回流", "won back"),
    "state-lost": Message("流失", "lost"),
    "state-up": Message("增加", "up"),
    "state-down": Message("减少", "down"),
    "state-same": Message("持平", "same"),
    "note-bridge": Message(
        "口径：价格 =（本期单价 − 比较期单价）× 本期数量，逐个产品；数量 = 总数量之差 × 比较期均价，同一单位的才相加；结构是余下的贵贱搭配。"
        "新客户（产品）：比较期末之前 12 个月没有买过（卖过）；流失：本期末之前 12 个月没有再买。退货单独列。各项之和等于差异，分毫不差。",
        "Price is (price now − then) x quantity now, product by product; volume the difference in quantity x the mean price then, added only within one unit; "
        "mix what is left, more or less of what is dear. New: nothing bought in the 12 months up to the end of the time compared with; lost: nothing in those up to the end of this one. "
        "Returns stand by themselves. The parts sum to the difference exactly.",
    ),
    "note-bridge-no-quantity": Message("记录没有数量或产品，价格、数量、结构分不开。", "The records have no quantities or products, so price, volume and mix cannot be told apart."),
    "note-bridge-no-unit": Message(
        "记录没有计量单位，所有产品的数量相加；产品单位不同的，数量与结构要合起来看。",
        "The records name no units of measure, so quantities of all products are added; where they differ, read volume and mix together.",
    ),
    "note-bridge-region": Message(
        "每个大区在自己内部分解；各大区的价格、数量、结构之和与总计的三项之和相等，单项不一定相等，因为大区之间的搭配在总计里算结构。",
        "Each region is worked out within itself; price, volume and mix of the regions together sum to those of the total, but not one by one, as the mix between regions is mix in the total.",
    ),
}  # fmt: skip

_GAP_ZH, _GAP_EN = "{who}：{what} {value}，{side} {limit}{short}{lasting}。", "{who}: {what} is {value}, {side} {limit}{short}{lasting}."

_ALERTS: dict[str, Message] = {
    "everything": Message("全公司", "The whole company"),
    "side-below": Message("低于", "below"),
    "side-above": Message("高于", "above"),
    "alert-lasting": Message("；自 {since} 起连续 {months} 个月", "; for {months} months in a row, since {since}"),
    "alert-first": Message("；上个月还没有", "; not so the month before"),
    "alert-short": Message("，还差 {amount}", ", {amount} short"),
    "alert-person": Message("{name}（{home}）", "{name} ({home})"),
    "alert-owner": Message("负责人：{owner}", "{owner}"),
    "alert-no-owner": Message("请指定负责人", "whoever you name"),
    "alert-attainment-ytd": Message(
        _GAP_ZH, _GAP_EN, "{owner}。逐个客户核对缺口和在手商机，定下补回的月份；需要调整用 replan。",
        "To act: {owner}. Go through gap and open deals customer by customer, and say in which months it comes back; replan if it does not.",
    ),
    "alert-attainment": Message(
        _GAP_ZH, _GAP_EN, "{owner}。问清是订单顺延还是丢单，顺延的写明到哪个月。", "To act: {owner}. Find out what is late and what is lost, and when the late ones come.",
    ),
    "alert-pace-gap": Message(_GAP_ZH, _GAP_EN, "{owner}。看剩余月份要多做多少，是否做得到。", "To act: {owner}. See how much more the remaining months must bring, and whether they can."),
    "alert-landing": Message(
        _GAP_ZH, _GAP_EN, "{owner}。用 replan 比较保全年、按潜力分摊和下调目标。", "To act: {owner}. Compare in replan: keep the year, spread by potential, lower the target.",
    ),
    "alert-growth": Message(_GAP_ZH, _GAP_EN, "{owner}。看升降名单里减少和流失的客户。", "To act: {owner}. See who went down or left among the movers."),
    "alert-growth-ytd": Message(_GAP_ZH, _GAP_EN, "{owner}。看升降名单里减少和流失的客户。", "To act: {owner}. See who went down or left among the movers."),
    "alert-gross-margin": Message(_GAP_ZH, _GAP_EN, "{owner}。看毛利差异分解：是价格、成本还是结构。", "To act: {owner}. See in the margin bridge whether price, cost or mix did it."),
    "alert-return-rate": Message(_GAP_ZH, _GAP_EN, "{owner}。按产品和客户查退货原因。", "To act: {owner}. Ask by product and customer why goods came back."),
    "alert-lost-sales": Message(_GAP_ZH, _GAP_EN, "{owner}。用 score 列出沉默的客户，逐个回访。", "To act: {owner}. List the silent customers with score, and call them."),
    "alert-budget-burn": Message(_GAP_ZH, _GAP_EN, "{owner}。核对超支的费用项，必要时冻结或申请追加。", "To act: {owner}. Check which items run ahead; freeze them or ask for more."),
    "alert-dso": Message(_GAP_ZH, _GAP_EN, "{owner}。先催逾期大户，暂停对超账期客户发货。", "To act: {owner}. Collect the largest overdue accounts first, and hold deliveries to those beyond their terms."),
    "alert-overdue": Message(_GAP_ZH, _GAP_EN, "{owner}。先催逾期大户，暂停对超账期客户发货。", "To act: {owner}. Collect the largest overdue accounts first, and hold deliveries to those beyond their terms."),
    "note-alerts-held": Message("另有 {count} 条还在冷却期内，没有重复报。", "{count} more are in their cooldown and not raised again."),
    "title-alerts-tested": Message("预警规则回测", "Alert rules, tried on the past"),
    "sheet-alerts-tested": Message("预警回测", "Rules tested"),
    "column-rule": Message("规则", "Rule"),
    "column-months": Message("月数", "Months"),
    "threshold-of": Message("{side} {limit}", "{side} {limit}"),
    "note-alert-tried": Message(
        "回测规则“{what}{threshold}”：过去 {months} 个月会报 {raised} 次，已见分晓的 {decided} 次里报对 {right} 次。",
        "Tried on the past: in {months} months, {what} {threshold} would have fired {raised} times; of the {decided} that are decided it was right {right} times.",
    ),
    "note-alerts-how": Message(
        "次数按成员和月份计。往年没有目标，按“上年实际 × 今年目标要求的增幅”推定、按当时已知的月份形状分摊；报对指那一年最后没有完成。今年的按所在季度末累计是否达成判断。",
        "Counted by member and month. Past years have no targets: each is taken as the year before grown by what this year's target asks, spread by the months as known then; right means that the year ended short. In this year the end of the quarter decides, year to date.",
    ),
}  # fmt: skip

_BENCHMARKS: dict[str, Message] = {
    "title-benchmarks": Message("对标", "Benchmarks"),
    "note-benchmarks": Message("本公司为本年累计；差距 = 本公司 − 对标值，比例为百分点。", "Ours is the year to date; apart is ours less theirs, of shares in percentage points."),
    "stale-benchmark": Message("{figure}（{day}）", "{figure} ({day})"),
    "note-benchmarks-stale": Message("这些对标值已超过 {months} 个月，请更新：{names}。", "Older than {months} months, to be renewed: {names}."),
    "note-spread": Message(
        "{dimension}之间：{count} 个里累计达成率最高 {best} {high}，最低 {last} {low}，离散度（标准差）{spread}。",
        "Between members of {dimension}: of {count}, {best} is best to date at {high}, {last} last at {low}; standard deviation {spread}.",
    ),
}  # fmt: skip

_PROBLEMS: dict[str, Message] = {
    "alert-without-limit": Message(
        "预警规则（{what}）没有写界限。", "This alert rule ({what}) has no limit.",
        "写 below（低于多少报警）或 above（高于多少报警），例如 below: 70%。", "Give `below` or `above`, such as below: 70%.",
    ),
    "alert-with-two-limits": Message(
        "预警规则（{what}）同时写了 below 和 above。", "This alert rule ({what}) has both `below` and `above`.",
        "拆成两条规则，每条一个界限。", "Make two rules of it, each with one limit.",
    ),
    "limit-not-a-share": Message(
        "{what} 是比例，{limit} 相当于 {limit} 倍。", "{what} is a share, and {limit} would be {limit} times the whole.",
        "如果是百分比，请加上 %。", "If it is a percentage, write it with %.",
    ),
    "alert-by-unknown": Message(
        "没有“{name}”这个维度。", "There is no dimension `{name}`.", "{hint}", "{hint}",
    ),
    "benchmark-half-named": Message(
        "对标值（{metric}）的 by 和 member 要么都写，要么都不写。", "This benchmark ({metric}) has only one of `by` and `member`.",
        "写明是哪个维度的哪个成员，例如 by: product, member: 工业阀门；全公司的就都去掉。",
        "Name both, such as by: product, member: Valves, or neither for the whole company.",
    ),
}  # fmt: skip

MESSAGES: dict[str, Message] = {**_LANDING, **_WHY, **_ALERTS, **_BENCHMARKS, **_PROBLEMS}
