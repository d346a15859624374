"""Command lines that make no sense are answered in the reader's language, with the nearest thing that does."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import pytest
import typer

from salesplan.cli import app_of
from salesplan.commands import options
from salesplan.commands.usage import Misuse, understood
from salesplan.render import formats


def ask(
    plan: options.PlanArgument = None,
    format: options.Format = "terminal",
    outputs: options.Output = None,
    as_of: options.AsOf = None,
    lang: options.Lang = None,
    sets: options.Set = None,
    unit: options.Unit = None,
    strict: options.Strict = False,
    quiet: options.Quiet = False,
    top: Annotated[int, typer.Option("--top")] = 5,
) -> dict:
    return locals()


def need(name: Annotated[str, typer.Argument(metavar="NAME")]) -> int:
    return 0


def run(*arguments, function=ask):
    command = app_of("decompose", function)
    with understood("decompose", command, arguments) as context:
        return command.invoke(context)


def test_values_arrive_as_what_they_mean():
    got = run("plans", "-f", "json", "-o", "a.xlsx", "-o", "b.HTML", "--as-of=2027-03-31", "--set", "a=b", "-q")
    assert (got["plan"], got["format"], got["quiet"], got["strict"]) == (Path("plans"), "json", True, False)
    assert list(got["outputs"]) == [Path("a.xlsx"), Path("b.HTML")]
    assert got["as_of"] == dt.date(2027, 3, 31)
    assert options.edits(got["sets"]) == (("a", "b"),)


def test_what_is_not_given_is_not_there():
    got = run()
    assert (got["plan"], got["as_of"], got["lang"], got["unit"]) == (None, None, None, None)
    assert not got["outputs"]
    assert options.edits(got["sets"]) == ()


WRONG = {
    "an unknown option": (["--formt", "json"], "没有“--formt”这个选项，是不是 --format？", 'there is no option "--formt"; did you mean --format?'),
    "an unknown short option": (["-z"], "没有“-z”这个选项", 'there is no option "-z"'),
    "an unknown form": (["-f", "jsno"], "--format 不接受“jsno”，是不是 json？", '--format does not take "jsno"; did you mean json?'),
    "an unknown suffix": (["-o", "a.xlx"], "不知道“a.xlx”该写成什么格式，是不是 xlsx？", 'the form of "a.xlx" is not known; did you mean xlsx?'),
    "no suffix": (["-o", "report"], "不知道“report”该写成什么格式", 'the form of "report" is not known'),
    "no date": (["--as-of", "2027-02-30"], "--as-of 的“2027-02-30”不是日期", '"2027-02-30" of --as-of is not a date'),
    "no number": (["--top", "many"], "“many”不能用于 --top", '"many" cannot be used for --top'),
    "a flag with a value": (["--strict=3"], "--strict 后面不带值", "--strict takes no value"),
    "an option without its value": (["-o"], "-o 后面少了一个值", "-o needs a value after it"),
    "one word too many": (["plans", "more"], "多了“more”", '"more" is one too many'),
    "no language": (["--lang", "cn"], "--lang 不接受“cn”", '--lang does not take "cn"'),
    "no unit": (["--unit", "万员"], "--unit 不接受“万员”", '--unit does not take "万员"'),
}


@pytest.mark.parametrize("case", WRONG)
def test_misuse_is_told_in_both_languages(case):
    arguments, zh, en = WRONG[case]
    with pytest.raises(Misuse) as caught:
        run(*arguments)
    assert caught.value.said("zh").splitlines()[0] == zh
    assert caught.value.said("en").splitlines()[0] == en
    assert caught.value.said("en").splitlines()[-1] == "see salesplan decompose --help"


def test_a_missing_argument_is_named_as_the_page_names_it():
    with pytest.raises(Misuse) as caught:
        run(function=need)
    assert caught.value.said("zh").startswith("少了名称\n")
    assert caught.value.said("en").startswith("NAME is missing\n")


def test_an_edit_needs_a_path_and_a_value():
    for text in ("no sign", "=5"):
        with pytest.raises(Misuse) as caught:
            options.edits([text])
        assert text in caught.value.said("en")


def test_what_is_quoted_cannot_act_on_a_terminal():
    with pytest.raises(Misuse) as caught:
        run("--as-of", "\x1b[31mred\u202e")
    assert "\x1b" not in caught.value.said("zh")
    assert "\u202e" not in caught.value.said("zh")


def test_a_list_of_words_takes_chinese_commas():
    assert options.words_of("region，month、 product") == ("region", "month", "product")


def test_what_may_be_asked_for_is_what_can_be_rendered():
    assert options.FORMS == formats.FORMATS
    assert tuple(f".{s}" for s in options.SUFFIXES) == formats.SUFFIXES
