"""Sentences of the plan language: what can be wrong with a plan, and its remedies."""

from __future__ import annotations

from salesplan.words.messages.entry import Message
from salesplan.words.messages.source import FILES, YAML

_HINTS: dict[str, Message] = {
    "hint-nearest": Message("是不是想写“{name}”？", "Did you mean `{name}`?"),
    "hint-known": Message("可以写的有：{names}。", "Known are: {names}."),
    "hint-none": Message("目前还没有可选的名字。", "There are none to choose from yet."),
}

_KEYS: dict[str, Message] = {
    "unknown-key": Message(
        "这里没有“{name}”这个键。", "There is no key `{name}` here.",
        "{hint}", "{hint}",
    ),
    "key-in-wrong-section": Message(
        "“{key}”属于 {section}，不在最外层。", "`{key}` belongs under {section}, not at the top.",
        "把它挪到 {section}: 下面，缩进一级。", "Move it under {section}:, one level in.",
    ),
    "key-at-wrong-level": Message(
        "“{key}”属于计划的最外层，不在 goals 里。", "`{key}` belongs at the top of the plan, not under goals.",
        "把它移到最外层，顶格写。", "Move it to the top, with no indentation.",
    ),
    "key-missing": Message(
        "这里少了“{key}”。", "`{key}` is missing here.",
        "补上一行“{key}: ……”。", "Add a line “{key}: ...”.",
    ),
    "not-read-yet": Message(
        "这个版本还不读“{key}”，先原样放着。", "This version does not read `{key}` yet; it is left alone.",
    ),
    "file-not-read": Message(
        "{file} 不是计划的章节，没有读。{hint}", "{file} is no chapter of the plan and was not read. {hint}",
    ),
    "more-problems": Message(
        "后面还有 {count} 个问题没有列出来。", "There are {count} more problems after these.",
        "先改好上面的，再运行一次。", "Put these right first, then run again.",
    ),
    "section-expected": Message(
        "“{key}”下面应当是一组“键: 值”。", "`{key}` takes keys with values below it.",
        "每一项另起一行、缩进一级，写成“名字: 值”；或写成 {{名字: 值}}。",
        "Write each as “name: value” on its own line, one level in; or as {{name: value}}.",
    ),
    "list-expected": Message(
        "“{key}”应当是一个列表。", "`{key}` takes a list.",
        "每一项前面写“- ”，或写成 [一, 二]。", "Put “- ” before each entry, or write [one, two].",
    ),
    "list-length": Message(
        "“{key}”应当有 {expected} 项，这里有 {found} 项。", "`{key}` takes {expected} entries; there are {found}.",
        "按顺序写满 {expected} 项。", "Give all {expected}, in order.",
    ),
}  # fmt: skip

_VALUES: dict[str, Message] = {
    "value-missing": Message(
        "“{key}”后面没有值。", "There is no value after `{key}`.",
        "补上值，或删掉这一行。", "Write a value, or delete the line.",
    ),
    "value-expected": Message(
        "“{key}”应当是一个值，这里是一组内容。", "`{key}` takes a single value, and this is a collection.",
        "只写一个值。", "Write one value.",
    ),
    "value-is-a-flag": Message(
        "“{key}”不能是 {text}。", "`{key}` cannot be {text}.",
        "写上真正的值；如果就是这个词，请加引号。", "Write the value; if this very word is meant, put it in quotes.",
    ),
    "value-not-a-flag": Message(
        "“{key}”只能是 true 或 false。", "`{key}` is either true or false.",
        "是就写 true，否就写 false（yes、on、是 都只是文字）。", "Write true or false (yes, on and no are just texts).",
    ),
    "value-not-a-number": Message(
        "“{text}”不是数字。", "`{text}` is not a number.",
        "写成 1200万、1.2亿、12,000 或 120_000_000 的样子。", "Write it like 12m, 1.2 bn, 12,000 or 120_000_000.",
    ),
    "value-unknown-multiple": Message(
        "“{text}”里数字后面的单位不认识。", "The unit after the number in `{text}` is not known.",
        "可以用 元、千、万、百万、千万、亿，或 k、m、bn。", "Use k, m, bn, or 万 and 亿.",
    ),
    "value-digits-grouped": Message(
        "“{text}”的逗号位置不对。", "The commas of `{text}` are in odd places.",
        "每三位（或每四位）一个逗号，或者不写逗号。", "Put a comma after every three digits, or none.",
    ),
    "value-too-large": Message(
        "“{text}”太大了，多半是写错了单位。", "`{text}` is too large; the unit is probably wrong.",
        "检查是不是多写了“万”“亿”或几个 0。", "Look for a unit or some zeros too many.",
    ),
    "value-too-fine": Message(
        "“{text}”比货币的最小单位还细。", "`{text}` is finer than the currency's smallest unit.",
        "最多保留到分（货币的最小单位）。", "Give no more decimals than the currency has.",
    ),
    "value-negative": Message(
        "“{key}”不能是负数（{text}）。", "`{key}` cannot be negative ({text}).",
        "写 0 或正数。", "Write 0 or more.",
    ),
    "value-not-whole": Message(
        "“{key}”应当是整数，这里是 {text}。", "`{key}` is counted in whole numbers, and this is {text}.",
        "写成整数。", "Write a whole number.",
    ),
    "value-not-a-share": Message(
        "“{text}”不是占比。", "`{text}` is not a share.",
        "写成 30% 或 0.3 的样子。", "Write it like 30% or 0.3.",
    ),
    "share-or-percent": Message(
        "“{text}”是 {text}%，还是 {text} 倍？", "Is `{text}` meant as {text}%, or as {text} times?",
        "百分之 {text} 请写 {text}%；占比也可以写成小数，如 0.3。",
        "Write {text}% for percent; a share may also be a decimal such as 0.3.",
    ),
    "share-over-whole": Message(
        "占比 {text} 超过了 100%。", "A share of {text} is more than the whole.",
        "改成 0% 到 100% 之间。", "Write something between 0% and 100%.",
    ),
    "amount-not-a-share": Message(
        "“{key}”是金额，不能写成 {text}。", "`{key}` is an amount and cannot be {text}.",
        "写成 900万 或 9_000_000 的样子。", "Write it like 9m or 9_000_000.",
    ),
    "value-not-a-month": Message(
        "“{text}”不是月份。", "`{text}` is not a month.",
        "写成 2027-03 的样子。", "Write it like 2027-03.",
    ),
    "value-not-a-date": Message(
        "“{text}”不是日期。", "`{text}` is not a date.",
        "写成 2027-03-01 的样子。", "Write it like 2027-03-01.",
    ),
    "no-such-day": Message(
        "没有 {text} 这一天。", "There is no day {text}.",
        "检查月份和日子。", "Check the month and the day.",
    ),
    "value-not-a-duration": Message(
        "“{text}”不是时长。", "`{text}` is not a length of time.",
        "写成 2h、30d 或 45 days 的样子。", "Write it like 2h, 30d or 45 days.",
    ),
    "value-not-a-rate": Message(
        "“{text}”不是汇率。", "`{text}` is no exchange rate.",
        "写一个单位的外币折合多少计划货币，如 USD: 7.10。", "Write what one unit of the other currency is worth, such as USD: 7.10.",
    ),
    "value-not-a-year": Message(
        "“{text}”不是年份。", "`{text}` is not a year.",
        "写成四位数，如 2027。", "Write four digits, such as 2027.",
    ),
    "value-not-a-currency": Message(
        "“{text}”不是货币代码。", "`{text}` is not the code of a currency.",
        "用三个大写字母，人民币是 CNY，美元是 USD。", "Use three capital letters, such as USD, EUR, or CNY for renminbi.",
    ),
    "value-not-a-country": Message(
        "“{text}”不是国家代码。", "`{text}` is not the code of a country.",
        "用两个大写字母，中国是 CN。", "Use two capital letters, such as CN or US.",
    ),
    "plan-version-unknown": Message(
        "这份计划写着语言版本 {text}，这个程序只认识版本 1。", "This plan is written in version {text} of the language; this program knows version 1.",
        "写 salesplan: 1；如果计划来自新版本，请升级程序。", "Write salesplan: 1; if the plan comes from a newer release, upgrade the program.",
    ),
    "not-one-of": Message(
        "“{key}”不能是“{text}”。", "`{key}` cannot be `{text}`.",
        "{hint}", "{hint}",
    ),
    "value-not-understood": Message(
        "“{key}”的值看不懂（{detail}）。", "The value of `{key}` is not understood ({detail}).",
        "照 salesplan schema 里的说明写。", "Write it as `salesplan schema` says.",
    ),
}  # fmt: skip

_HEAD: dict[str, Message] = {
    "starts-far-from-year": Message(
        "财年 {year} 从 {starts} 开始，隔得太远。", "The fiscal year {year} begins in {starts}, too far away.",
        "starts 应当落在 {year} 年或上一年。", "`starts` lies in {year} or the year before.",
    ),
    "smallest-is-nothing": Message(
        "smallest 不能是 0。", "`smallest` cannot be 0.",
        "写目标取整到多少元，例如 100。", "Write what targets are rounded to, such as 100.",
    ),
    "person-id-twice": Message(
        "工号 {id} 已经在第 {line} 行用过。", "The id {id} is used in line {line} already.",
        "每人一个工号；同一个人只写一行。", "Give everyone an id of their own; list each person once.",
    ),
    "person-name-twice": Message(
        "第 {line} 行已经有一个“{name}”，没有工号分不清。", "Line {line} has a `{name}` already, and without ids they cannot be told apart.",
        "给这几个人都写上 id。", "Give each of them an id.",
    ),
    "left-before-joined": Message(
        "{name} 的离职日期 {left} 早于入职日期 {joined}。", "{name} leaves on {left}, before joining on {joined}.",
        "检查两个日期。", "Check the two dates.",
    ),
    "unknown-member": Message(
        "{dimension} 里没有“{name}”。", "There is no `{name}` in {dimension}.",
        "{hint}", "{hint}",
    ),
    "unknown-person": Message(
        "team 里没有“{name}”。", "There is no `{name}` in the team.",
        "{hint}", "{hint}",
    ),
}  # fmt: skip

_GOALS: dict[str, Message] = {
    "targets-missing": Message(
        "targets 下面还没有目标。", "There is no target under `targets`.",
        "至少写一个，例如 revenue: 7.5亿。", "Write at least one, such as revenue: 750m.",
    ),
    "target-not-a-multiple": Message(
        "目标不是 smallest（{smallest} {currency}）的整数倍。", "The target is no whole multiple of `smallest` ({smallest} {currency}).",
        "把目标取整，或把 smallest 改小。", "Round the target, or make `smallest` smaller.",
    ),
    "hold-not-a-multiple": Message(
        "锁定的金额不是 smallest（{smallest} {currency}）的整数倍。", "The held amount is no whole multiple of `smallest` ({smallest} {currency}).",
        "把金额取整，或把 smallest 改小。", "Round the amount, or make `smallest` smaller.",
    ),
    "dimension-misspelt": Message(
        "“{name}”像是“{usual}”写错了。", "`{name}` looks like `{usual}` misspelt.",
        "改成 {usual}；如果真是自己的维度，用 column 写明它在记录里的表头。",
        "Write {usual}; if it is a dimension of your own, name its heading in the records under `column`.",
    ),
    "metric-missing": Message(
        "split 下面先写指标，再写“{key}”。", "Under `split` a metric comes first, and `{key}` below it.",
        "加一行 revenue:，把这些维度缩进到它下面。", "Add a line revenue:, and indent the dimensions below it.",
    ),
    "split-without-target": Message(
        "“{name}”没有目标，分不了。", "`{name}` has no target that could be split.",
        "先在 targets 里写上它的目标，或删掉这一段。{hint}", "Give it a target first, or delete this section. {hint}",
    ),
    "metric-without-target": Message(
        "“{name}”没有目标，锁定不了。", "`{name}` has no target that could be held.",
        "先在 targets 里写上它的目标，或换一个指标。{hint}", "Give it a target first, or choose another metric. {hint}",
    ),
    "weights-missing": Message(
        "{dimension} 的成员写了 {drivers}，可是没有 weights。", "The members of {dimension} have {drivers}, but there are no weights.",
        "加一行 weights，写明各占多少，例如 weights: {{market: 60%, history: 40%}}。",
        "Add a line of weights that says how much each counts, such as weights: {{market: 60%, history: 40%}}.",
    ),
    "weights-are-nothing": Message(
        "{dimension} 的权重加起来是 0。", "The weights of {dimension} add up to nothing.",
        "至少给一个驱动因素大于 0 的权重。", "Give at least one driver a weight above 0.",
    ),
    "weight-without-values": Message(
        "{dimension} 用“{name}”算占比，可是没有一个成员写了它的值。", "{dimension} is shared out by `{name}`, but no member has a value of it.",
        "在 members 下给成员写上这个值，或删掉这项权重。{hint}", "Give the members a value under `members`, or delete the weight. {hint}",
    ),
    "driver-without-weight": Message(
        "成员写了“{name}”，可是 weights 里没有它。", "A member has `{name}`, but `weights` does not name it.",
        "在 weights 里给它权重，或删掉这个值。{hint}", "Give it a weight, or delete the value. {hint}",
    ),
    "member-without-values": Message(
        "“{member}”没有任何驱动因素的值，算不出它的份额。", "`{member}` has no value of any driver, so its share cannot be found.",
        "写上 {drivers} 中的一个，或用 share 直接给它占比。", "Give it one of {drivers}, or state its `share`.",
    ),
    "shares-over-whole": Message(
        "{dimension} 里写明的占比加起来是 {sum}，超过了 100%。", "The shares stated in {dimension} add up to {sum}, more than the whole.",
        "调低其中几个，或删掉几个让它们按驱动因素分。", "Lower some of them, or delete some and let drivers decide.",
    ),
    "shares-fall-short": Message(
        "{dimension} 的每个成员都写明了占比，加起来只有 {sum}。", "Every member of {dimension} has a stated share, and they add up to {sum} only.",
        "凑足 100%，或删掉一个成员的 share，让它拿剩下的。", "Make them 100%, or delete one member's `share` so that it gets the rest.",
    ),
    "shares-do-not-add-up": Message(
        "“{key}”加起来是 {sum}，与 100% 差 {off}。", "`{key}` add up to {sum}, off by {off}.",
        "改到正好 100%。", "Make them exactly 100%.",
    ),
    "shares-and-quarters": Message(
        "shares 和 quarters 只能写一个。", "Only one of `shares` and `quarters` can be given.",
        "按月给占比就留 shares，按季度给就留 quarters。", "Keep `shares` for months, or `quarters` for quarters.",
    ),
    "within-unknown-dimension": Message(
        "人员要分在“{name}”里，可是它没有分解。", "People are to be split within `{name}`, but that is not split itself.",
        "within 写一个同一指标下已分解的维度。{hint}", "Name a dimension that the same metric is split by. {hint}",
    ),
    "floor-above-cap": Message(
        "下限高于上限。", "The floor is above the cap.",
        "把 at_least 改到不超过 at_most。", "Make `at_least` no larger than `at_most`.",
    ),
    "hold-says-nothing": Message(
        "这一条没有写锁定成多少。", "This hold does not say what is held.",
        "写上 equals、at_least 或 at_most。", "Give `equals`, `at_least` or `at_most`.",
    ),
    "hold-says-two-things": Message(
        "写了 equals，就不能再写“{key}”。", "With `equals` there can be no `{key}`.",
        "要一个准数就留 equals，要一个范围就留 at_least 和 at_most。",
        "Keep `equals` for a figure, or `at_least` and `at_most` for a range.",
    ),
    "hold-without-slice": Message(
        "这一条没有写锁定的是谁。", "This hold does not say whose figure is held.",
        "写上维度和成员，例如 region: 西部，或 month: Q1。", "Name a dimension and a member, such as region: West, or month: Q1.",
    ),
    "unknown-dimension": Message(
        "这个指标没有按“{name}”分解。", "This metric is not split by `{name}`.",
        "{hint}", "{hint}",
    ),
    "person-not-held": Message(
        "锁定不能写到个人：个人目标从所在大区分下来。", "People cannot be held: their quotas follow from their region's target.",
        "锁定他所在的大区，或在 person 的 members 里用 share 给他占比。",
        "Hold the region, or state the person's `share` under the split by person.",
    ),
    "period-outside-year": Message(
        "{text} 不在这个财年里（{first} 到 {last}）。", "{text} is not in this fiscal year ({first} to {last}).",
        "写这个财年的月份或季度，例如 {first} 或 Q1。", "Name a month or quarter of this year, such as {first} or Q1.",
    ),
    "not-a-period": Message(
        "“{text}”不是月份或季度。", "`{text}` is neither a month nor a quarter.",
        "写成 {first}、Q1 的样子，范围是 {first} 到 {last}。", "Write it like {first} or Q1, from {first} to {last}.",
    ),
    "holds-contradict": Message(
        "这一条和第 {line} 行锁定的是同一块，两个数对不上。", "This holds the same slice as line {line}, and no figure can meet both.",
        "留下其中一条。", "Keep one of the two.",
    ),
    "commitment-of-two": Message(
        "“{name}”同时出现在 {dimensions} 里，不知道是谁的承诺。", "`{name}` is in {dimensions}, so it is not clear whose commitment this is.",
        "让成员的名字互不相同。", "Give the members names of their own.",
    ),
    "commitment-of-nobody": Message(
        "没有叫“{name}”的成员。", "There is no member called `{name}`.",
        "{hint}", "{hint}",
    ),
    "revision-not-later": Message(
        "这次修订从 {month} 起，不晚于前一次（{before}）。", "This revision begins in {month}, no later than the one before ({before}).",
        "按时间先后写，后一次的 from 要更晚。", "List revisions in order; each begins later than the one before.",
    ),
    "revision-row-length": Message(
        "“{name}”写了 {found} 个数，{first} 到 {last} 应当有 {expected} 个。", "`{name}` has {found} figures; {first} to {last} takes {expected}.",
        "每个月写一个数。", "Write one figure a month.",
    ),
    "revision-not-a-multiple": Message(
        "新目标不是 smallest（{smallest} {currency}）的整数倍。", "The new target is no whole multiple of `smallest` ({smallest} {currency}).",
        "把金额取整，或把 smallest 改小。", "Round the amount, or make `smallest` smaller.",
    ),
    "history-is-nothing": Message(
        "历史窗口不能是 0 个月。", "History cannot be 0 months long.",
        "写看多少个月，例如 12。", "Write how many months count, such as 12.",
    ),
}  # fmt: skip

_SETS: dict[str, Message] = {
    "set-path-unknown": Message(
        "计划里没有“{path}”这个位置。", "There is nothing at `{path}` in the plan.",
        "从最外层写起，用点隔开，例如 goals.targets.revenue=8亿。{hint}",
        "Write it from the top with dots, such as goals.targets.revenue=800m. {hint}",
    ),
    "set-path-ambiguous": Message(
        "“{path}”有 {count} 个可能的位置：{candidates}。", "`{path}` may be {count} places: {candidates}.",
        "写得长一些，让它只对上一个。", "Write more of the path, so that only one is meant.",
    ),
}  # fmt: skip

_CHECK: dict[str, Message] = {
    "check-sound": Message("没有问题：{name}", "No problems: {name}"),
    "check-head": Message("{year} 财年（{first} 到 {last}），货币 {currency}，按 {unit} 显示", "Fiscal year {year} ({first} to {last}), money in {currency}, shown in units of {unit}"),
    "check-people": Message("人员：{count} 人", "People: {count}"),
    "check-people-open": Message("人员：{count} 个岗位，其中 {open} 个待招", "People: {count} positions, {open} of them open"),
    "check-no-goals": Message("还没有目标（goals）", "No goals yet"),
    "check-targets": Message("目标：{targets}", "Targets: {targets}"),
    "check-target": Message("{metric} {amount}", "{metric} {amount}"),
    "check-split": Message("{metric}分到：{ways}", "{metric} split by: {ways}"),
    "check-by": Message("{dimension}", "{dimension}"),
    "check-by-members": Message("{dimension}（写明 {count} 个）", "{dimension} ({count} named)"),
    "check-by-person": Message("{dimension}（在{within}之内）", "{dimension} (within {within})"),
    "check-holds": Message("锁定：{count} 条", "Holds: {count}"),
    "check-never": Message("不分目标的组合：{count} 条", "Combinations that get nothing: {count}"),
    "check-commitments": Message("承诺：{count} 个，其中 {silent} 个还没报", "Commitments: {count}, {silent} not answered yet"),
    "option-check-format": Message("结果的格式：terminal 或 json", "Form of the result: terminal or json"),
    "option-check-strict": Message("有没读的章节等提示时，以退出码 4 结束", "Exit with 4 when there are notices, such as chapters left alone"),
}  # fmt: skip

_INIT: dict[str, Message] = {
    "option-init-path": Message(
        "新计划的文件夹，或一个 .yaml 文件；默认当前文件夹的 plan.yaml", "The new plan's folder, or a .yaml file; by default plan.yaml here",
    ),
    "option-init-folder": Message("写成一个文件夹：plan.yaml、goals.yaml 和情景", "Write a folder: plan.yaml, goals.yaml and scenarios"),
    "option-init-one-file": Message("写成一个文件", "Write a single file"),
    "option-init-force": Message("已有的同名文件也换掉", "Replace files that are there"),
    "init-file-there": Message(
        "这个文件已经有了，没有动它。", "This file is there already and was left as it is.",
        "换一个位置，或加上 --force 把它换掉。", "Choose another place, or add --force to replace it.",
    ),
    "init-both-forms": Message("--folder 和 --one-file 只能选一个", "--folder and --one-file exclude each other"),
    "init-file-named": Message("{file} 是一个文件名，不能写成文件夹", "{file} names a file, so no folder can be written there"),
    "init-written": Message("已写入：{files}", "Written: {files}"),
    "init-next": Message(
        "接下来：改好以后运行\n  salesplan check {plan}\n  salesplan decompose {plan}",
        "Next: make it yours, then run\n  salesplan check {plan}\n  salesplan decompose {plan}",
    ),
    "option-schema-output": Message("写入文件；默认输出到屏幕", "Write to a file; to standard output by default"),
    "option-schema-chapter": Message("只要一章的（goals），给单独的章节文件用", "Of one chapter (goals), for a file of its own"),
}  # fmt: skip

MESSAGES: dict[str, Message] = {**_CHECK, **_INIT, **FILES, **YAML, **_HINTS, **_KEYS, **_VALUES, **_HEAD, **_GOALS, **_SETS}
