"""Sentences of replanning: the remaining months set anew, and the plan compared with itself."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_REVISIONS: dict[str, Message] = {
    "note-revision": Message(
        "自 {month} 起是修订后的目标{policy}{why}；之前各月保持当初的承诺，不因修订改变达成率。{metric}原来全年 {before}，现在各月合计 {after}。",
        "From {month} on the targets are revised{policy}{why}; the months before keep what was promised, so their attainment does not change. {metric} was {before} for the year; the months now sum to {after}.",
    ),
    "note-revision-policy": Message("（{policy}）", " ({policy})"),
    "note-revision-why": Message("，{why}", "; {why}"),
    "step-revision": Message("自 {month} 起修订目标", "Targets revised from {month} on"),
}

_TABLES: dict[str, Message] = {
    "title-replan": Message("自 {month} 起重排：{year} 年{metric} {total}", "Replan from {month}: {metric} {year}, {total}"),
    "title-standing": Message("到 {last} 的位置", "Where the year stands at the end of {last}"),
    "title-policies": Message("几种办法", "Policies side by side"),
    "title-policy-members": Message("各办法下的剩余目标（按{dimension}）", "Remaining targets under each policy, by {dimension}"),
    "title-changes": Message("采用“{policy}”的变动：按{dimension}", "What {policy} changes: by {dimension}"),
    "title-feasible": Message("做得到吗：“{policy}”", "Can it be done: {policy}"),
    "sheet-replan": Message("重排", "Replan"),
    "sheet-changes": Message("变动", "Changes"),
    "chart-replan": Message("各办法的剩余目标", "Remaining targets by policy"),
    "replan-old": Message("原目标", "Old target"),
    "replan-new": Message("新目标", "New target"),
    "replan-remaining-old": Message("剩余原目标", "Remaining, old"),
    "replan-last-period": Message("上年同期", "Same months last year"),
    "replan-months": Message("新目标按月", "New targets by month"),
    "replan-policies": Message("剩余新目标", "Remaining, new"),
    "replan-pick": Message("建议", "Pick"),
    "replan-base": Message("计划", "plan"),
    "replan-others": Message("（未归入成员）", "(no member)"),
    "policy-named": Message("{name}（{key}）", "{name} ({key})"),
    "policy-keep-months": Message("目标不动", "Leave targets as they are"),
    "policy-carry": Message("各补各的", "Each carries its own gap"),
    "policy-keep-year": Message("按剩余形状分摊", "Spread by remaining shape"),
    "policy-potential": Message("按潜力分摊", "Spread by potential"),
    "policy-capped": Message("封顶分摊", "Capped by what was reached"),
    "policy-lower": Message("下调到预测", "Lowered to the forecast"),
    "line-best_month": Message("最好单月", "best month"),
    "line-best_period": Message("最好同期", "best period"),
    "line-capacity": Message("产能", "capacity"),
    "line-growth": Message("增长上限", "growth rail"),
    "line-increase": Message("加码幅度", "increase on plan"),
    "list-and": Message("{parts}", "{parts}"),
}

_SAID: dict[str, Message] = {
    "note-replan-gap": Message(
        "到 {last}：目标 {target}，实际 {actual}，达成率 {attainment}，缺口 {gap}。剩余 {months} 个月原目标 {remaining}；要保住全年 {year}，须做到 {need}，比原目标{raised}。",
        "At the end of {last}: target {target}, actual {actual}, attainment {attainment}, gap {gap}. The remaining {months} month(s) have {remaining}; to keep the year's {year} they must bring {need}, {raised} on their targets.",
    ),
    "note-replan-start": Message(
        "全年还没有开始：没有缺口，目标 {year} 不变。", "The year has not begun: there is no gap, and the {year} stay as they are.",
    ),
    "note-replan-advice": Message("建议：{policy}。{reason}", "Recommended: {policy}. {reason}"),
    "note-replan-chosen": Message("采用：{policy}（建议的是{advised}）。", "Chosen: {policy} (recommended was: {advised})."),
    "advice-ahead": Message("今年领先计划 {gap}，剩余月份不必加码；要把领先的部分抵掉，写 performance.replan.ahead: bank。", "The year is {gap} ahead of plan, so nothing has to be added; to take the surplus off what remains, write performance.replan.ahead: bank."),
    "advice-no-gap": Message("没有缺口要补。", "There is no gap to make up for."),
    "advice-own-gap-fits": Message("每个成员补上自己的缺口，都没有越过界限：历史最好水平、产能、增长上限、加码幅度。", "Every member can make up its own gap within the lines: its best ever, its capacity, the growth rail, the increase on its targets."),
    "advice-keep-year-fits": Message("{members}独自补不回自己的缺口；全体按剩余形状分摊（{raised}），谁都不超限。", "{members} cannot carry their own gap; spread over all by the remaining shape ({raised}) nobody is over a line."),
    "advice-potential-fits": Message("{members}补不动；按潜力分摊，谁都不超限。", "{members} cannot take more; shared out by potential nobody is over a line."),
    "advice-capped-fits": Message("{members}再加就超限；封顶后余下的由其他成员接住，全年仍能保住。", "{members} would go over a line; what is above it is taken by the others, and the year is kept."),
    "advice-capped-in-part": Message("{members}再加就超限。要补的 {extra} 里只有 {placed} 放得下，还有 {short} 没有着落：下调全年，或者另找来源。", "{members} would go over a line. Of the {extra} to be made up only {placed} can be placed; {short} are left open: lower the year, or find another source."),
    "advice-nothing-fits": Message("没有成员还有余地：{members}的剩余目标已经到顶。按预测下调，少的 {short} 另作决定。", "Nobody has room left: what {members} are asked for is at its limit already. Lower to the forecast, and decide on the {short} that are missing."),
    "note-replan-beyond-already": Message("不加缺口，{members}的剩余目标本来就超过历史最好水平或产能的界限。", "Even without the gap, what is asked of {members} is above the line of its best ever or its capacity."),
    "note-replan-lines": Message(
        "界限：单月不超过最好单月的 {month}；剩余各月合计不超过往年最好同期的 {period}，不超过产能的 {capacity}，加码不超过原目标的 {increase}（performance.replan）。",
        "Lines: a month up to {month} of the best month ever; the remaining months up to {period} of the best same months, up to {capacity} of capacity, and raised by {increase} at most (performance.replan).",
    ),
    "note-replan-rounded": Message("新目标是 {unit} 的整数倍，实际却不是，所以保住全年时与 {year} 相差 {amount}。", "New targets are whole multiples of {unit} and actuals are not, so where the year is kept it comes out {amount} from {year}."),
    "note-replan-potential": Message("潜力按计划里历史以外的驱动因素：{drivers}。", "Potential is what the plan's drivers other than history say: {drivers}."),
    "note-replan-grown": Message("计划里没有历史以外的驱动因素，潜力按今年比上年同期多做的金额。", "The plan has no driver but history, so potential is what each sold more than in the same months of last year."),
    "note-replan-forecast": Message("预测：各成员的剩余目标 × 今年至今的达成率，不高于原目标。", "The forecast is each member's remaining targets at its attainment so far, never above them."),
    "note-replan-others": Message("{amount} 的销售没有归入有目标的成员，计入全年，不计入任何成员的缺口。", "{amount} of sales belong to no member with a target; they count for the year, but for nobody's gap."),
    "note-replan-ahead-keeps": Message("超前的成员目标不动，他们的盈余抵掉一部分缺口（performance.replan.ahead: keep）。", "Members that are ahead keep their targets; their surplus takes off part of the gap (performance.replan.ahead: keep)."),
    "note-replan-write": Message("写成待批的情景：加 --write {name}；批准后用 --scenario {name}，原计划不变。", "To write it as a scenario to approve, add --write {name}; then use --scenario {name}. The plan itself is not changed."),
    "note-replan-detail": Message("下面的变动是“{scenario}”的；另一个情景请单独运行。", "The changes below are those of `{scenario}`; run another scenario by itself."),
    "replan-some": Message("{first}等 {count} 个成员", "{first} and others ({count} in all)"),
    "replan-raised": Message("高 {share}", "{share} up"),
    "replan-lowered": Message("低 {share}", "{share} down"),
    "replan-same": Message("不变", "no change"),
    "replan-over-line": Message("{subject} 的剩余新目标 {amount} 超过界限：{lines}。", "The new remaining target of {subject}, {amount}, is over a line: {lines}.", "换一种办法，或为它增加人手、渠道。", "Take another policy, or give it people or channels."),
    "replan-left-open": Message("全年还有 {amount} 没有着落。", "{amount} of the year's target are left open.", "下调年度目标，或另找来源。", "Lower the annual target, or find another source."),
}

_FILE: dict[str, Message] = {
    "scenario-head": Message("自 {month} 起的重排方案，由 salesplan replan 写出；原计划不变。批准前逐行看过，再提交到 git。", "Targets replanned from {month} on, written by salesplan replan; the plan itself is not changed. Read it line by line before it is committed."),
    "scenario-use": Message("套用：salesplan decompose --scenario {name}", "To use it: salesplan decompose --scenario {name}"),
    "scenario-why": Message("{last} 累计达成 {attainment}，缺口 {gap}", "attainment {attainment} at the end of {last}, gap {gap}"),
}

_HELP: dict[str, Message] = {
    "help-replan": Message("年中重排：缺口怎么补，几种办法并排，写成待批的情景", "Plan the remaining months anew: policies side by side, as a scenario"),
    "about-replan": Message(
        "按最新销售记录算出到上月底的缺口，把几种补法并排：目标不动、各补各的、按剩余形状、按潜力、封顶、下调到预测。每种都给出每个成员每月的新目标（合计分毫不差）、比上年同期的增长、离历史最好水平和产能多远，并说明建议哪一种。过去的月份不动；--write 写成一个情景文件，原计划一个字节也不改。",
        "From the newest sales records: the gap so far, and what each policy would make of the months that remain - leave them, each its own gap, by remaining shape, by potential, capped, lowered to the forecast. Each gives every member's new months (exact sums), growth on last year, how far from the best ever and from capacity, and one is recommended. Past months stay; --write makes a scenario file, the plan itself is not touched.",
    ),
    "examples-replan": Message(
        "salesplan replan --from 2027-07\nsalesplan replan plans/2027 --policy carry --write replan-2027-07\nsalesplan replan --scenario base,保守 -o 重排.xlsx",
        "salesplan replan --from 2027-07\nsalesplan replan plans/2027 --policy carry --write replan-2027-07\nsalesplan replan --scenario base,cautious -o replan.xlsx",
    ),
    "option-replan-from": Message("从哪个月起可以改，如 2027-07；默认记录完整覆盖的最后一个月的下一个月", "First month that may change, such as 2027-07; by default the one after the last that the records cover whole"),
    "option-replan-policy": Message("采用哪种办法：keep-months、carry、keep-year、potential、capped、lower；默认用建议的", "Policy to take: keep-months, carry, keep-year, potential, capped or lower; by default the recommended one"),
    "option-replan-by": Message("按哪个维度重排，默认业务员所属的维度", "Dimension to replan by; by default the one that people belong to"),
    "option-replan-scenario": Message("比较哪些情景，逗号隔开；base 是计划本身", "Scenarios to compare, with commas; base is the plan itself"),
    "option-replan-write": Message("把结果写成这个名字的情景，供审批", "Write the result as a scenario of this name, to be approved"),
    "option-replan-replace": Message("允许覆盖同名的情景文件", "Allow an existing scenario file of that name to be replaced"),
    "option-replan-why": Message("写进情景的理由，如会议和日期", "The reason written into the scenario, such as the meeting and its date"),
    "option-actuals": Message("销售记录文件，代替计划里的 data.sales，可用通配符，可重复", "Sales records instead of the plan's data.sales; wildcards allowed, repeatable"),
    "metavar-names": Message("名称,名称", "NAME,..."),
    "metavar-policy": Message("办法", "POLICY"),
    "metavar-text": Message("文字", "TEXT"),
    "metavar-dimension": Message("维度", "DIMENSION"),
    "replan-year-over": Message("{year} 财年的记录已经到 {last}，没有剩余的月份可以重排", "the records cover the fiscal year {year} to its end ({last}); no months are left to replan", "用 --from 指定一个月份来看当时的情形，或换下一年的计划", "name a month with --from to see how it stood then, or take next year's plan"),
    "replan-months-without-records": Message("从 {month} 重排之前，{missing} 还没有完整的销售记录（记录到 {until}）", "before a replan from {month} the sales records must cover {missing}; they end on {until}", "补上记录，或从 {missing} 重排；如果那段时间确实没有销售，用 --as-of 说明记录到哪天", "add the records, or replan from {missing}; if nothing was sold since, say with --as-of up to which day they are complete"),
    "replan-without-targets": Message("没有目标，无从重排", "there are no targets to replan", "在计划里写 goals.targets，或用 --targets 指定目标表", "write goals.targets in the plan, or name a target list with --targets"),
    "replan-metric-unknown": Message("销售记录里看不出“{metric}”的实际数", "the sales records do not tell the actual {metric}", "把能从销售记录里算出的指标写在 targets 的第一个", "put a target that sales records can tell first in `targets`"),
    "replan-not-split": Message("计划的目标没有按任何维度分解，没有成员可以写进情景", "the plan's targets are not split by anything, so a scenario has no members to name", "在 goals.split 里写上维度（如大区）再重排", "split them in goals.split, by region say, and replan again"),
    "scenario-exists": Message("情景“{name}”已经有了（{file}）", 'there is a scenario "{name}" already ({file})', "换个名字，或加 --replace 覆盖它", "choose another name, or add --replace"),
    "scenario-inside-plan": Message("情景“{name}”写在计划文件里面，不能覆盖", 'the scenario "{name}" stands inside the plan file and cannot be replaced', "换个名字", "choose another name"),
    "scenario-name-unfit": Message("“{name}”不能作情景的名字", '"{name}" cannot be the name of a scenario', "用字母、汉字、数字、短横线，例如 replan-2027-07", "use letters, digits and hyphens, such as replan-2027-07"),
    "write-one-scenario": Message("一次只能从一个情景写出重排方案", "only one scenario at a time can be replanned into a file", "--scenario 只写一个，或不写", "name just one with --scenario, or none"),
}

MESSAGES: dict[str, Message] = {**_REVISIONS, **_TABLES, **_SAID, **_FILE, **_HELP}
"""All sentences of replanning by slug."""
