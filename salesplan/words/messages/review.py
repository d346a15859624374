"""Sentences of the monthly review."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_TABLES: dict[str, Message] = {
    "title-review": Message("{period}{metric}达成", "{metric} against plan, {period}"),
    "review-month": Message("{year} 年 {month} 月", "{month} {year}"),
    "review-quarter": Message("{year} 年第 {quarter} 季度", "Q{quarter} {year}"),
    "review-year": Message("{year} 年", "{year}"),
    "review-this-month": Message("本月", "This month"),
    "review-this-quarter": Message("本季", "This quarter"),
    "review-this-year": Message("本年", "This year"),
    "member-none": Message("（未写{dimension}）", "(no {dimension})"),
    "review-so-far": Message("本年累计", "Year to date"),
    "review-yoy-of": Message("{month} 月同比", "YoY {month}"),
    "title-key-figures": Message("关键指标", "Key figures"),
    "title-spring": Message("{first}–{last} 月合并（春节错期）", "{first} and {last} together (Spring Festival)"),
    "title-spring-sheet": Message("春节合并", "Spring Festival"),
    "title-collections": Message("回款（按{dimension}）", "Receipts by {dimension}"),
    "sheet-collections": Message("回款", "Receipts"),
    "review-others": Message("其余 {count} 家", "{count} others"),
    "title-customers-largest": Message("客户（本期销售额前 {count}）", "Customers (the {count} with the largest sales)"),
    "title-restated": Message("与 {file} 对照（截止 {as_of}）：当时报的与今天重算的", "Beside {file} (as of {as_of}): reported then and restated now"),
    "sheet-restated": Message("重述", "Restated"),
    "restated-target-then": Message("当时目标", "Target then"),
    "restated-target-now": Message("现在目标", "Target now"),
    "restated-reported": Message("当时报的", "Reported"),
    "restated-restated": Message("今天重算", "Restated"),
    "review-past": Message("与过去比", "Against the past"),
    "review-target-running": Message("累计目标", "Target, running"),
    "review-actual-running": Message("累计实际", "Actual, running"),
    "title-months": Message("按月份", "By month"),
    "chart-months": Message("各月目标、实际与上年", "Target, actual and last year by month"),
    "chart-against-target": Message("各{dimension}：目标与实际", "{dimension}: target and actual"),
    "title-target-cells": Message("目标明细", "Targets in detail"),
    "title-target-people": Message("个人目标明细", "Quotas in detail"),
    "title-facts": Message("销售汇总明细（按月与成员）", "Sales by month and member"),
    "title-lines": Message("本期单据明细（{rows} 行）", "Lines of the period ({rows})"),
    "title-lines-sheet": Message("单据明细", "Lines"),
    "review-kind-none": Message("认不出种类", "no kind that is known"),
    "review-no-target": Message("没有目标", "no target"),
}

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_TABLES |= {f"month-{name.lower()}": Message(str(n), name) for n, name in enumerate(_MONTHS, start=1)}

_DEFINITIONS: dict[str, Message] = {
    "figure-in-unit": Message("{figure}（{unit}）", "{figure} ({unit})"),
    "definition-of": Message("{figure}：{definition}", "{figure}: {definition}"),
    "definition-and": Message("{first}；{rest}", "{first}; {rest}"),
    "note-definitions": Message("口径 — {definitions}。", "Definitions — {definitions}."),
    "define-revenue": Message("本期单据金额，退货为负，口径见页眉", "Documents of the period, returns negative, on the basis stated above"),
    "define-target": Message("目标分解表里本期各月之和；累计为已到期部分", "The months of the target sheet; to date, what is due"),
    "define-target-plan": Message("计划分解出的本期各月之和；累计为已到期部分", "The months of the plan's decomposition; to date, what is due"),
    "define-attainment": Message("实际 ÷ 目标；累计按已到期目标", "Actual ÷ target; to date against what is due"),
    "define-progress": Message("累计实际 ÷ 全年目标", "Actual to date ÷ the year's target"),
    "define-gross-profit": Message("不含税销售额 − 成本", "Sales without tax − cost"),
    "define-gross-margin": Message("毛利 ÷ 不含税销售额，只算两者都有的行", "Gross profit ÷ sales without tax, over lines that know both"),
    "define-gross-margin-gross": Message("毛利 ÷ 销售额（记录里没有不含税金额）", "Gross profit ÷ sales (the records have no amounts without tax)"),
    "define-orders": Message("金额合计为正的不同单号，退货单不算", "Distinct numbers that sum to more than nothing; returns are none"),
    "define-average-order": Message("销售额（含退货）÷ 订单数", "Sales less returns ÷ orders"),
    "define-active-customers": Message("本期有正金额的不同客户", "Distinct customers with a sale in the period"),
    "define-new-customers": Message("记录里第一次下单（记录始于 {first}）", "First order in the records (which begin on {first})"),
    "define-collection": Message("收款日期在本期的收款金额", "Amounts by the day they were paid"),
    "define-collection-rate": Message("回款 ÷ 同期销售额，不是对应同一批单据", "Receipts ÷ sales of the same time, not of the same documents"),
}

_NOTES: dict[str, Message] = {
    "note-review-no-targets": Message("没有目标：计划没有 goals，也没有给目标分解表，只看实际。", "There are no targets, neither in a plan nor in a target sheet; only what happened is shown."),
    "note-targets-untold": Message("计划的目标 {metrics} 从销售记录里看不出来，没有对照；看的是{shown}。", "The plan's targets of {metrics} cannot be told from the sales records and are not reviewed; {shown} is."),
    "note-review-future": Message("{period}还没有记录（记录到 {last}），实际空缺，不按 0。", "There are no records of {period} yet (they end on {last}); what happened is missing, not 0."),
    "note-records-end": Message("记录到 {last} 为止，其后到期末没有单据。", "The records end on {last}; there is nothing from then to the end of the period."),
    "note-review-in-progress": Message("{period}没有过完：截至 {as_of}，{month} 月过了 {share} 的工作日；标记按“应完成”，同比环比按相同天数。", "{period} is in progress: on {as_of} {share} of the working days of {month} are over; marks are against what is due, growth is over the same days."),
    "note-pace-calendar": Message("时间进度：按日历 {calendar}。", "Pace: {calendar} by the calendar."),
    "note-months-missing": Message("记录里没有 {months} 的任何单据：按缺失处理，不按 0。", "The records hold nothing at all of {months}: missing, not 0."),
    "note-files-agree": Message("核对：文件计入的 {files} = 本年累计 {so_far} + 本年其后 {later} + 其他年份 {other}，分毫不差。", "Proof: the {files} counted in the files = {so_far} of the year so far + {later} later in the year + {other} of other years, exactly."),
    "note-files-differ": Message("核对不平：文件计入 {files}，本年累计 {so_far}、本年其后 {later}、其他年份 {other}。", "The proof fails: {files} counted in the files, {so_far} of the year so far, {later} later in the year, {other} of other years."),
    "note-without-target": Message("没有目标的{dimension}：{members}，本年累计 {amount}。", "{dimension} without a target: {members}; {amount} so far this year."),
    "note-without-sales": Message("本期有目标没有销售的{dimension}：{members}，目标 {amount}。", "{dimension} with a target and no sales in the period: {members}; target {amount}."),
    "note-review-nameless": Message("有 {rows} 行没有写{dimension}，本年累计 {amount}，单列一行。", "{rows} lines name no {dimension}: {amount} so far this year, on a row of its own."),
    "note-dimension-untold": Message("目标分到了{dimension}，记录里没有这一栏，没有按它看。", "Targets are split by {dimension}, which the records do not tell; it is not shown."),
    "note-shared": Message("{rows} 行销售由几个人分享，按份额计入各人，合计分毫不差。", "{rows} lines are shared by several people and count for each by share, summing exactly."),
    "note-moved": Message("{name} 自 {day} 起调到{to}，目标和销售从那天起算在那里。", "{name} moved to {to} on {day}; target and sales count there from that day."),
    "note-earlier-other-year": Message("{file} 复盘的不是这一年，没有重算。", "{file} reviews another year; nothing is restated."),
    "note-plan-commit": Message("计划的 git 提交从 {before} 变为 {now}。", "The plan's git commit went from {before} to {now}."),
    "note-files-changed": Message("内容变了的文件：{files}。", "Files that changed: {files}."),
    "note-files-new": Message("当时没有的文件：{files}。", "Files that were not there then: {files}."),
    "note-files-gone": Message("现在没有的文件：{files}。", "Files that are gone: {files}."),
    "note-inputs-same": Message("计划和各文件都与当时相同。", "The plan and every file are what they were."),
    "note-spring": Message("1–2 月合并同比 {both}（1 月 {january}、2 月 {february} 受春节错期影响，今年春节 {day}）。", "January and February together: {both} on last year (January {january} and February {february} are moved by the Spring Festival, this year on {day})."),
    "review-by-unknown": Message("不能按“{dimension}”看：销售记录里没有它，能按的有 {known}{guess}。", "There is no review by “{dimension}”: the sales records do not tell it; they tell {known}{guess}.", "用其中一个，或在导出里加上这一栏。", "Use one of them, or add the column to the export."),
    "review-by-nothing": Message("不能按“{dimension}”看：销售记录里没有大区、业务员、产品线这类栏。", "There is no review by “{dimension}”: the sales records have no region, salesperson, product or the like.", "去掉 --by，或在导出里加上这一栏。", "Leave out --by, or add the column to the export."),
    "note-spring-waits": Message("1 月和 2 月受春节错期影响，合并同比要等 2 月过完。", "January and February are moved by the Spring Festival; they compare together once February is over."),
    "note-pace": Message(
        "时间进度：按日历 {calendar}，按计划自己的月份形状与工作日 {plan}。“进度差”比日历，“计划进度差”比计划。",
        "Pace: {calendar} by the calendar, {plan} by the plan's own months and working days. The pace gap is against the calendar, the plan pace gap against the plan.",
    ),
}

_HELP: dict[str, Message] = {
    "help-review": Message("月度复盘：目标、实际、达成率、进度、同比环比", "The month against the plan: attainment, pace, growth, rank"),
    "about-review": Message(
        "用最新导出的销售明细对照计划的目标：本期与累计达成、缺口、时间进度（日历与计划形状两种）、同比、环比、排名和标记。",
        "The fresh exports against the plan's targets: attainment of the period and the year so far, gap, pace by the calendar and by the plan's own months, growth, rank and mark.",
    ),
    "examples-review": Message(
        "salesplan review --month 2027-03\nsalesplan review 销售明细_2027*.xlsx --quarter Q1 -o 复盘.xlsx\nsalesplan review --by region,person --as-of 2027-03-15",
        "salesplan review --month 2027-03\nsalesplan review sales_2027*.csv --quarter Q1 -o review.xlsx\nsalesplan review --by region,person --as-of 2027-03-15",
    ),
    "metavar-month": Message("月份", "MONTH"),
    "metavar-quarter": Message("季度", "QUARTER"),
    "option-review-exports": Message("销售明细等导出文件，可用通配符；不写则用计划里的 data", "Sales lists and other exports, wildcards allowed; without them the plan's data"),
    "option-review-plan": Message("计划的文件夹或文件；不写则从当前目录向上找", "Folder or file of the plan; by default the one found upward from here"),
    "option-review-month": Message("复盘哪个月：2027-03 或 3；不写则取记录完整覆盖的最近一个月", "The month: 2027-03 or 3; by default the last one that the records cover whole"),
    "option-review-quarter": Message("复盘哪个季度：Q1 或 2027Q1", "The quarter: Q1 or 2027Q1"),
    "option-review-year": Message("复盘全年", "The whole year"),
    "option-review-targets": Message("目标分解表（Excel 或 csv）；也可以直接列在导出文件里", "A target sheet; it may also stand among the exports"),
    "option-review-against": Message("与以前的一次复盘（-o 写出的 JSON）对照：当时报的、今天重算的、之间变了什么", "Lay beside an earlier review (the JSON that -o wrote): reported then, restated now, what changed"),
    "option-review-by": Message("看哪些维度，如 region,person,product；不写则大区、业务员、产品线", "Dimensions to show, such as region,person,product; by default these three"),
    "option-review-as-of": Message("只算到这一天的记录；月份没过完时按已过工作日比", "Count records up to this day only; a month in progress is compared by its working days"),
    "review-one-period": Message("--month、--quarter 和 --year 只能写一个", "only one of --month, --quarter and --year", "留下一个", "keep one of them"),
    "review-period": Message("“{value}”不是 {year} 年的月份或季度", '"{value}" is no month or quarter of {year}', "这一年是 {first} 到 {last}，写成 {first} 或 Q1 的样子", "the year runs from {first} to {last}; write it like {first} or Q1"),
    "review-outside-year": Message("{period} 不在 {year} 财年里", "{period} is not in the fiscal year {year}", "这一年是 {first} 到 {last}；用 --plan 指定那一年的计划", "the year runs from {first} to {last}; name that year's plan with --plan"),
}

_PROBLEMS: dict[str, Message] = {
    "not-an-earlier-review": Message(
        "{file} 不是 salesplan review 写出的 JSON。", "{file} is no JSON that salesplan review wrote.",
        "先用 review -o 文件.json 保存一次，以后用它对照。", "Keep one with review -o file.json, and lay a later review beside it.",
    ),
    "review-other-list": Message(
        "{file} 不是复盘用的清单（{other}）。", "{file} is not one of the lists that a review reads ({other}).",
        "复盘读销售明细、目标分解表、收款清单和商机清单。", "A review reads sales lists, target sheets, receipts and opportunities.",
    ),
    "marks-out-of-order": Message(
        "复盘标记的界限不是从高到低：应有 good ≥ fair ≥ poor。", "The marks of a review are out of order: good, fair and poor should go down.",
        "例如 good: 100%，fair: 90%，poor: 70%。", "Write, for instance, good: 100%, fair: 90%, poor: 70%.",
    ),
    "move-out-of-order": Message(
        "{name} 的调动日期 {day} 不对：调动要按先后写，在入职之后、离职之前。", "The move of {name} on {day} is out of order: moves come one after the other, between joining and leaving.",
        "核对 moves 里的 from，以及 joined、left。", "Check `from` of the moves, and `joined` and `left`.",
    ),
    "shared-sale-not-whole": Message(
        "共享业绩的份额加起来是 {sum}，不是 100%。", "The shares of this sale add up to {sum}, not to 100%.",
        "改到正好 100%。", "Make them 100% exactly.",
    ),
    "shared-sale-of-what": Message(
        "共享业绩要写明是哪张订单（order）或哪个客户（customer），二者写一个。", "A shared sale names either an order or a customer.",
        "写 order: 单号，或 customer: 客户编码或名称。", "Write `order:` with its number, or `customer:` with code or name.",
    ),
}

MESSAGES: dict[str, Message] = {**_TABLES, **_DEFINITIONS, **_NOTES, **_HELP, **_PROBLEMS}
