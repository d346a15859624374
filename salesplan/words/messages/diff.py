"""Sentences of comparing two plans: what was written anew, who gained, who lost and why."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
    "title-diff": Message("{before} → {after}：{metric} {old} → {new}", "{before} → {after}: {metric} {old} → {new}"),
    "title-diff-keys-only": Message("{before} → {after}：计划的改动", "{before} → {after}: what was changed"),
    "title-diff-keys": Message("计划里改了什么", "What was changed in the plan"),
    "title-diff-totals": Message("目标合计", "Targets in all"),
    "title-diff-steps": Message("为什么变：每处改动带来的变动（按{dimension}）", "Why: what each change moved, by {dimension}"),
    "title-diff-by": Message("谁多了、谁少了：按{dimension}", "Who gained, who lost: by {dimension}"),
    "sheet-diff": Message("对比", "Comparison"),
    "diff-before": Message("之前", "Before"),
    "diff-after": Message("之后", "After"),
    "diff-moved": Message("变动", "Change"),
    "diff-step": Message("改动", "What was changed"),
    "diff-records": Message("销售记录不同", "other sales records"),
    "note-diff-total": Message("{metric}：{old} → {new}，{change}（{share}）。", "{metric}: {old} → {new}, {change} ({share})."),
    "note-diff-same": Message("{metric}：{old}，合计没有变。", "{metric}: {old}, the total is the same."),
    "note-diff-gained": Message("{dimension}：多了 {gained}；少了 {lost}。", "{dimension}: gained {gained}; lost {lost}."),
    "note-diff-gained-only": Message("{dimension}：多了 {gained}；没有减少的。", "{dimension}: gained {gained}; nobody lost."),
    "note-diff-lost-only": Message("{dimension}：少了 {lost}；没有增加的。", "{dimension}: lost {lost}; nobody gained."),
    "note-diff-unmoved": Message("{dimension}：没有变动。", "{dimension}: nothing moved."),
    "note-diff-equal": Message("两份计划说的完全一样。", "Both plans say the same."),
    "note-diff-without-effect": Message("这些改动没有移动任何目标：{keys}。", "These changes moved no target: {keys}."),
    "note-diff-together": Message("合起来才成立的改动算作一处，如几个相加为 100% 的权重；先后按计划里的顺序，后一处是在前面各处之后的变动。", "Changes that only make sense together, such as weights that add up, count as one; they are made in the order of the plan, each on top of those before it."),
    "note-diff-records": Message("两边用同一批销售记录：今天计划文件夹里的。", "Both sides use the same sales records: those in the plan's folder today."),
    "note-diff-years": Message("两份计划的财年不同，月份按先后相比，原因不逐处分解。", "The plans are for different years: months are compared by their order, and causes are not told apart."),
    "note-diff-lists": Message("目标取自清单（data.targets）：清单里的目标没有逐行比较，下面只是计划自己写的；各清单下的目标用 review --scenario 看。", "Targets come from a list (data.targets): the lists are not compared line by line, only what the plan itself says; see each list's targets with review --scenario."),
    "note-diff-no-targets": Message("至少有一份计划没有 goals.targets，只比较写了什么。", "At least one of the plans has no goals.targets, so only what is written is compared."),
    "note-diff-against": Message("“计划值”是 {name} 的目标，变动是与它相比；为什么变见 salesplan diff {name}。", "The column of the plan's own targets is {name}, and changes are against it; for the causes see salesplan diff {name}."),
    "diff-signed": Message("{member} {change}", "{member} {change}"),
    "help-diff": Message("两份计划、两个版本或一个情景相差在哪：谁多、谁少、为什么", "Compare plans, revisions or scenarios: who gained, who lost, why"),
    "about-diff": Message(
        "从之前到之后：哪些键改了（文件和行号），各大区、业务员、月份的目标从多少到多少，每处改动各带来多少，合计分毫不差。之前和之后可以是计划的文件夹或文件、git 版本（HEAD~1 或 HEAD~1:plans/2027）、情景的名字；不写之后就是眼前的计划。",
        "From before to after: the keys that were changed (file and line), every region's, person's and month's target before and after, and how much each change moved, exact to the cent. Before and after are plan folders or files, git revisions (HEAD~1, or HEAD~1:plans/2027) or scenarios; without an after it is the plan as it stands.",
    ),
    "examples-diff": Message(
        "salesplan diff HEAD~1\nsalesplan diff HEAD~1:plans/2027 plans/2027 --by region,person\nsalesplan diff plans/2027 replan-2027-07 -o 变动.xlsx",
        "salesplan diff HEAD~1\nsalesplan diff HEAD~1:plans/2027 plans/2027 --by region,person\nsalesplan diff plans/2027 replan-2027-07 -o changes.xlsx",
    ),
    "option-diff-before": Message("之前的：计划、git 版本或情景", "The plan before: a path, a git revision or a scenario"),
    "option-diff-after": Message("之后的；默认眼前的计划", "The plan after; by default the plan as it stands"),
    "option-diff-by": Message("按哪些维度看，逗号隔开；默认全部", "Dimensions to look at, with commas; by default all"),
    "option-diff": Message("与 git 版本、情景或另一份计划相比，如 HEAD~1", "Compare with a git revision, a scenario or another plan, such as HEAD~1"),
    "diff-plan-not-found": Message("“{value}”不是计划、情景，也不是 git 版本", '"{value}" is no plan, no scenario and no git revision', "写计划的路径、git 版本（如 HEAD~1:plans/2027）或情景的名字", "give the path of a plan, a git revision such as HEAD~1:plans/2027, or a scenario's name"),
    "diff-plan-not-in-git": Message("“{value}”里没有 {file}", '"{value}" has no {file}', "换一个已经提交了这份计划的版本", "name a revision in which the plan was committed"),
}
"""All sentences of comparing plans by slug."""
