"""The front door: which command is meant, what it answers to, and which exit code it ends with.

Only what a run needs is loaded: the front page is printed from the table below, and a command
loads no module but its own. Here, and nowhere else, a wrong input becomes text and an exit code.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from salesplan.commands import streams

if TYPE_CHECKING:
    from typer.core import TyperCommand

    from salesplan.problem import InvalidInput


class Entry(NamedTuple):
    """A command: the name that is typed, and the chapter (panel of the front page) that it belongs to."""

    name: str
    panel: str


COMMANDS: tuple[Entry, ...] = (
    Entry("init", "plan"),
    Entry("check", "plan"),
    Entry("schema", "plan"),
    Entry("inspect", "plan"),
    Entry("cache", "plan"),
    Entry("explain", "plan"),
    Entry("diff", "plan"),
    Entry("decompose", "goals"),
    Entry("score", "customers"),
    Entry("review", "performance"),
    Entry("replan", "performance"),
    Entry("cross-sell", "performance"),
)
"""Every command, in the order of the front page; `NAME` runs `salesplan.commands.NAME.command`."""

DONE, BUG, USAGE, INVALID, STOPPED = 0, 1, 2, 3, 130
"""Exit codes; 4 (an alert was crossed, with --strict) is what a command returns."""


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code, after the command line `argv` (by default the process's own) has been answered.

    0 done, 1 a bug, 2 usage (unknown names, bad values, outputs that cannot be written), 3 invalid
    input, 4 an alert was crossed and --strict was given; 128 + the signal's number when stopped.
    """
    restore = streams.stop_quietly()
    from salesplan.words.languages import language_of

    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = _asked_language(arguments) or language_of()
    streams.ready()
    try:
        code = _answer(arguments, lang)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        streams.silence()
        return DONE
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:
        return _told(error, lang)
    finally:
        restore()


def _asked_language(arguments: Sequence[str]) -> str | None:
    """The value of the last `--lang` anywhere, when it is a language."""
    from salesplan.words.languages import LANGUAGES

    apart = [v for a, v in pairwise(arguments) if a == "--lang"]
    joined = [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
    return next((v for v in reversed(apart + joined) if v in LANGUAGES), None)


def _answer(arguments: list[str], lang: str) -> int:
    """Print the front page or the version, or run the command that is named."""
    before, name, after = _parted(arguments)
    _refuse(before)
    if name == "help":
        _, name, after = _parted([*after, "--help"])
    if name is None:
        return _front(before, lang)
    if name not in [e.name for e in COMMANDS]:
        raise _unknown("usage-command", name, [e.name for e in COMMANDS])
    return _run(name, [o for o in before if o != "--version"] + after, lang)


def _parted(arguments: Sequence[str]) -> tuple[list[str], str | None, list[str]]:
    """Options before the command, the command (None when there is none), and what follows it."""
    before: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word == "--lang":
            before.append(f"--lang={next(rest, '')}")
        elif word.startswith("-"):
            before.append(word)
        else:
            return before, word, list(rest)
    return before, None, []


def _front(options: list[str], lang: str) -> int:
    if "--version" in options:
        from salesplan import __version__

        print(f"salesplan {__version__}")
    else:
        from salesplan.commands.manual import front_page

        print(front_page(COMMANDS, lang), end="")
    return DONE


def _refuse(options: Sequence[str]) -> None:
    """Let pass the options that may stand before a command. Raises: Misuse for any other."""
    from salesplan.words.languages import LANGUAGES

    for option in options:
        name, _, value = option.partition("=")
        if name == "--lang" and value not in LANGUAGES:
            raise _unknown("usage-choice", value, LANGUAGES, option="--lang")
        if name not in ("--lang", "--version", "--help", "-h"):
            raise _unknown("usage-option", name, ["--help", "--lang", "--version"])


def _unknown(slug: str, word: str, known: Sequence[str], **params: str) -> Exception:
    from salesplan.commands.usage import unknown

    return unknown(slug, word, known, **params)


def _run(name: str, arguments: list[str], lang: str) -> int:
    """Run one command; `--help` among its arguments prints its page instead.

    Plug-ins of pydantic are not ours: looking for them costs 20 ms, and they would see the plan.
    Nearly all that loading makes stays until the end: searching it for garbage every 700 objects costs 50 ms.
    Threads of linear algebra cost 80 ms to start, and nothing here is large enough to gain by them.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(50_000, 20, 20)
    command = load(name)
    plain = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "--help" in plain or "-h" in plain:
        from salesplan.commands.manual import command_page

        print(command_page(name, command, lang), end="")
        return DONE
    from salesplan.commands.usage import understood
    from salesplan.problem import InvalidInput

    with understood(name, command, arguments) as context:
        try:
            return int(command.invoke(context) or DONE)
        except InvalidInput as error:
            return _refused(error, context.params, lang)


def load(name: str) -> TyperCommand:
    """The command of that name, with its parameters; its module is imported now."""
    from importlib import import_module

    return app_of(name, import_module(f"salesplan.commands.{name.replace('-', '_')}").command)


def app_of(name: str, function: Callable[..., Any]) -> TyperCommand:
    """A function whose parameters are options and arguments, as a command of its own."""
    import typer
    from typer.core import TyperCommand
    from typer.main import get_command

    from salesplan.commands.plain_values import read_plainly

    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, add_help_option=False, context_settings={"allow_extra_args": True})(function)
    command = get_command(app)
    assert isinstance(command, TyperCommand)
    read_plainly(command)
    return command


def _refused(error: InvalidInput, params: dict[str, Any], lang: str) -> int:
    """Show all that is wrong with an input: on standard output where JSON was asked for, else on standard error."""
    from salesplan.plan.language import language_of_plan
    from salesplan.render import problems

    named = params.get("plan") or None
    plan = named[0] if isinstance(named, (list, tuple)) else named
    lang = params.get("lang") or language_of_plan(plan) or lang
    if params.get("format") == "json":
        print(problems.as_json(error.problems, lang).rstrip("\n"))
    else:
        streams.show(problems.text(error.problems, lang, streams.error_screen()))
    return INVALID


def _told(error: Exception, lang: str) -> int:
    """Say on standard error, calmly, why there is no answer; the exit code."""
    from salesplan.commands.usage import Misuse
    from salesplan.render.files import NotWritten

    if os.environ.get("SALESPLAN_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, Misuse):
        return streams.complain(error.said(lang), USAGE)
    if isinstance(error, NotWritten):
        from salesplan.render import problems

        streams.show(problems.text([error.problem], lang, streams.error_screen()))
        return USAGE
    if isinstance(error, OSError):
        streams.silence()
        slug = "usage-file" if error.filename else "stdout-lost"
        misuse = Misuse(slug, file=str(error.filename), reason=error.strerror or type(error).__name__)
        return streams.complain(misuse.said(lang), USAGE)
    bug = Misuse("out-of-memory") if isinstance(error, MemoryError) else Misuse("bug", what=streams.whereabouts(error))
    return streams.complain(bug.said(lang), BUG)
