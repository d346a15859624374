"""Writes the reference pages of this folder from what the program itself holds; a test fails when they are stale.

    python docs/generate.py

Commands come from their own parameters, plan keys from the models, terms and problems from `salesplan/words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from salesplan.cli import COMMANDS, load
from salesplan.commands.manual import command_page, front_page, words
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
    return f"### {slug}\n\n- {message.en} {message.do_en}\n- {message.zh} {message.do_zh}"


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands, "terms.md": terms, "problems.md": problems}
"""Pages by file name."""


def main() -> None:
    """Write all pages."""
    for name, write in PAGES.items():
        (HERE / name).write_text(write(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
