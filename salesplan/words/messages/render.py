"""Sentences of renderers: words that every report needs, and what can be wrong with an output file."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
    "as-written": Message("{text}", "{text}"),
    "report-unit": Message("单位：{unit}", "Unit: {unit}"),
    "report-basis": Message("口径：{basis}", "Basis: {basis}"),
    "report-as-of": Message("截止：{date}", "As of {date}"),
    "report-alerts": Message("预警（{count}）", "Alerts ({count})"),
    "report-alerts-sheet": Message("预警", "Alerts"),
    "report-notes": Message("说明", "Notes"),
    "report-contents": Message("目录", "Contents"),
    "report-inputs": Message("数据来源", "Inputs"),
    "report-file": Message("文件", "File"),
    "report-rows": Message("行数", "Rows"),
    "report-sha256": Message("SHA-256", "SHA-256"),
    "report-plan": Message("计划：{name}", "Plan: {name}"),
    "report-plan-version": Message("版本：{commit}", "Version: {commit}"),
    "report-year": Message("年度：{year}", "Year: {year}"),
    "report-sheet": Message("工作表", "Sheet"),
    "report-what-it-holds": Message("内容", "What it holds"),
    "report-to-contents": Message("« 目录", "« Contents"),
    "report-chart-data": Message("图表数据", "Chart data"),
    "report-note-mark": Message("注：{text}", "Note: {text}"),
    "report-marks": Message("标记：✓ 好，! 留意，✗ 差", "Marks: ✓ good, ! watch, ✗ bad"),
    "report-page": Message("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "report-chart-alt": Message("{title}。数据见表“{table}”。", "{title}. The figures stand in the table “{table}”."),
    "report-table": Message("表", "Table"),
    "report-more-rows": Message(
        "另有 {count} 行未列出；加 -o 文件.xlsx 可看全部。", "{count} more rows are not shown; -o FILE.xlsx has them all."
    ),
    "report-more-tables": Message("另有 {count} 张表", "and {count} more tables"),
    "report-columns-left-out": Message(
        "屏宽 {width} 列，未列出：{names}；加 -o 文件.xlsx 可看全部。",
        "Left out at {width} columns: {names}; -o FILE.xlsx has them all.",
    ),
    "report-first-to-last": Message("{first} 至 {last}（{count} 列）", "{first} to {last} ({count} columns)"),
    "alert-level": Message("级别", "Level"),
    "alert-subject": Message("对象", "Subject"),
    "alert-message": Message("预警内容", "What was found"),
    "alert-remedy": Message("建议", "What to do"),
    "alert-evidence": Message("依据", "Evidence"),
    "alert-place": Message("出处", "Place"),
    "alert-level-high": Message("高", "high"),
    "alert-level-medium": Message("中", "medium"),
    "alert-level-low": Message("低", "low"),
    "problems-count": Message("共 {count} 个问题。", "{count} problems."),
    "problems-count-one": Message("共 1 个问题。", "1 problem."),
    "output-suffix-unknown": Message(
        "“{suffix}”不是可写的文件类型。", "“{suffix}” is not a kind of file that can be written.",
        "请把文件名的后缀改为 {known} 之一。", "Give the file name one of these suffixes: {known}.",
    ),
    "output-is-input": Message(
        "输出文件就是本次读入的文件 {input}。", "The output is the same file as the input {input}.",
        "请换一个输出文件名，读入的文件绝不会被改写。", "Choose another name for the output; inputs are never written over.",
    ),
    "output-is-link": Message(
        "输出路径是一个链接，写入会改动它指向的文件。", "The output path is a link; writing would change the file behind it.",
        "请写出文件本身的路径，或先删去这个链接。", "Name the file itself, or remove the link first.",
    ),
    "output-is-folder": Message(
        "输出路径是一个文件夹。", "The output path is a folder.",
        "请在后面补上文件名，例如 {example}。", "Add a file name to it, such as {example}.",
    ),
    "output-is-not-a-file": Message(
        "输出路径不是普通文件（是设备或管道）。", "The output path is no ordinary file (a device or a pipe).",
        "请换成普通文件名；要输出到屏幕或管道，请用 -f。", "Name an ordinary file; for the screen or a pipe use -f.",
    ),
    "output-folder-missing": Message(
        "文件夹 {folder} 不存在。", "The folder {folder} does not exist.",
        "请先建好这个文件夹，或换一个位置。", "Make the folder first, or write somewhere else.",
    ),
    "output-not-allowed": Message(
        "没有写入这个文件或文件夹的权限。", "There is no permission to write this file or folder.",
        "如果文件正在 Excel 或 WPS 中打开，请先关闭；否则请换一个位置。",
        "If the file is open in Excel, close it; otherwise write somewhere else.",
    ),
    "output-no-space": Message(
        "磁盘空间不足，文件没有写成；原有文件保持不变。", "There is not enough space on the disk; nothing was changed.",
        "请清理空间后重试，或换一个磁盘。", "Free some space and try again, or write to another disk.",
    ),
    "output-not-written": Message(
        "文件没有写成（{reason}）；原有文件保持不变。", "The file could not be written ({reason}); nothing was changed.",
        "请检查磁盘与网络位置后重试，或换一个位置。", "Check the disk or network folder and try again, or write somewhere else.",
    ),
    "output-table-unknown": Message(
        "报告中没有名为“{name}”的数据表。", "The report has no data table named “{name}”.",
        "可选的数据表：{known}。", "The data tables are: {known}.",
    ),
    "output-table-missing": Message(
        "这份报告没有可导出为 CSV 的数据表。", "This report has no data table that could be written as CSV.",
        "请改用 .xlsx、.html、.json 或 .md。", "Write .xlsx, .html, .json or .md instead.",
    ),
    "output-too-many-rows": Message(
        "表“{table}”有 {count} 行，超过一个工作表的上限。", "The table “{table}” has {count} rows, more than a sheet can hold.",
        "请改用 .csv 或 .json。", "Write .csv or .json instead.",
    ),
}  # fmt: skip
