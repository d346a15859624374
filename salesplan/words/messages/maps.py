"""Sentences of saved maps: what can be wrong with one, and what is written at its head."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
    "no-such-maps": Message(
        "找不到存放映射的文件夹 {folder}。", "There is no folder of maps {folder}.",
        "建好文件夹并放入映射文件，或删去计划里的 maps。", "Make the folder and put maps into it, or drop `maps` from the plan.",
    ),
    "map-not-a-map": Message(
        "{file} 不是映射文件：要有 columns，下面每行写“栏名: 含义”。", "{file} is no map: it needs `columns` with a line `header: meaning` for each column.",
        "用 salesplan inspect 导出文件 --save-map {file} 生成一份再改。", "Make one with `salesplan inspect EXPORT --save-map {file}` and change it.",
    ),
    "map-key-unknown": Message(
        "映射文件里没有“{key}”这一项{guess}。", "A map has no key `{key}`{guess}.",
        "可用的项：{known}。", "It may have {known}.",
    ),
    "map-term-unknown": Message(
        "“{term}”不是这类清单的含义{guess}。", "`{term}` is no meaning that a column of this kind of list can have{guess}.",
        "改成其中一个（不读的栏写 null）：{known}。", "Use one of these, or null for a column that is not read: {known}.",
    ),
    "map-term-twice": Message(
        "“{header}”和“{first}”都写成了 {term}，一个含义只能有一栏。", "`{header}` and `{first}` are both {term}; a meaning has one column.",
        "只留一栏，另一栏写 null 或别的含义。", "Keep one and give the other null or another meaning.",
    ),
    "map-value-unknown": Message(
        "{key} 不能是“{value}”{guess}。", "`{key}` cannot be `{value}`{guess}.",
        "可以是：{known}。", "It may be {known}.",
    ),
    "map-rows-unclear": Message(
        "{key} 要写明哪一栏、哪些内容。", "`{key}` must name a column and the texts in it.",
        "写成 {key}: 加 column: 单据类型 和 values: [退货单] 两项。", "Give it two keys: `column: Type` and `values: [Credit Memo]`.",
    ),
    "map-column-missing": Message(
        "映射 {map} 里 {key} 用到的“{header}”一栏，{file} 的表头里没有。", "The map {map} uses the column `{header}` for {key}, and {file} has no such header.",
        "改正栏名，或在 headers 里写明这份映射用于哪种表头。", "Correct the name, or list under `headers` the layout that the map is for.",
    ),
    "option-save-map": Message("把这个文件的表头含义写成映射文件（.yaml），供修改和复用", "Write what the headers of the file mean to a map (.yaml), to change and reuse"),
    "option-maps": Message("按这个文件夹（或文件）里的映射读表头", "Read headers by the maps of this folder (or file)"),
    "map-saved": Message("映射已写入 {file}。", "The map was written to {file}."),
    "save-map-of-one": Message("--save-map 一次只能用于一个导出文件，现在有 {count} 个。", "--save-map takes one export at a time; {count} were named."),
    "save-map-suffix": Message("映射文件要以 .yaml 结尾：{file}。", "A map ends with .yaml: {file}."),
    "save-map-exists": Message("{file} 已经存在，不会覆盖；换个名字或先删掉它。", "{file} exists and is not written over; choose another name or delete it first."),
    "map-used": Message("按映射 {map} 读取。", "Read by the map {map}."),
    "map-nearly-fits": Message(
        "映射 {map} 没有用上：表头里没有 {missing}。", "The map {map} was not used: the header has no {missing}.",
    ),
    "map-about": Message("{file} 的表头怎么读；可以修改，放进计划的 maps 文件夹后，凡有 headers 下这些栏的导出都照此读。",
                         "How the headers of {file} are read. Change what is wrong; in the plan's maps folder it is used for every export with these headers."),
    "map-how": Message(
        "可加：unit: 万元；basis: tax_included；repeated: once 或 lines；dates: day_first；counted / returns: {{column: 单据状态, values: [已审核]}}",
        "It may also say unit: thousand; basis: tax_excluded; repeated: once or lines; dates: day_first; counted / returns: {{column: Status, values: [Posted]}}",
    ),
}  # fmt: skip
