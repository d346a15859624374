"""Writes the reference pages of this folder from what the program itself holds; a test fails when they are stale.

    python docs/generate.py

Commands come from their own parameters, plan keys from the models, terms and problems from `salesplan/words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from salesplan.cli import COMMANDS, load
from salesplan.commands.manual import command_page, front_page, words
from salesplan.plan.schema import json_schema
from salesplan.words import TERMS
from salesplan.words.messages import THREADS, Message

HERE = Path(__file__).parent
WRITTEN_BY = "<!-- Written by docs/generate.py; do not edit. -->"


def page(title: str, *parts: str) -> str:
    """A page of Markdown with its title and the note that it is generated."""
    return "\n\n".join([f"# {title}", WRITTEN_BY, *parts]) + "\n"


def table(*rows: tuple[str, ...]) -> str:
    """A table of Markdown; the first row is its heading."""
    head, *body = (tuple(cell.replace("|", "\\|").replace("\n", "<br>") for cell in row) for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *body))


def console(text: str) -> str:
    """Text as a terminal shows it."""
    return f"```text\n{text.rstrip()}\n```"


def commands() -> str:
    """Every command's help page, in both languages."""
    parts = ["Exit codes: 0 done, 1 a bug, 2 usage, 3 invalid input, 4 an alert was crossed and `--strict` was given.\n\n"
             "退出码：0 完成，1 程序差错，2 用法不对，3 输入有误，4 用了 `--strict` 且有预警。"]  # fmt: skip
    parts += [console(front_page(COMMANDS, lang)) for lang in ("en", "zh")]
    for entry in COMMANDS:
        command = load(entry.name)
        parts.append(f"## {entry.name}\n\n{words(f'help-{entry.name}', 'en')} · {words(f'help-{entry.name}', 'zh')}")
        parts += [console(command_page(entry.name, command, lang)) for lang in ("en", "zh")]
    return page("Commands · 命令", *parts)


def terms() -> str:
    """Every term: key, kind, labels, meaning."""
    rows = [
        (f"`{t.key}`", t.kind, t.zh, t.en, " ".join(filter(None, (t.meaning_zh, t.meaning_en))))
        for t in sorted(TERMS.values(), key=lambda t: t.key)
    ]
    about = "A term's key is its name in JSON, CSV and the plan, the same in every language; its labels stand in reports."
    return page("Terms · 术语", about, table(("key", "kind", "zh", "en", "meaning · 含义"), *rows))


def problems() -> str:
    """Every problem that an input can have, with what to do."""
    about = (
        "What can be wrong with a plan, an export, a command line or an output. A slug never changes its meaning and is never used again. "
        "Words in braces are filled in with what was found."
    )
    return page("Problems · 问题", about, *_problem_sections())


def _problem_sections() -> Iterator[str]:
    for name, messages in THREADS.items():
        found = {slug: m for slug, m in sorted(messages.items()) if m.do_zh}
        if found:
            yield f"## {name}"
            yield from (_problem(slug, m) for slug, m in found.items())


def _problem(slug: str, message: Message) -> str:
    return f"### {slug}\n\n- {message.en} → {message.do_en}\n- {message.zh} → {message.do_zh}"


def plan_keys() -> str:
    """Every key of the plan language: where it may stand, what it takes, what it means."""
    schema = json_schema()
    where = dict(_placed("", schema, schema["$defs"]))
    parts = [
        "The keys of a plan by the section that they stand in. `*` is a name of your own; `[]` is an item of a list. "
        "Amounts, shares, periods: see the head of [plans/small.en.yaml](../plans/small.en.yaml). `salesplan schema` prints all of this for editors.",
        "## plan.yaml",
        _keys(schema),
    ]  # fmt: skip
    for name in sorted(schema["$defs"], key=lambda n: (where.get(n, "~"), n)):
        part = schema["$defs"][name]
        parts += [f"## {name}", f"`{where.get(name, '')}` · {part.get('description', '').strip()}", _keys(part)]
    return page("The plan language · 计划语言", *parts)


def _keys(part: dict[str, Any]) -> str:
    rows = [(f"`{key}`", _form(field), field.get("description", "")) for key, field in part.get("properties", {}).items()]
    return table(("key", "takes", "meaning"), *rows) if rows else ""


def _form(field: dict[str, Any]) -> str:
    """What a key takes, in few words."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    pattern = field.get("pattern", "")
    if "%" in pattern:
        return "amount" if "¥" in pattern else "share"
    options = [_form(o) for o in field.get("anyOf", field.get("oneOf", ())) if o.get("type") != "null"]
    if options:
        return "whole number" if "whole number" in options else " or ".join(_plainest(options))
    kinds = field.get("type", "")
    return _kind(kinds if isinstance(kinds, str) else "string" if "string" in kinds else "number", field)


def _plainest(options: list[str]) -> list[str]:
    """Options without what only says that a number may be quoted."""
    found = list(dict.fromkeys(options))
    return [o for o in found if o not in ("text", "number")] or (["number"] if "number" in found else found)


def _kind(kind: str, field: dict[str, Any]) -> str:
    if kind == "array":
        return f"list of {_form(field.get('items', {}))}"
    if kind == "object":
        inside = field.get("additionalProperties")
        return f"names with {_form(inside)}" if isinstance(inside, dict) else "mapping"
    return {"string": "text", "boolean": "`true` or `false`", "integer": "whole number", "number": "number"}.get(kind, "")


def _placed(path: str, part: dict[str, Any], sections: dict[str, Any], seen: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Sections with the path at which they may stand."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[1]
        if name not in seen:
            yield name, path.strip(".")
            yield from _placed(path, sections[name], sections, (*seen, name))
    for key, field in part.get("properties", {}).items():
        yield from _placed(f"{path}.{key}", field, sections, seen)
    if isinstance(part.get("additionalProperties"), dict):
        yield from _placed(f"{path}.*", part["additionalProperties"], sections, seen)
    if "items" in part:
        yield from _placed(f"{path}[]", part["items"], sections, seen)
    for option in (*part.get("anyOf", ()), *part.get("oneOf", ())):
        yield from _placed(path, option, sections, seen)


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands, "plan.md": plan_keys, "terms.md": terms, "problems.md": problems}
"""Pages by file name."""


def main() -> None:
    """Write all pages."""
    for name, write in PAGES.items():
        (HERE / name).write_text(write(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
