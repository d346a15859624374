"""Sentences of the command line: help pages, usage errors, what became of the outputs."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_HEADINGS: dict[str, Message] = {
    "heading-usage": Message("用法", "Usage"),
    "heading-arguments": Message("参数", "Arguments"),
    "heading-options": Message("选项", "Options"),
    "heading-examples": Message("示例", "Examples"),
    "panel-plan": Message("计划", "Plan"),
    "panel-goals": Message("目标", "Goals"),
    "panel-market": Message("市场", "Market"),
    "panel-customers": Message("客户", "Customers"),
    "panel-execution": Message("执行", "Execution"),
    "panel-growth": Message("成长", "Growth"),
    "panel-performance": Message("绩效", "Performance"),
    "metavar-command": Message("命令", "COMMAND"),
    "metavar-options": Message("选项", "OPTIONS"),
    "metavar-plan": Message("计划", "PLAN"),
    "metavar-form": Message("格式", "FORM"),
    "metavar-file": Message("文件", "FILE"),
    "metavar-folder|file": Message("文件夹|文件", "FOLDER|FILE"),
    "metavar-date": Message("日期", "DATE"),
    "metavar-name": Message("名称", "NAME"),
    "metavar-unit": Message("单位", "UNIT"),
    "metavar-path=value": Message("路径=值", "PATH=VALUE"),
    "metavar-slice": Message("维度=成员", "DIMENSION=MEMBER"),
    "metavar-dimensions": Message("维度,维度", "DIMENSION,..."),
}

_FRONT: dict[str, Message] = {
    "front-title": Message(
        "销售计划写成代码：目标层层分解、合计分毫不差，每个数都说得清来历。",
        "A sales plan as source code: targets split so that every sum is exact, and every number explained.",
    ),
    "front-more": Message("“salesplan 命令 --help”给出一条命令的全部选项。", '"salesplan COMMAND --help" lists the options of a command.'),
    "front-examples": Message(
        "salesplan init plans/2027 --lang zh\nsalesplan check plans/2027\nsalesplan decompose plans/2027 -o 目标分解.xlsx",
        "salesplan init plans/2027 --lang en\nsalesplan check plans/2027\nsalesplan decompose plans/2027 -o targets.xlsx",
    ),
    "help-init": Message("写出一份带注释、改改就能用的计划", "Write a commented plan to start from"),
    "help-check": Message("一次列出计划里的全部问题，精确到行列", "List everything wrong with a plan, by line and column"),
    "help-schema": Message("给出计划的 JSON Schema，供编辑器补全和检查", "Print the JSON Schema of plans, for editors"),
    "help-explain": Message("说清一个数是怎样从年度目标一步步得来的", "Show the way from the annual target to any number"),
    "help-decompose": Message("把年度目标分解到大区、产品线、人和月份", "Split the annual target by region, product, person, month"),
    "about-init": Message(
        "计划是一个文件夹（或一个 YAML 文件），每个字段旁都有说明，写出来就能通过 check。不会覆盖已有文件。",
        "A plan is a folder (or one YAML file) with a comment beside each field; it passes check as written. Existing files are never overwritten.",
    ),
    "about-check": Message(
        "把计划里写错的地方一次列全：文件、行、列、原文、错在哪里、怎么改。没有问题退出码为 0，有问题为 3。",
        "Everything that is wrong with a plan at once: file, line, column, the line itself, what is wrong and what to do. Exit code 0 when all is well, 3 when not.",
    ),
    "about-schema": Message(
        "编辑器（VS Code 的 YAML 插件、JetBrains）按它补全字段、标出错误。",
        "Editors (the YAML extension of VS Code, JetBrains) complete and check plans with it.",
    ),
    "about-explain": Message(
        "按“维度=成员”指定要看的数。依次列出均分、驱动因素、历史结构、增长护栏、锁定值和取整各移动了多少，各步之和正好等于这个数；权重和数值注明文件与行号。",
        "Name the number by DIMENSION=MEMBER. Each step (even split, drivers, pattern, growth rail, holds, rounding) says how much it moved; the steps add up to the number exactly. Weights and values come with file and line.",
    ),
    "about-decompose": Message(
        "按计划里的权重、锁定值和历史销售把目标分到每个格子，再分到人；大区、产品线、月份和每条锁定值的合计同时精确相等，最后一行给出核对结果。",
        "Spreads the targets over all combinations, then over people, by the plan's weights, holds and sales history; totals of regions, products, months and holds are all exact at once, as the proof line shows.",
    ),
    "examples-init": Message("salesplan init plans/2027 --lang zh\nsalesplan init 计划.yaml", "salesplan init plans/2027 --lang en\nsalesplan init plan.yaml"),
    "examples-check": Message("salesplan check plans/2027\nsalesplan check plans/2027 -f json", "salesplan check plans/2027\nsalesplan check plans/2027 -f json"),
    "examples-schema": Message("salesplan schema > plan.schema.json", "salesplan schema > plan.schema.json"),
    "examples-explain": Message(
        "salesplan explain region=华东 month=2027-03\nsalesplan explain person=张伟",
        "salesplan explain region=East month=2027-03\nsalesplan explain person=E1001",
    ),
    "examples-decompose": Message(
        "salesplan decompose plans/2027 --by region,month\nsalesplan decompose -o 目标分解.xlsx -o 目标分解.html\nsalesplan decompose --set goals.targets.revenue=8亿",
        "salesplan decompose plans/2027 --by region,month\nsalesplan decompose -o targets.xlsx -o targets.html\nsalesplan decompose --set goals.targets.revenue=80m",
    ),
}

_OPTIONS: dict[str, Message] = {
    "option-plan": Message(
        "计划文件夹或文件；不写则从当前文件夹向上找，像 git 一样",
        "Folder or file of the plan; without it, it is looked for upward from here, as git does",
    ),
    "option-check-plan": Message(
        "计划文件夹或文件，可以有几个；不写则从当前文件夹向上找",
        "Folder or file of a plan, one or more; without it, the plan is looked for upward from here",
    ),
    "option-format": Message("屏幕（标准输出）上的格式：terminal、json、csv 或 md", "Form of standard output: terminal, json, csv or md"),
    "option-output": Message(
        "另写成文件，格式看后缀：xlsx、html、json、csv、md；可重复",
        "Write a file as well, its form by the suffix: xlsx, html, json, csv, md; may be repeated",
    ),
    "option-as-of": Message("截止日期，如 2027-03-31；默认今天", "As-of date, such as 2027-03-31; today by default"),
    "option-lang": Message("语言；默认用计划的 language，再看系统", "Language; by default the plan's, then the system's"),
    "option-scenario": Message("套用 scenarios/ 下的一个情景", "Overlay a scenario of scenarios/"),
    "option-set": Message("不改文件，试改计划里的一个值；可重复", "Try another value without editing the plan; may be repeated"),
    "option-unit": Message("金额的显示单位：元、千元、万元、百万元、亿元", "Unit that money is shown in, such as 1, thousand, million or 万元"),
    "option-table": Message("只输出一张表（csv 一次只能有一张表）", "Only one table (a csv file holds just one)"),
    "option-strict": Message("有预警时以退出码 4 结束", "Exit with 4 when an alert was crossed"),
    "option-quiet": Message("写文件时不在屏幕上显示结果", "Show nothing on the screen when files are written"),
    "option-help": Message("显示本页", "Show this page"),
    "option-version": Message("显示版本", "Show the version"),
    "option-default": Message("（默认 {value}）", " (default {value})"),
    "option-required": Message("（必填）", " (required)"),
}

_USAGE: dict[str, Message] = {
    "usage-guess": Message("，是不是 {guess}？", "; did you mean {guess}?"),
    "usage-command": Message("没有“{value}”这条命令", 'there is no command "{value}"', "全部命令见 salesplan --help", "see salesplan --help for all commands"),
    "usage-option": Message("没有“{value}”这个选项", 'there is no option "{value}"'),
    "usage-option-value": Message("{option} 后面少了一个值", "{option} needs a value after it"),
    "usage-option-flag": Message("{option} 后面不带值", "{option} takes no value"),
    "usage-missing": Message("少了{option}", "{option} is missing"),
    "usage-extra": Message("多了“{value}”", '"{value}" is one too many'),
    "usage-choice": Message("{option} 不接受“{value}”", '{option} does not take "{value}"', "可选：{known}", "it takes one of: {known}"),
    "usage-value": Message("“{value}”不能用于 {option}", '"{value}" cannot be used for {option}'),
    "usage-date": Message(
        "{option} 的“{value}”不是日期", '"{value}" of {option} is not a date', "请写成 2027-03-31 的样子", "write it like 2027-03-31"
    ),
    "usage-set": Message(
        "--set 的“{value}”里没有“路径=值”", '"{value}" of --set is not PATH=VALUE',
        "请写成 goals.targets.revenue=8亿 的样子", "write it like goals.targets.revenue=80m",
    ),
    "usage-suffix": Message(
        "不知道“{file}”该写成什么格式", 'the form of "{file}" is not known',
        "后缀请用其中之一：{known}", "end its name in one of: {known}",
    ),
    "usage-file": Message("用不了“{file}”：{reason}", 'cannot use "{file}": {reason}'),
    "usage-same-output": Message("“{file}”写了两次", '"{file}" is named twice as an output'),
    "usage-see": Message("用法见 salesplan {command} --help", "see salesplan {command} --help"),
}

_OUTCOME: dict[str, Message] = {
    "busy-reading": Message("正在读取文件", "reading files"),
    "busy-writing": Message("正在写出报告", "writing the report"),
    "written": Message("已写入 {file}", "wrote {file}"),
    "stdout-lost": Message("结果没能写到标准输出：{reason}", "the answer could not be written to standard output: {reason}"),
    "bug": Message(
        "salesplan 自己出了差错（{what}），不是您的输入有错",
        "something went wrong inside salesplan ({what}), not in your input",
        "请把这一行连同命令报告给我们；设 SALESPLAN_DEBUG=1 再运行可看到细节",
        "please report this line with the command; run it again with SALESPLAN_DEBUG=1 for details",
    ),
    "out-of-memory": Message("内存不够，算不下去", "there is not enough memory to go on", "请减少一次读入的文件或格子", "read fewer files or cells at a time"),
}

_INSPECT = {
    "help-inspect": Message("看看导出文件读成了什么：有效行、未计入的行、日期、栏目", "Show how exports are read: rows kept and left out, dates, columns"),
    "about-inspect": Message(
        "逐个读取导出文件，不需要计划，也不改动文件：销售、应收、收款、客户、商机、跟进、工单、问卷、目标、培训、预算，按内容认出是哪一种。一行一个文件，未计入的行说明原因和金额；读不了的文件说明原因，退出码为 3。",
        "Reads exports one by one, without a plan and without changing them: sales, receivables, receipts, customers, opportunities, visits, tickets, surveys, targets, training, budgets, told apart by their content. One line a file, rows left out with reason and amount; files that cannot be used are told with the reason, exit code 3.",
    ),
    "examples-inspect": Message("salesplan inspect exports/*\nsalesplan inspect 金蝶*.xlsx -v\nsalesplan inspect 台账.xlsx --save-map maps/台账.yaml", "salesplan inspect exports/*\nsalesplan inspect sales_2026.csv -v\nsalesplan inspect ledger.xlsx --save-map maps/ledger.yaml"),
    "option-inspect-files": Message("导出文件，可写多个，可用通配符", "Exports; several allowed, wildcards too"),
    "option-verbose": Message("再列出每个表头读作什么", "Also list what every header was read as"),
    "password-not-there": Message("环境变量 {name} 没有设置，或者是空的。", "The environment variable {name} is not set, or empty."),
    "option-password-env": Message("打开有密码的工作簿时，密码所在的环境变量的名字", "Name of the environment variable that holds the password of locked workbooks"),
    "option-no-cache": Message("不用缓存：重新读取每个文件，也不保存读取结果", "Use no cache: read every file anew and keep nothing of it"),
    "help-cache": Message("查看或清空读过的文件的缓存", "Show or clear what is kept of files that were read"),
    "about-cache": Message("文件内容、程序和计划里的读法都没变时，再次读取直接用缓存，不必重新解析。缓存在本机的用户缓存文件夹，只有本人能打开，里面有导出文件的内容；超过 512 MB 时先删最久没用的。环境变量 SALESPLAN_CACHE_DIR 可以另定位置；读取数据的命令加 --no-cache 就不用缓存。", "A file that was read before is not parsed again as long as its content, the program and what the plan says of reading stay the same. What is kept holds the content of exports; it lies in the user's own cache folder, open to nobody else, and what was not used for longest goes first above 512 MB. SALESPLAN_CACHE_DIR names another folder; commands that read records take --no-cache."),
    "examples-cache": Message("salesplan cache\nsalesplan cache clear", "salesplan cache\nsalesplan cache clear"),
    "option-cache-action": Message("show 显示占用，clear 清空", "Say how much there is (show), or drop it (clear)"),
    "cache-holds": Message("缓存有 {count} 项，共 {size} MB（上限 {limit} MB），在 {folder}。", "The cache holds {count} entries, {size} MB of at most {limit} MB, in {folder}."),
    "cache-cleared": Message("已清空缓存：{count} 项，共 {size} MB。", "The cache is cleared: {count} entries, {size} MB."),
    "inspect-nothing": Message("没有说明要看哪个文件。", "It is not said which files to look at.", "写上文件名，如 exports/*。", "Name files, such as exports/*."),
    "title-inspect": Message("导出文件：读懂 {count} 个", "Exports: {count} read"),
    "title-columns": Message("栏目", "Columns"),
}

MESSAGES: dict[str, Message] = {**_HEADINGS, **_FRONT, **_OPTIONS, **_USAGE, **_OUTCOME, **_INSPECT}
