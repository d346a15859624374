"""Options that commands share, each with one spelling, one meaning and one help text.

`help` and `metavar` of every option are slugs and words of `salesplan.words.messages`, said in the
reader's language when the help page is printed; values that cannot be used raise `Misuse`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from salesplan.commands.usage import Misuse, unknown
from salesplan.words import language_of
from salesplan.words.kinds import UNITS

FORMS = ("terminal", "json", "csv", "md")
"""What `-f` may ask for on standard output."""

SUFFIXES = ("xlsx", "html", "json", "csv", "md")
"""What `-o` may write, chosen by the file's suffix."""


def one_of(option: str, known: Iterable[str]) -> Callable[[str], str]:
    """A reader of values that accepts only known words. It raises: Misuse with the nearest of them."""
    words = tuple(known)

    def read(value: str) -> str:
        if value not in words:
            raise unknown("usage-choice", value, words, option=option)
        return value

    return read


def day(value: str) -> dt.date:
    """The date that an ISO text names.

    >>> day("2027-03-31")
    datetime.date(2027, 3, 31)

    Raises: Misuse.
    """
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise Misuse("usage-date", option="--as-of", value=value) from None


def output_file(value: str) -> Path:
    """The file to write, when its suffix names a form that can be written. Raises: Misuse."""
    suffix = Path(value).suffix.lower().lstrip(".")
    if suffix not in SUFFIXES:
        raise unknown("usage-suffix", suffix or value, SUFFIXES, file=value)
    return Path(value)


def edits(values: Iterable[str] | None) -> tuple[tuple[str, str], ...]:
    """The path and the value of each `--set path=value`.

    >>> edits(["goals.targets.revenue=8亿"])
    (('goals.targets.revenue', '8亿'),)

    Raises: Misuse when there is no path or no equals sign.
    """
    pairs = []
    for text in values or ():
        path, sign, value = text.partition("=")
        if not sign or not path.strip():
            raise Misuse("usage-set", value=text)
        pairs.append((path.strip(), value.strip()))
    return tuple(pairs)


def words_of(values: str | None) -> tuple[str, ...]:
    """The words of a list such as `region,month`, without blanks; a full-width comma parts them too.

    >>> words_of("region, month"), words_of(None)
    (('region', 'month'), ())
    """
    return tuple(w.strip() for w in (values or "").replace("，", ",").replace("、", ",").split(",") if w.strip())


def result_language(asked: str | None, of_plan: str | None) -> str:
    """The language of a result: `--lang`, then the plan's, then the reader's environment."""
    return asked or of_plan or language_of()


PlanArgument = Annotated[Path | None, typer.Argument(metavar="PLAN", help="option-plan")]
Format = Annotated[
    str, typer.Option("--format", "-f", metavar="FORM", help="option-format", parser=one_of("--format", FORMS))
]
Output = Annotated[
    list[Path] | None, typer.Option("--output", "-o", metavar="FILE", help="option-output", parser=output_file)
]
AsOf = Annotated[dt.date | None, typer.Option("--as-of", metavar="DATE", help="option-as-of", parser=day)]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="option-lang", parser=one_of("--lang", ("zh", "en")))
]
Scenario = Annotated[str | None, typer.Option("--scenario", metavar="NAME", help="option-scenario")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="option-set")]
Unit = Annotated[
    str | None, typer.Option("--unit", metavar="UNIT", help="option-unit", parser=one_of("--unit", UNITS))
]
Table = Annotated[str | None, typer.Option("--table", metavar="NAME", help="option-table")]
Strict = Annotated[bool, typer.Option("--strict", help="option-strict")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="option-quiet")]


def without_cache(context: typer.Context, value: bool) -> bool:
    """Whether this run is to do without the cache, which is then out of use until the command's end."""
    if value:
        from salesplan.records.cache import IN_USE

        token = IN_USE.set(False)
        context.call_on_close(lambda: IN_USE.reset(token))
    return value


NoCache = Annotated[bool, typer.Option("--no-cache", help="option-no-cache", callback=without_cache)]
"""Takes effect by itself; a command only declares it, as `_no_cache`."""


def with_password(context: typer.Context, value: str | None) -> str | None:
    """The name of the environment variable whose password opens locked workbooks in this run. Raises: Misuse."""
    if value is not None:
        import os

        from salesplan.commands.usage import Misuse
        from salesplan.records.password import PASSWORD

        if not os.environ.get(value):
            raise Misuse("password-not-there", name=value)
        token = PASSWORD.set(os.environ[value])
        context.call_on_close(lambda: PASSWORD.reset(token))
        without_cache(context, True)  # what is locked is kept nowhere in the open
    return value


PasswordEnv = Annotated[str | None, typer.Option("--password-env", metavar="NAME", help="option-password-env", callback=with_password)]
"""Takes effect by itself; a command only declares it, as `_password_env`."""
