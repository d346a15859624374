"""Sentences of performance: cross-sell."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_TABLES: dict[str, Message] = {
    "title-cross-sell": Message("交叉销售：{baskets} 个篮子，{rules} 条可靠规则", "Cross-selling: {baskets} baskets, {rules} rules that hold"),
    "title-rules": Message("常一起买的（可靠规则，按提升度）", "Bought together (rules that hold, by lift)"),
    "title-all-rules": Message("全部规则", "All rules"),
    "title-offered": Message("推荐什么", "What to offer"),
    "title-calls": Message("该向谁推荐什么：未来 {ahead} 个月的预计", "Whom to offer what: expected in the next {ahead} months"),
    "title-trial": Message("回测：{day} 的名单，此后 {ahead} 个月", "Tried on the past: the list of {day}, {ahead} months on"),
    "sheet-rules": Message("规则", "Rules"),
    "sheet-calls": Message("推荐名单", "Call list"),
    "sheet-offered": Message("推荐产品", "Offers"),
    "chart-offered": Message("各推荐产品的预计金额", "Expected sales by offer"),
    "column-rule-baskets": Message("同买篮子", "Baskets"),
    "below": Message("<{limit}", "<{limit}"),
    "level-product": Message("产品", "products"),
    "level-family": Message("产品名（去掉型号规格）", "product names without model and size"),
    "level-line": Message("产品线", "product lines"),
    "baskets-order": Message("一张订单", "an order"),
    "baskets-day": Message("一个客户一天的采购", "a customer's purchases of a day"),
    "baskets-month": Message("一个客户一个月的采购", "a customer's purchases of a month"),
    "baskets-single": Message("一张单（没有单号时是一位客户的一天）", "an order (or, without its number, a customer's day)"),
    "baskets-line": Message("文件的一行", "a line of the file"),
}

_NOTES: dict[str, Message] = {
    "note-baskets": Message(
        "一个篮子是{basket}，共 {baskets} 个；篮子里是{level}，共 {items} 种。", "A basket is {basket}, {baskets} in all; in it are {level}, {items} of them.",
    ),
    "note-baskets-window": Message("窗口：{since} 之后至 {as_of}，退货不算购买。", "Window: after {since} up to {as_of}; returns are no purchase."),
    "note-thresholds": Message(
        "规则至少出现在 {least} 个篮子里（支持度 {support}），置信度至少 {confidence}；都按篮子个数比较，不受小数误差影响。",
        "A rule stands in {least} baskets at least (support {support}) with a confidence of {confidence} or more, compared as whole numbers of baskets.",
    ),
    "note-guard": Message(
        "达到门槛的规则 {rules} 条，其中 {holds} 条可靠：费希尔精确检验，在 {tests} 条可能的规则中误发现率不超过 {limit}，并且比去掉任一产品的短规则更说明问题。",
        "{rules} rules reach the thresholds, {holds} of them hold: by Fisher's exact test at most {limit} of these are chance among the {tests} rules that were possible, and each says more than it does with any product left out.",
    ),
    "note-first-only": Message("只列出前 {shown} 条，共 {all} 条；全部在工作簿和 JSON 里。", "The first {shown} of {all}; the workbook and JSON have them all."),
    "note-large-baskets": Message(
        "有 {count} 个篮子超过 {large} 种（最多 {most} 种），可能是汇总单据；可用 --max-basket 去掉。",
        "{count} baskets hold more than {large} (the largest {most}) and may be summaries of many purchases; --max-basket leaves them out.",
    ),
    "note-baskets-left-out": Message("去掉了 {count} 个超过 {largest} 种的篮子。", "{count} baskets of more than {largest} were left out."),
    "note-shortened": Message(
        "组合太多，只找了最多 {longest} 个产品的规则；提高支持度可以找更长的。",
        "There are too many combinations, so rules name {longest} products at most; a higher support allows longer ones.",
    ),
    "note-offers": Message(
        "名单：买过规则前者、从未买过后者的客户。成交可能按规则置信度计，客户每有一次买了前者没买后者就降低；预计金额为未来 {ahead} 个月。",
        "The list: customers who bought what a rule begins with and never what it ends with. The chance is the rule's confidence, less for each basket in which a customer did without; sales are those of the next {ahead} months.",
    ),
    "because-others": Message("同类客户常买", "tried by others"),
    "note-offers-learned": Message(
        "名单：从未买过该产品的客户。成交可能从前 {ahead} 个月的首次购买学来，看规则的置信度、客户买得多少和杂不杂、产品多热销、多久没来；没有规则的产品，可能达到 {least} 才列入。预计金额为未来 {ahead} 个月，按客户自己的花费水平。",
        "The list: customers who never bought the product. Chances are learned from first purchases of the last {ahead} months: the rule's confidence, how much and how variously a customer buys, how much the product sells, how long the silence is; without a rule a product is listed from {least} on. Sales are those of the next {ahead} months, at the customer's own level of spending.",
    ),
    "note-trial": Message(
        "回测：按 {day} 的记录列出 {offers} 条推荐，此后 {ahead} 个月有 {takers} 条成交（当时预计 {expected}）；前 {top} 条成交 {top_share}、共 {top_amount}；同样多次向最活跃客户推荐最畅销产品，成交 {popular_share}、共 {popular_amount}；任意未买过的产品成交 {any_share}。",
        "Tried on the past: of {offers} offers by the records up to {day}, {takers} were taken in the {ahead} months after ({expected} were expected); of the first {top} {top_share}, for {top_amount}; of as many of the most bought products to the busiest customers {popular_share}, for {popular_amount}; of all products not bought before {any_share}.",
    ),
    "note-trial-scaled": Message("成交可能和预计金额已按回测的实际比例修正（{chance}、{amount}）。", "Chances and amounts are scaled to what the trial has shown ({chance} and {amount})."),
    "note-trial-weak": Message(
        "回测中名单不比“向最活跃客户推荐最畅销产品”更准：它的价值在于说明推荐的理由。",
        "In the trial the list was no better than offering the most bought products to the busiest customers: its worth is that it tells why.",
    ),
    "top-amount": Message("名单前列成交额", "Sales, top of the list"),
    "popular-amount": Message("畅销品成交额", "Sales, most bought products"),
    "busy-cross": Message("正在从 {rows} 行明细里找规则", "looking for rules in {rows} rows"),
    "busy-baskets": Message("正在从 {baskets} 个篮子里找规则", "looking for rules in {baskets} baskets"),
    "rule-too-short": Message("一条规则至少含 {least} 个产品。", "A rule names {least} products at least.", "写 {least} 或更大的数，或删掉这一行。", "Give {least} or more, or leave the key out."),
    "note-trial-none": Message("记录不够长，推荐没有经过回测，预计金额仅供排序。", "The records are too short to try the list on the past; take the expected sales as an order of calling."),
    "note-trial-few": Message("回测中成交太少，没有据此修正预计。", "Too few were taken in the trial to scale the figures by it."),
    "note-basket-file": Message("{file}：当作篮子读入（没有金额），共 {rows} 个。", "{file}: read as baskets, without amounts: {rows} of them."),
    "note-no-calls": Message("记录里没有客户，所以没有推荐名单。", "The records name no customers, so there is no call list."),
    "note-no-rules": Message("没有可靠的规则；可以放宽 --support 或 --confidence，或换 --level、--by。", "No rule holds; try a lower --support or --confidence, or another --level or --by."),
}

_HELP: dict[str, Message] = {
    "help-cross-sell": Message("找出常一起买的产品，列出该向谁推荐什么", "Find what is bought together, and whom to offer what"),
    "about-cross-sell": Message(
        "读销售明细，或一行一个篮子的文本文件。用关联规则找出常一起买的产品，排除巧合；再列出该向谁推荐从未买过的什么产品、可能性和预计金额（从以往的首次购买学来），并用过去几个月回测。规则写在计划的 performance.cross_sell 里，有没有计划都能用。",
        "From a sales list, or a text with one basket a line: association rules with chance kept out; then whom to offer which product never bought before, with chance and sales to expect, learned from first purchases and tried on the past. The rules are a plan's performance.cross_sell; no plan is needed.",
    ),
    "examples-cross-sell": Message(
        "salesplan cross-sell 销售明细.xlsx\nsalesplan cross-sell 销售明细_*.xlsx --by customer-month -o 交叉销售.xlsx\nsalesplan cross-sell 篮子.txt --support 0.1% --confidence 80%",
        "salesplan cross-sell sales.xlsx\nsalesplan cross-sell sales_*.csv --by customer-month -o cross-sell.xlsx\nsalesplan cross-sell baskets.txt --support 0.1% --confidence 80%",
    ),
    "metavar-s|n": Message("占比|个数", "SHARE|COUNT"),
    "metavar-share": Message("占比", "SHARE"),
    "metavar-n": Message("个数", "N"),
    "option-cross-exports": Message("销售明细或篮子文件，可用通配符；不写则用计划里的 data.sales", "Sales lists or basket files, wildcards allowed; without them the plan's data.sales"),
    "option-basket-by": Message("一个篮子是什么：order（订单）或 customer-month（客户的一个月）；默认 order", "What a basket is: order or customer-month; by default order"),
    "option-level": Message(
        "篮子里是什么：product（产品）、family（产品名去掉型号）或 line（产品线）；默认看记录",
        "What lies in it: product, family (the name without model and size) or line (product line); by default as the records suggest",
    ),
    "option-support": Message("规则至少占全部篮子的多少（0.1%）或几个篮子（20）；默认 0.1% 且不少于 5 个", "Least share of all baskets (0.1%) or number of them (20) with a rule; by default 0.1% and 5 of them"),
    "option-confidence": Message("最低置信度，如 20%", "Least confidence, such as 20%, the default"),
    "option-max-length": Message("一条规则最多几个产品；默认 10", "Most products in a rule; by default 10"),
    "option-q-value": Message("可靠规则里允许的巧合比例；默认 5%", "Share of chance findings allowed among rules that hold; by default 5%"),
    "option-max-basket": Message("去掉超过这么多种产品的篮子", "Leave out baskets with more products than this"),
    "option-baskets": Message("把文件按“一行一个篮子”读", "Read the files as one basket a line"),
    "usage-share": Message("{option} 的“{value}”不是占比", '"{value}" of {option} is no share', "请写成 20% 或 0.2 的样子", "write it like 20% or 0.2"),
    "usage-count": Message("{option} 的“{value}”不是个数", '"{value}" of {option} is no count', "请写一个不小于 {least} 的整数", "write a whole number of {least} or more"),
    "usage-support": Message("{option} 的“{value}”既不是占比也不是个数", '"{value}" of {option} is neither a share nor a count', "请写成 0.1% 或 20 的样子", "write it like 0.1% or 20"),
}

_PROBLEMS: dict[str, Message] = {
    "no-products-in-records": Message(
        "{files} 里没有认出产品这一列（{level}）。", "No column of {level} was recognised in {files}.",
        "导出时带上物料名称、编码或产品线，或换一个 --level。", "Export the list with the product's name, code or line, or choose another --level.",
    ),
    "baskets-not-told": Message(
        "{files} 里既没有客户也没有单号，分不出篮子。", "{files} name neither customers nor orders, so there are no baskets.",
        "导出时带上单据编号或客户。", "Export the list with the order's number or the customer.",
    ),
    "too-many-combinations": Message(
        "按这个支持度（{least} 个篮子），连两个产品的组合都多得列不完。", "At this support ({least} baskets) even pairs of products are too many to list.",
        "提高 --support，或用 --level line。", "Raise --support, or use --level line.",
    ),
}

MESSAGES: dict[str, Message] = {**_TABLES, **_NOTES, **_HELP, **_PROBLEMS}
