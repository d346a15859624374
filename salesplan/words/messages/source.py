"""Sentences of plan files as text: encoding, YAML, what can keep a file from being read."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

FILES: dict[str, Message] = {
    "no-plan-found": Message(
        "这里和上级文件夹里都没有计划（plan.yaml）。", "There is no plan (plan.yaml) here or in any folder above.",
        "运行 salesplan init 新建一份，或在命令后面写上计划的文件或文件夹。",
        "Run salesplan init to begin one, or name the plan's file or folder after the command.",
    ),
    "several-plans": Message(
        "plans/ 里有好几份计划：{plans}。", "plans/ holds several plans: {plans}.",
        "在命令后面写上要用哪一份，例如 {first}。", "Name the one you mean after the command, such as {first}.",
    ),
    "no-plan-in-folder": Message(
        "文件夹 {file} 里没有 plan.yaml。", "The folder {file} has no plan.yaml.",
        "计划文件夹的开头是 plan.yaml；也可以直接写一个 .yaml 文件。{hint}",
        "A plan's folder has plan.yaml at its head; a single .yaml file may be named as well. {hint}",
    ),
    "plan-not-there": Message(
        "没有 {file} 这个文件或文件夹。", "There is no file or folder {file}.",
        "检查路径，或运行 salesplan init {file} 新建。{hint}", "Check the path, or run salesplan init {file} to begin one. {hint}",
    ),
    "plan-not-a-file": Message(
        "这不是普通文件，不能当计划读。", "This is no regular file, so it cannot be read as a plan.",
        "写上一个 .yaml 文件，或装着 plan.yaml 的文件夹。", "Name a .yaml file, or a folder that holds plan.yaml.",
    ),
    "plan-not-readable": Message(
        "文件读不出来：{reason}。", "The file cannot be read: {reason}.",
        "检查文件的权限，以及它是否正被别的程序占用。", "Check its permissions, and whether another program holds it.",
    ),
    "plan-file-too-large": Message(
        "文件超过 {limit} KB，计划用不到这么大。", "The file has more than {limit} KB; no plan needs so much.",
        "导出的数据请放在 data: 指向的文件里，计划里只写规则。",
        "Keep exported records in the files that data: names; a plan holds only the rules.",
    ),
    "plan-not-utf8": Message(
        "文件的编码是 {encoding}，不是 UTF-8。", "The file is encoded as {encoding}, not UTF-8.",
        "用编辑器“另存为”，编码选 UTF-8，再运行一次。", "Save it again as UTF-8 (in most editors under “Save with encoding”), then run again.",
    ),
    "plan-not-text": Message(
        "这里开始不是 UTF-8 文字，文件可能不是文本或已损坏。", "From here on this is no UTF-8 text; the file is no text, or damaged.",
        "确认选对了文件；计划是 UTF-8 编码的 .yaml 文本。", "Make sure that this is the right file; a plan is .yaml text in UTF-8.",
    ),
    "hidden-character": Message(
        "这里有一个看不见的字符 {code}（{name}）。", "There is a character here that no one can see: {code} ({name}).",
        "删掉它，把这一行重新打一遍；多半是从网页或聊天里复制带来的。",
        "Delete it and type the line again; it usually comes along when text is copied from a page or a chat.",
    ),
    "plan-holds-secret": Message(
        "这一行写着密码、令牌或密钥；计划要放进 git 给许多人看，不能带这些（这里已遮住）。",
        "This line holds a password, a token or a key (masked here); a plan is kept in git and read by many, so it may hold none.",
        "删掉它，改写成环境变量的名字，例如 $SMTP_PASSWORD，把真值放在环境变量里；已经提交过的，请去对方系统里换一个新的。",
        "Take it out and write the name of an environment variable, such as $SMTP_PASSWORD, that holds it; if it was committed before, have it replaced where it came from.",
    ),
    "plan-empty": Message(
        "文件是空的。", "The file is empty.",
        "至少写上 name、year 和 goals；salesplan init 会写出一份可以改的样板。",
        "Give at least name, year and goals; salesplan init writes one to start from.",
    ),
    "plan-not-a-mapping": Message(
        "文件的最外层应当是“键: 值”，这里不是。", "The file should hold keys with values at its top, and this is something else.",
        "每一项写成“name: 值”的样子，一行一项。", "Write each entry like “name: value”, one a line.",
    ),
    "several-documents": Message(
        "一个文件里有两份文档（--- 之后又开始了一份）。", "The file holds a second document after ---.",
        "删掉 ---，或把后面的内容放进另一个文件。", "Delete the ---, or move what follows to a file of its own.",
    ),
    "chapter-twice": Message(
        "“{key}”在这里写了一次，在 {file} 里又写了一次。", "`{key}` is written here and again in {file}.",
        "只留一处：删掉这里的一段，或删掉 {file}。", "Keep one of them: delete this section, or delete {file}.",
    ),
    "scenario-not-there": Message(
        "没有叫“{name}”的情景。", "There is no scenario called `{name}`.",
        "情景放在 scenarios/ 下，一个情景一个 .yaml 文件。{hint}", "Scenarios are .yaml files under scenarios/, one each. {hint}",
    ),
    "scenario-over-itself": Message(
        "情景绕了一圈，又叠在“{name}”上。", "The scenarios lie over each other in a circle that comes back to `{name}`.",
        "over 写这个情景以之为基础的另一个情景；以计划本身为基础就不写。", "Let `over` name the scenario that this one starts from; leave it out to start from the plan itself.",
    ),
}  # fmt: skip

YAML: dict[str, Message] = {
    "duplicate-key": Message(
        "“{key}”写了两次，第一次在第 {line} 行。", "`{key}` is written twice, first in line {line}.",
        "删掉其中一处，或给它们不同的名字。", "Delete one of the two, or give them different names.",
    ),
    "tab-found": Message(
        "这里用了制表符（Tab）。", "There is a tab here.",
        "YAML 用空格缩进：把 Tab 换成空格，和上下行对齐。", "YAML is indented by spaces: replace the tab, in line with the rows around it.",
    ),
    "full-width-colon": Message(
        "“{key}”后面的冒号或空格是全角的。", "The colon or blank after `{key}` is a full-width one.",
        "改成半角冒号加一个空格：“{key}: ……”。", "Write an ordinary colon and a space: “{key}: ...”.",
    ),
    "no-space-after-colon": Message(
        "“{key}”的冒号后面少了一个空格。", "There is no space after the colon of `{key}`.",
        "冒号后面加一个空格：“{key}: ……”。", "Put a space after the colon: “{key}: ...”.",
    ),
    "full-width-comma": Message(
        "这里的逗号是全角的“，”。", "The comma here is a full-width one.",
        "改成半角逗号加一个空格：“, ”。", "Write an ordinary comma and a space.",
    ),
    "unknown-alias": Message(
        "“*{alias}”没有对应的“&{alias}”。", "`*{alias}` has no `&{alias}` that it could stand for.",
        "在前面给要重复的内容标上 &{alias}，或者不用 *，照原样写一遍；文字里要用 * 就加引号。",
        "Mark what is to be repeated with &{alias} further up, or write it out; put text that begins with * in quotes.",
    ),
    "alias-inside-itself": Message(
        "“*{alias}”在它自己所指的内容里面，会无穷无尽。", "`*{alias}` stands inside what it stands for, without end.",
        "把这一处照原样写出来。", "Write out what is meant here.",
    ),
    "aliases-repeat-too-much": Message(
        "引用（* 和 <<）展开后超过 {limit} 项。", "Aliases (* and <<) add more than {limit} entries when they are written out.",
        "少用几层引用，把内容直接写出来。", "Use fewer of them, one inside the other least of all.",
    ),
    "nested-too-deep": Message(
        "一层套一层，超过了 {limit} 层。", "Things stand inside one another more than {limit} deep.",
        "检查是不是多了括号；计划用不到这么多层。", "Look for brackets too many; a plan does not go so deep.",
    ),
    "merge-needs-a-mapping": Message(
        "“<<:”后面应当是用 * 引用的一组“键: 值”。", "`<<:` takes an alias of keys with values.",
        "写成 <<: *名字，或者把内容照写一遍。", "Write <<: *name, or write the keys out.",
    ),
    "tag-refused": Message(
        "计划里不能用 YAML 标签（{tag}）。", "A plan has no YAML tags ({tag}).",
        "删掉以 ! 开头的部分；要的是文字就加引号。", "Delete the part that begins with !; put text in quotes.",
    ),
    "key-not-text": Message(
        "键应当是一个词，这里是一整组内容。", "A key should be a word, and this is a whole collection.",
        "写成“名字: 值”。", "Write “name: value”.",
    ),
    "backslash-in-quotes": Message(
        "双引号里的反斜杠 \\ 会被当成转义。", "A backslash in double quotes changes the character after it.",
        "改用单引号，或把 \\ 换成 /。", "Use single quotes, or write / instead of \\.",
    ),
    "quote-not-closed": Message(
        "这里开始的引号没有结束。", "The quote that begins here is not closed.",
        "在文字末尾补上同样的引号。", "Put the same quote at the end of the text.",
    ),
    "bracket-not-closed": Message(
        "这里开始的括号没有结束。", "The bracket that begins here is not closed.",
        "补上对应的 ] 或 }}，各项之间用半角逗号。", "Put the matching ] or }} at its end, with commas between the entries.",
    ),
    "comma-missing": Message(
        "括号里这个位置应当是逗号或右括号。", "Inside brackets there should be a comma or the closing bracket here.",
        "各项之间加半角逗号；值里有逗号、冒号或括号就加引号。",
        "Put commas between the entries; put values with commas, colons or brackets in quotes.",
    ),
    "key-without-colon": Message(
        "这一行没有冒号，看不出哪是名字哪是值。", "This line has no colon, so name and value cannot be told apart.",
        "写成“名字: 值”，冒号是半角的，后面有一个空格。", "Write “name: value”, with a space after the colon.",
    ),
    "colon-in-value": Message(
        "值里面又出现了“: ”。", "There is a second colon in the value.",
        "把整个值放进引号；如果是两项，就分成两行。", "Put the whole value in quotes; if these are two entries, give each its own line.",
    ),
    "indented-too-far": Message(
        "“{key}”这一行缩进得太多，看不出它属于谁。", "The line of `{key}` is indented further than what it belongs to allows.",
        "和同级的行左对齐；上一行如果是上级，它的冒号后面不要写值。",
        "Bring it in line with its neighbours; if the line above is its parent, that one has no value after its colon.",
    ),
    "indentation-off": Message(
        "这一行和上面任何一级都对不齐。", "This line is in line with none of the levels above it.",
        "同级的行要左对齐，一律用空格。", "Lines of one level begin in the same column; use spaces only.",
    ),
    "list-out-of-line": Message(
        "列表里每一项前面的“- ”没有对齐。", "The dashes of this list are not in one column.",
        "把同一个列表的“- ”对齐，后面跟一个空格。", "Bring the dashes of one list in line, with a space after each.",
    ),
    "text-after-value": Message(
        "引号或括号已经结束，后面又多出了文字。", "There is more text after a quote or bracket that has ended.",
        "整个值放进一对引号里，或删掉多余的部分。", "Put the whole value in one pair of quotes, or delete what is too much.",
    ),
    "needs-quotes": Message(
        "值不能以“{character}”开头。", "A value cannot begin with `{character}`.",
        "把这个值放进引号。", "Put the value in quotes.",
    ),
    "yaml-not-understood": Message(
        "从这里开始不是 YAML 能读懂的写法（{detail}）。", "From here on this is not written as YAML is ({detail}).",
        "检查这一行和上一行的缩进、冒号和引号。", "Check the indentation, the colon and the quotes of this line and the one above.",
    ),
}  # fmt: skip
