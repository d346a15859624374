"""Sentences of lists other than sales: targets, receipts, receivables, opportunities, visits and the others."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_PROBLEMS: dict[str, Message] = {
    "no-known-list": Message(
        "认不出 {file} 是哪一种清单（开头是：{first}）。", "What kind of list {file} is cannot be told (it begins: {first}).",
        "确认第一行或前几行是表头；表头认不出时，用 inspect --save-map 写明各栏是什么。", "Check that its header stands in the first rows; where its words are not known, say what they mean with inspect --save-map.",
    ),
    "year-not-stated": Message(
        "{file} 里只有月份，没有写是哪一年。", "{file} names months but not the year.",
        "在标题里写上年份（如“2027年度”），或者在计划里引用它。", "Put the year into the title (such as “2027 targets”), or name the file in a plan.",
    ),
}  # fmt: skip

_NEEDS: dict[str, Message] = {
    "needs-answered-at": Message("提交时间或问题", "time of the answer, or questions"),
    "needs-bucket": Message("应收余额（或账龄各栏）", "open amount (or the ranges of days)"),
    "needs-category": Message("响应、关闭时间或优先级", "first response, closing or priority"),
    "needs-certificate": Message("学时、日期、成绩或证书", "hours, date, score or certificate"),
    "needs-close-date": Message("阶段、状态或预计成交日期", "stage, status or closing date"),
    "needs-contact": Message("客户编码或其他资料", "customer number or other particulars"),
    "needs-course": Message("课程", "course"),
    "needs-created": Message("创建时间", "time of creation"),
    "needs-csat": Message("评分问题", "rated questions"),
    "needs-customer-id": Message("客户", "customer"),
    "needs-customer-name": Message("客户名称", "customer name"),
    "needs-opportunity": Message("商机名称", "opportunity"),
    "needs-ticket-id": Message("工单编号", "ticket number"),
    "needs-visit-time": Message("拜访时间", "time of the visit"),
    "needs-target": Message("目标（或各月一栏）", "target (or a column a month)"),
    "needs-budget": Message("预算（或各月一栏）", "budget (or a column a month)"),
}

_TOLD: dict[str, Message] = {
    "other-sheets": Message(
        "读的是工作表“{sheet}”，没有读 {others}；要读别的表，用 --sheet 写明。",
        "Sheet `{sheet}` was read and {others} was not; name another with --sheet.",
    ),
    "recognised-by-system": Message("{system} {kind}", "{system}: {kind}"),
    "format-in-encoding": Message("{format} {encoding}", "{format} {encoding}"),
    "note-left": Message("未计入：{left}", "left out: {left}"),
    "note-left-out-rows": Message("{why} {rows} 行", "{why} {rows} rows"),
    "option-join": Message("按编码和名称把各文件的客户对到销售明细（没有时对到客户清单），并列出对上多少", "Bring the customers of the files together with those of the sales lists (or the customer list), and tell how many were found"),
    "option-unmatched": Message("把没对上的客户连同金额写进这个文件（.csv 或 .xlsx）；同时带上 --join", "Write the customers that were not found, with their amounts, into this file (.csv or .xlsx); implies --join"),
    "title-joined": Message("与{base}里的客户对照", "Customers found in the {base}"),
    "title-unmatched": Message("没对上的客户", "Customers not found"),
    "note-joined": Message(
        "先对编码（两边编码确实是同一套才用），再对名称：全半角、空格、括号和“有限公司”一类的后缀不算差别；一个名称对得上几家的，不猜。",
        "Numbers first, where both sides number alike, then names: width, blanks, brackets and endings such as Co., Ltd. make no difference; a name that fits several is never guessed.",
    ),
    "join-nothing": Message("没有两份以上写着客户的清单可以对照。", "There are no two lists of customers to bring together."),
    "join-ambiguous": Message("对得上几家", "fits several"),
    "join-none": Message("没有找到", "not found"),
    "option-sheet": Message("读这个名字的工作表；一个文件里有几张表都像时用", "Read the sheet of this name, where several of a file fit"),
    "namesakes": Message(
        "{person} 同一时期出现在 {regions}，很可能是同名的两个人：请在计划的 aliases.person 里写工号和大区，或让导出带上工号。",
        "{person} stands in {regions} at the same time, most likely two people of one name: give their numbers and regions under aliases.person in the plan, or export the employee number.",
    ),
    "in-another-currency": Message("金额全部是 {currency}，没有换算。", "All amounts are in {currency}; they were not converted."),
    "periods-differ": Message(
        "有 {rows} 处季度或全年的数与各月之和对不上，第一处在 {cell}，相差 {difference}；按各月计。",
        "{rows} figures of quarters or the year differ from their months, the first in {cell} by {difference}; the months count.",
    ),
    "subtotals-differ": Message(
        "有 {rows} 行小计或合计与明细对不上，第一处在第 {row} 行，相差 {difference}；按明细计。",
        "{rows} subtotals do not agree with their rows, the first in row {row} by {difference}; the rows count.",
    ),
}

MESSAGES: dict[str, Message] = {**_PROBLEMS, **_NEEDS, **_TOLD}
