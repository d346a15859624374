"""Sentences of records: what can be wrong with an export, and what was done with it."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_FILES: dict[str, Message] = {
    "no-file-matches": Message(
        "没有找到符合“{pattern}”的文件{guess}。", "No file matches `{pattern}`{guess}.",
        "检查文件名和文件夹；路径从计划所在的文件夹算起，* 代表任意文字。",
        "Check name and folder; paths start at the plan's folder, and * stands for any text.",
    ),
    "no-such-file": Message(
        "找不到文件 {file}{guess}。", "There is no file {file}{guess}.",
        "检查文件名和文件夹。", "Check the name and the folder.",
    ),
    "not-a-regular-file": Message(
        "{file} 不是普通文件（是文件夹或设备）。", "{file} is no ordinary file (a folder or a device).",
        "请写出具体的文件，例如“文件夹/*.xlsx”。", "Name files, such as `folder/*.xlsx`.",
    ),
    "lock-file": Message(
        "{file} 是 Excel 打开文件时留下的临时文件，里面没有数据。", "{file} is the temporary file that Excel keeps while a workbook is open; it has no data.",
        "请改用不带 ~$ 的那个文件。", "Name the file without ~$.",
    ),
    "file-not-readable": Message(
        "{file} 打不开。", "{file} cannot be opened.",
        "检查是否有读取权限，或是否正被其他程序占用。", "Check that you may read it and that no other program holds it.",
    ),
    "empty-file": Message(
        "{file} 是空文件。", "{file} is empty.",
        "从系统里重新导出一次。", "Export it again.",
    ),
    "file-too-large": Message(
        "{file} 有 {size} MB，超过了 {limit} MB 的上限。", "{file} has {size} MB, more than the limit of {limit} MB.",
        "按月或按季度分几次导出，再一起读。", "Export it month by month or quarter by quarter and name all the files.",
    ),
    "not-a-table-file": Message(
        "{file} 其实是{what}，不是能读的表格。", "{file} is really {what}, no table that can be read.",
        "请从系统里导出为 .xlsx 或 .csv。", "Export the list as .xlsx or .csv.",
    ),
    "login-page": Message(
        "{file} 其实是一个登录网页，导出时登录已经失效。", "{file} is really a login page; the session had ended when it was exported.",
        "重新登录系统，再导出一次。", "Log in again and repeat the export.",
    ),
    "encrypted-workbook": Message(
        "{file} 设了打开密码，读不了。", "{file} is locked with a password and cannot be read.",
        "把密码放进一个环境变量，再加上 --password-env 变量名；或在 Excel 里打开，取消密码后另存一份。",
        "Put the password into an environment variable and add --password-env with its name; or open it in Excel, remove the password and save a copy.",
    ),
    "wrong-password": Message(
        "{file} 的打开密码不对，或者它的加密方式读不了。", "The password does not open {file}, or it is locked in a way that cannot be read.",
        "检查 --password-env 所指环境变量里的密码；或在 Excel 里打开，取消密码后另存一份。",
        "Check the password in the environment variable that --password-env names; or open it in Excel, remove the password and save a copy.",
    ),
    "parquet-needs-reader": Message(
        "{file} 是 Parquet 数据文件，这里没有装读它的组件。", "{file} is a Parquet data file, and its reader is not installed here.",
        "运行 pip install 'salesplan[parquet]'，或导出为 .xlsx 或 .csv。", "Run pip install 'salesplan[parquet]', or export the list as .xlsx or .csv.",
    ),
    "too-much-to-read": Message(
        "{file} 损坏，或者大得超出限度（{seconds} 秒、{memory} GB 内存），没有读完。",
        "{file} is damaged, or too much to read within the limits ({seconds} seconds, {memory} GB of memory); it was not read.",
        "在 Excel 里打开，另存为新的 .xlsx；删掉多余的工作表和空白格式区，或分几次导出。",
        "Open it in Excel and save it as a new .xlsx; delete spare sheets and formatted empty areas, or export it in parts.",
    ),
    "damaged-workbook": Message(
        "{file} 已损坏：{why}。", "{file} is damaged: {why}.",
        "重新导出或重新下载；能在 Excel 里打开的话，另存为 .xlsx 再用。", "Export or download it again; if Excel still opens it, save it as a new .xlsx.",
    ),
    "suspicious-workbook": Message(
        "{file} 不像正常的工作簿，为安全起见不读：{why}。", "{file} is not built like a workbook and is not read for safety: {why}.",
        "在 Excel 里打开并另存为新的 .xlsx；来历不明的文件不要打开。", "Open it in Excel and save it as a new .xlsx; do not open files of unknown origin.",
    ),
    "workbook-too-large": Message(
        "{file} 展开后太大（上限 {limit}，单位百万字节或百万单元格）。", "{file} is too large once unpacked (the limit is {limit} million bytes or cells).",
        "删掉多余的工作表和空白格式区，或分几次导出。", "Delete spare sheets and formatted empty areas, or export it in parts.",
    ),
    "unreadable-encoding": Message(
        "{file} 里有按 {encoding} 编码读不出的字符，文件可能被截断或改坏。", "{file} has bytes that are no {encoding} text; it may be cut short or damaged.",
        "重新导出，或用 Excel 另存为“CSV UTF-8”。", "Export it again, or save it from Excel as “CSV UTF-8”.",
    ),
    "not-a-text-file": Message(
        "{file} 既不是工作簿也不是文本表格。", "{file} is neither a workbook nor a table of text.",
        "请从系统里导出为 .xlsx 或 .csv。", "Export the list as .xlsx or .csv.",
    ),
    "field-quote-open": Message(
        "从这里起有一个引号没有配对，后面的行会全部粘在一起。", "A quote that is opened here is never closed; all the rows after it would run together.",
        "补上或删掉多余的英文引号，或重新导出。", "Add the missing quote or delete the spare one, or export again.",
    ),
    "line-too-long": Message(
        "{file} 里有一行超过 {limit} MB，不像表格的一行，换行符多半丢了。", "{file} has a line of more than {limit} MB, which is no row of a table; its line breaks are probably lost.",
        "重新导出；不要用别的程序转存过的文件。", "Export it again, and do not use a copy that another program has rewritten.",
    ),
    "row-has-other-columns": Message(
        "第 {row} 行有 {fields} 栏，表头是 {columns} 栏，对不齐。", "Row {row} has {fields} fields and the header {columns} columns; they do not line up.",
        "多半是文字里有没加引号的分隔符，或文件被截断；改好这一行或重新导出。", "Usually a separator inside a text without quotes, or a file cut short; mend the row or export again.",
    ),
    "too-many-rows": Message(
        "{file} 超过 {limit} 行。", "{file} has more than {limit} rows.",
        "按月或按季度分几次导出，再一起读。", "Export it month by month or quarter by quarter and name all the files.",
    ),
}  # fmt: skip

_TABLES: dict[str, Message] = {
    "no-visible-sheet": Message(
        "{file} 里没有可见的工作表。", "{file} has no visible sheet.",
        "在 Excel 里取消隐藏要用的工作表。", "Unhide the sheet in Excel.",
    ),
    "no-such-sheet": Message(
        "{file} 里没有名为“{sheet}”的工作表，有的是：{sheets}。", "{file} has no sheet `{sheet}`; it has {sheets}.",
        "改用其中一个名字。", "Use one of these names.",
    ),
    "several-sheets-fit": Message(
        "{file} 里有几张表都像要找的清单：{sheets}，不能替你选。", "Several sheets of {file} look like the wanted list: {sheets}; the choice is yours.",
        "只留一张，其余的隐藏或删去；要一起算就分成几个文件。", "Keep one and hide or delete the others; to count all, save them as files of their own.",
    ),
    "no-rows": Message(
        "{file} 里没有可用的数据行。", "{file} has no rows that count.",
        "检查导出条件（日期、单据状态）后重新导出。", "Check the filters of the export (dates, document status) and export again.",
    ),
    "no-header-found": Message(
        "{file} 的前 40 行里找不到{kind}的表头（开头是：{first}）。", "The first 40 rows of {file} hold no header of a {kind} (it begins: {first}).",
        "确认是这张清单；表头要有日期、金额、客户这样的栏名。", "Check that it is the right list; its header needs names such as date, amount, customer.",
    ),
    "columns-missing": Message(
        "{file} 第 {row} 行的表头里没有{missing}；认不出的栏：{headers}{guess}。", "The header in row {row} of {file} has no {missing}; not recognised: {headers}{guess}.",
        "导出时勾选这一栏；或用 salesplan inspect 文件 --save-map 映射.yaml 写出映射，改好后放进计划的 maps 文件夹。",
        "Include that column in the export; or write a map with `salesplan inspect FILE --save-map MAP.yaml`, say which column it is, and keep it in the plan's maps folder.",
    ),
    "another-kind-of-list": Message(
        "{file} 看起来是{other}，不是{kind}。", "{file} looks like a {other}, not a {kind}.",
        "换成{kind}的导出，或把它写到 data 的对应项下。", "Use the export of a {kind}, or name this one under the right key of `data`.",
    ),
    "header-twice": Message(
        "第 {row} 行有两栏都叫“{header}”，不知道该算哪一栏。", "Two columns are called `{header}` in row {row}; which one counts cannot be known.",
        "给其中一栏改名，或导出时去掉一栏。", "Rename one of them, or leave one out of the export.",
    ),
    "other-basis-only": Message(
        "计划按{basis}金额统计，{file} 只有“{header}”一栏，也没有税额可以换算。", "The plan counts amounts with {basis}, and {file} only has `{header}`, with no tax column to convert it.",
        "导出时加上对应的金额或税额栏，或改计划的 basis.amount。", "Add that amount or the tax to the export, or change basis.amount in the plan.",
    ),
    "no-such-column": Message(
        "{file} 的表头里没有“{header}”一栏{guess}，维度 {term} 取不到值；还没用上的栏：{headers}。",
        "{file} has no column `{header}`{guess}; the dimension {term} needs it. Columns not used yet: {headers}.",
        "在计划里用 column 写明表头里的栏名，或导出时带上这一栏。", "Name the header under `column` in the plan, or add the column to the export.",
    ),
    "currency-without-rate": Message(
        "有 {rows} 行是 {currencies}，没有汇率可以折成 {currency}。", "{rows} rows are in {currencies}, and no rate turns them into {currency}.",
        "导出时加上本位币金额或汇率栏。", "Add the amount in base currency, or the exchange rate, to the export.",
    ),
    "repeated-amounts": Message(
        "“{header}”在 {documents} 张多行单据里每行都一样，看不出是整单金额还是每行金额：每单算一次是 {once}，每行都算是 {lines}。",
        "The amount under `{header}` is the same on every line of {documents} documents, and nothing tells whether it is the document's or the line's: "
        "counted once a document it is {once}, on every line {lines}.",
        "导出时带上数量和单价，或在计划的 maps 文件夹里用映射写明 repeated: once（每单一次）或 repeated: lines（每行都算）。",
        "Include quantity and unit price in the export, or say `repeated: once` or `repeated: lines` in a map in the plan's maps folder.",
    ),
    "amounts-ambiguous": Message(
        "{file} 里有几栏都可能是销售额：{amounts}，看不出该算哪一栏。", "Several columns of {file} may be the sales amount: {amounts}; nothing tells which counts.",
        "用 salesplan inspect 文件 --save-map 映射.yaml 写出映射，把该算的一栏写成 amount，其余写 null，放进计划的 maps 文件夹。",
        "Write a map with `salesplan inspect FILE --save-map MAP.yaml`, give the one that counts `amount` and the others null, and keep it in the plan's maps folder.",
    ),
    "discount-unclear": Message(
        "看不出“{header}”是减去的比例、实付的比例还是金额，单价乘数量后不知道怎么扣。",
        "It is not clear whether `{header}` is a share taken off, a share paid, or an amount, so quantity times price cannot be completed.",
        "导出时带上折后的金额，或把栏名改为“折扣额”（金额）或写成带 % 的减让比例（0% 表示没有折扣）。",
        "Include the amount after discount in the export, or name the column `Discount Amount`, or write shares taken off (0 for none).",
    ),
    "unreadable-date": Message(
        "“{header}”这一格“{text}”读不成日期。", "`{text}` under `{header}` is no date.",
        "改成 2025-03-05 这样的日期，或用 --skip-bad-rows 跳过。", "Write a date such as 2025-03-05, or leave the row out with --skip-bad-rows.",
    ),
    "date-missing": Message(
        "这一行有金额，“{header}”却是空的。", "This row has an amount but nothing under `{header}`.",
        "补上日期；如果是合计或说明行，请删去。", "Fill in the date; if it is a total or a note, delete the row.",
    ),
    "unreadable-amount": Message(
        "“{header}”这一格“{text}”读不成数字。", "`{text}` under `{header}` is no number.",
        "改成数字，或用 --skip-bad-rows 跳过。", "Write a number, or leave the row out with --skip-bad-rows.",
    ),
    "error-cell": Message(
        "“{header}”这一格是错误值 {text}。", "The cell under `{header}` holds the error {text}.",
        "在 Excel 里改好公式或填上数值，再存一次。", "Mend the formula or put in the value in Excel, and save again.",
    ),
    "formula-without-value": Message(
        "“{header}”这一格是公式，文件里没有存它的结果。", "The cell under `{header}` holds a formula whose result was never stored.",
        "在 Excel 里打开，按 F9 计算后保存。", "Open it in Excel, press F9 and save.",
    ),
    "too-many-bad-rows": Message(
        "{file} 的 {rows} 行里有 {bad} 行读不懂，超过了百分之一（不到 20 行的文件一行也不行），整个文件没有采用。",
        "{bad} of {rows} rows of {file} cannot be read, more than one in a hundred (or any in a file of fewer than 20 rows), so the file is not used.",
        "按下面列出的单元格改好再导入；确认可以不算这些行，就加 --skip-bad-rows。",
        "Mend the cells listed below; if the rows may be left out, add --skip-bad-rows.",
    ),
    "and-more-like-these": Message(
        "还有 {count} 处同样的问题没有列出。", "{count} more like these are not listed.",
        "先改好上面这些，再运行一次。", "Mend those above and run it again.",
    ),
}  # fmt: skip

_WHAT: dict[str, Message] = {
    "is-pdf": Message(" PDF 文档", "a PDF document"),
    "is-picture": Message("一张图片", "a picture"),
    "is-archive": Message("一个压缩包", "an archive"),
    "is-database": Message("一个数据库文件", "a database file"),
    "is-rtf": Message("一份 RTF 文稿", "an RTF document"),
    "is-program": Message("一个程序", "a program"),
    "is-media": Message("一段音频或视频", "a sound or film"),
    "is-key": Message("一份密钥或证书", "a key or certificate"),
    "is-document": Message("一份文稿（Word 一类）", "a text document (Word or the like)"),
    "is-office": Message("一个没有表格的 Office 文件", "an Office file without a table"),
    "is-mail": Message("一封保存下来的邮件", "a saved mail message"),
    "is-slides": Message("一份演示文稿", "a slide show"),
    "is-xml": Message("一份 XML 数据", "an XML file"),
    "is-json": Message("一份 JSON 数据", "a JSON file"),
    "is-mhtml": Message("一个没有表格的网页存档（MHTML）", "a saved web page (MHTML) without a table"),
    "is-html": Message("一个没有表格的网页", "a web page without a table"),
    "damage-truncated": Message("文件不完整，多半没有下载完", "it is incomplete; the download probably broke off"),
    "damage-part": Message("缺少 {part}", "{part} is missing"),
    "damage-checksum": Message("{part} 的内容与校验值不符", "the contents of {part} do not match their checksum"),
    "damage-xml": Message("{part} 的结构不完整", "{part} is not well formed"),
    "suspicion-entries": Message("压缩包里有 {count} 个条目", "its archive has {count} entries"),
    "suspicion-twice": Message("{part} 在压缩包里出现两次", "{part} stands in its archive twice"),
    "suspicion-method": Message("{part} 用了工作簿不用的压缩方法", "{part} is compressed as no workbook is"),
    "suspicion-doctype": Message("{part} 里有实体声明", "{part} declares entities"),
    "kind-sales": Message("销售明细", "sales list"),
    "kind-receivables": Message("应收账款清单", "list of receivables"),
    "kind-receipts": Message("收款清单", "list of receipts"),
    "kind-customers": Message("客户清单", "customer list"),
    "kind-opportunities": Message("商机清单", "list of opportunities"),
    "kind-visits": Message("跟进或拜访记录", "visit log"),
    "kind-tickets": Message("服务工单清单", "list of service tickets"),
    "kind-surveys": Message("问卷结果", "survey"),
    "kind-targets": Message("目标分解表", "target sheet"),
    "kind-training": Message("培训记录", "training log"),
    "kind-budget": Message("费用预算表", "budget sheet"),
    "kind-team": Message("人员名单", "list of people"),
    "near-miss": Message("“{header}”是不是“{word}”", "`{header}` may be `{word}`"),
    "near-misses": Message("；{near}", "; {near}"),
    "column-order-date": Message("日期", "date"),
    "column-amount": Message("金额", "amount"),
    "column-name": Message("姓名", "name"),
}

_TOLD: dict[str, Message] = {
    "rows-kept": Message("保留 {rows} 行", "{rows} rows kept"),
    "left-void": Message("已作废单据", "void documents"),
    "left-rejected": Message("被驳回单据", "rejected documents"),
    "left-unapproved": Message("未审核单据", "unapproved documents"),
    "left-no-amount": Message("没有金额的行", "rows without an amount"),
    "left-bad-rows": Message("读不懂的行", "rows that cannot be read"),
    "left-duplicates": Message("重复的行（本文件或其他文件里已有）", "rows that stand in this or another file already"),
    "left-totals": Message("合计行", "total rows"),
    "left-notes": Message("说明行", "notes"),
    "left-repeated-headers": Message("重复的表头", "repeated headers"),
    "left-not-counted": Message("映射里不计入的行", "rows that the map does not count"),
    "left-returns-as-written": Message("按正数加进去的退货", "returns, added without a minus"),
    "left-repeats-as-written": Message("逐行重复相加的整单金额", "amounts of documents, added once a line"),
    "left-headings": Message("分组标题行", "rows that head a group"),
    "headings-carried": Message("按分组标题（{first} 等 {count} 个）得到{term}。", "{term} comes from {count} group headings, such as {first}."),
    "heading-customer_name": Message("客户", "The customer"),
    "heading-person": Message("业务员", "The salesperson"),
    "heading-region": Message("区域", "The region"),
    "heading-team": Message("团队", "The team"),
    "heading-product_name": Message("产品", "The product"),
    "heading-product": Message("产品线", "The product line"),
    "heading-segment": Message("客户群", "The customer group"),
    "total-explained": Message(
        "文件的合计 {total} 比计入的多 {difference}，正好是其中的{by}。",
        "The file's total {total} is {difference} more than what counts, exactly its {by}.",
    ),
    "total-differs": Message(
        "文件的合计 {total} 与计入的相差 {difference}，原因不明，请核对。",
        "The file's total {total} differs from what counts by {difference} for no known reason; please check.",
    ),
    "basis-not-stated": Message(
        "“{header}”没有写明含税还是不含税，当作{basis}；计划里的 basis 可以另行指定。", "`{header}` does not say whether tax is included; taken as {basis}, which `basis` of a plan decides.",
    ),
    "amounts-rounded": Message(
        "“{header}”有 {cells} 格的小数多于 {digits} 位，已逐格四舍五入，合计变动 {drift}。",
        "{cells} cells under `{header}` have more than {digits} decimals; each was rounded, which moves the sum by {drift}.",
    ),
    "date-is-created": Message("没有单据日期，按“{header}”算日期。", "There is no document date; `{header}` is taken for it."),
    "tax-by-rate": Message("“{header}”按“{rate}”换算税额。", "`{header}` was converted by the tax rate under `{rate}`."),
    "blocks-carried": Message("“{header}”只写在每组的第一行，{rows} 行取自本组。", "`{header}` stands on the first line of each block only; {rows} lines take it from there."),
    "order-fields-carried": Message(
        "有 {rows} 行没有写日期、客户等单据栏，取自同一单据的第一行。", "{rows} lines leave out fields of their order such as date and customer; they are those of its first line.",
    ),
    "amounts-once": Message(
        "“{header}”是整张单据的金额，却写在每一行：{documents} 张单据各算一次，共 {once}（每行都算会是 {lines}）；{how}。",
        "`{header}` is the amount of a whole document, written on every line: counted once for each of {documents} documents, {once} (every line would be {lines}); {how}.",
    ),
    "amounts-shared-out": Message(
        "“{header}”是整张单据的金额，只写在一行：{documents} 张单据的金额已分到各行；{how}。",
        "`{header}` is the amount of a whole document, written on one line: those of {documents} documents were shared out over their lines; {how}.",
    ),
    "amount-of": Message("“{header}”合计 {amount}", "`{header}` {amount}"),
    "amount-chosen": Message("按“{header}”计算（{why}），没有用{others}。", "`{header}` counts ({why}), not {others}."),
    "chosen-line": Message("它是每行的金额", "it is the line's own amount"),
    "chosen-tax": Message("两栏相差的正好是税", "the two differ by tax"),
    "chosen-after-discount": Message("它是折后的金额", "it is the amount after discount"),
    "lines-and-documents-differ": Message(
        "按每行的“{line}”计算，共 {lines}；这些单据的“{header}”共 {documents}，有 {count} 张不一致（整单折扣、运费或漏导的行），请核对。",
        "The lines' `{line}` counts, {lines}; `{header}` of the same documents comes to {documents}, and {count} of them differ (discounts on the whole, freight, lines left out of the export); please check.",
    ),
    "shared-by-lines": Message("各行按自己的金额分摊", "lines share it by their own amounts"),
    "shared-evenly": Message("没有各行的金额，按行数平分，各产品的份额仅供参考", "nothing tells the amount of a line, so lines share it evenly, and products are only indicative"),
    "amount-is-priced": Message("没有金额栏，按“{quantity}”乘“{price}”计算。", "There is no amount; it is `{quantity}` times `{price}`."),
    "amount-is-priced-less": Message(
        "没有金额栏，按“{quantity}”乘“{price}”再扣“{discount}”（{how}）计算。", "There is no amount; it is `{quantity}` times `{price}` less `{discount}` ({how}).",
    ),
    "discount-off": Message("减去的比例", "the share taken off"),
    "discount-paid": Message("实付的比例", "the share paid"),
    "discount-money": Message("减去的金额", "the amount taken off"),
    "read-in-currency": Message("金额都是 {currency}，没有折算。", "All amounts are in {currency}; none was converted."),
    "converted-by-rate": Message("有 {rows} 行外币按汇率折成 {currency}。", "{rows} rows in other currencies were turned into {currency} by their rates."),
    "returns-turned": Message("有 {rows} 行退货写成正数，已改为负数。", "{rows} rows of returns were written without a minus; they were made negative."),
    "day-month-assumed": Message(
        "日期“{example}”看不出先日还是先月，按 {day} 处理。", "Dates such as `{example}` do not tell day from month; taken as {day}.",
    ),
    "day-month-by-mark": Message(
        "同一栏里有两种日期写法：带“{first}”的先日后月，带“{then}”的先月后日，已分别处理。",
        "One column writes dates in two ways: day first with `{first}`, month first with `{then}`; each was read so.",
    ),
    "year-from-column": Message("日期只写了月份，年份取自年份栏。", "Dates name a month only; the year is that of its own column."),
    "year-from-title": Message("日期没有写年份，按标题、表名或文件名里的 {year} 年处理。", "Dates leave out the year; it is {year}, as the title, sheet or file name says."),
    "cells-not-read": Message("有 {cells} 格读不懂，第一处在 {first}。", "{cells} cells cannot be read, the first at {first}."),
    "note-cell": Message("{place}：{why}", "{place}: {why}"),
    "note-more-cells": Message("还有 {count} 处读不懂的单元格没有列出。", "{count} more cells that cannot be read are not listed."),
    "lines-repeated": Message("有 {count} 行连行号都与前面的行相同，只算一次。", "{count} lines repeat an earlier one, line number and all; each was counted once."),
    "lines-alike": Message(
        "有 {count} 行与同一单据的另一行完全相同（共 {amount}），都计入了，请核对是否重复。", "{count} lines are the same as another of their document ({amount}); all were counted, please check.",
    ),
    "same-file-twice": Message("与 {first} 一模一样，没有重复计算。", "The same file as {first}; it was not counted again."),
    "document-in-two-files": Message(
        "有 {count} 张单据在别的文件里也有，内容却不同（如 {first}），两边都计入了。", "{count} documents stand in another file with other lines (such as {first}); both were counted.",
    ),
    "export-limit-reached": Message(
        "正好 {rows} 行，可能碰到了导出上限，后面的行也许没有导出来。", "It has exactly {rows} rows, a limit at which exports are cut off; rows may be missing.",
    ),
}

MESSAGES: dict[str, Message] = {**_FILES, **_TABLES, **_WHAT, **_TOLD}
