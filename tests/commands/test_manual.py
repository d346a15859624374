"""The help pages: in both languages, within 79 columns, built from the parameters as they are."""

from typing import Annotated

import pytest
import typer

from salesplan.cli import COMMANDS, app_of
from salesplan.commands.manual import command_page, front_page
from salesplan.commands.options import (
    AsOf,
    Format,
    Lang,
    Output,
    PlanArgument,
    Quiet,
    Scenario,
    Set,
    Strict,
    Table,
    Unit,
)
from salesplan.words.width import width


def ask(
    slices: Annotated[list[str], typer.Argument(metavar="SLICE", help="option-plan")],
    plan: PlanArgument = None,
    format: Format = "terminal",
    outputs: Output = None,
    as_of: AsOf = None,
    lang: Lang = None,
    scenario: Scenario = None,
    sets: Set = None,
    unit: Unit = None,
    table: Table = None,
    strict: Strict = False,
    quiet: Quiet = False,
    top: Annotated[int, typer.Option("--top")] = 5,
) -> int:
    return 0


@pytest.fixture(scope="module")
def command():
    return app_of("decompose", ask)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_fit_the_screen(command, lang):
    for page in (front_page(COMMANDS, lang), command_page("decompose", command, lang)):
        assert max(width(line) for line in page.splitlines()) < 80
        assert not any(line != line.rstrip() for line in page.splitlines())


def test_the_front_page_names_every_command_under_its_chapter():
    page = front_page(COMMANDS, "en")
    assert page.index("\nPlan\n") < page.index("  check ") < page.index("\nGoals\n") < page.index("  decompose ")
    assert all(f"\n  {e.name} " in page for e in COMMANDS)


def test_a_command_page_has_no_english_in_chinese(command):
    page = command_page("decompose", command, "zh")
    assert "用法：salesplan decompose 维度=成员... [计划] [选项]" in page
    assert "  -o, --output 文件" in page
    assert "      --as-of 日期" in page
    for english in ("Usage", "Options", "Arguments", "default", "required", "Show this message"):
        assert english not in page


def test_defaults_and_needs_are_told(command):
    page = command_page("decompose", command, "en")
    assert "(default terminal)" in page
    assert "(default 5)" in page
    assert "(required)" in page
    assert "False" not in page
