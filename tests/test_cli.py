"""The front door as users meet it: pages, languages, exit codes, closed pipes, and what it must not load."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from salesplan import __version__
from salesplan.cli import COMMANDS
from salesplan.commands.streams import whereabouts
from salesplan.period import Month

ROOT = Path(__file__).parent.parent
HEAVY = ("typer", "rich", "pydantic", "yaml", "numpy", "pandas", "scipy", "openpyxl", "xlsxwriter", "jinja2", "python_calamine")


def salesplan(*arguments, lang="en", **more):
    env = {**os.environ, "SALESPLAN_LANG": lang, **more.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "salesplan", *arguments], capture_output=True, encoding="utf-8", env=env, timeout=60, **more
    )


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("help",)])
def test_the_front_page(arguments):
    done = salesplan(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("A sales plan as source code")


def test_the_version():
    assert salesplan("--version").stdout == f"salesplan {__version__}\n"


@pytest.mark.parametrize("arguments", [("--lang", "zh"), ("--lang=zh", "--help"), ("--help", "--lang", "zh"), ("help", "--lang", "zh")])
def test_the_language_may_be_asked_for_anywhere(arguments):
    assert "用法：salesplan 命令 [选项]" in salesplan(*arguments).stdout


@pytest.mark.parametrize(("name", "value", "expected"), [("LANG", "zh_CN.UTF-8", "用法"), ("LC_ALL", "zh_TW", "用法"), ("LANG", "de_DE", "Usage")])
def test_else_the_environment_tells_the_language(name, value, expected):
    clear = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", name: value}
    assert expected in salesplan(lang="", env=clear).stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("decompos",), "没有“decompos”这条命令，是不是 decompose？"),
        (("qqqq",), "没有“qqqq”这条命令\n"),
        (("--vrsion",), "没有“--vrsion”这个选项，是不是 --version？"),
        (("--format", "json", "check"), "没有“--format”这个选项"),
        (("--lang", "fr"), "--lang 不接受“fr”"),
        (("--lang",), "--lang 不接受“”"),
        (("help", "chek"), "没有“chek”这条命令，是不是 check？"),
    ],
)
def test_what_is_not_understood_exits_with_2(arguments, expected):
    done = salesplan(*arguments, lang="zh")
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("entry", COMMANDS, ids=lambda e: e.name)
def test_every_command_has_a_page_and_refuses_unknown_options(entry, lang):
    page = salesplan(entry.name, "--help", lang=lang)
    assert (page.returncode, page.stderr) == (0, "")
    assert page.stdout.startswith(("用法：" if lang == "zh" else "Usage: ") + f"salesplan {entry.name}")
    assert "option-" not in page.stdout
    wrong = salesplan(entry.name, "--no-such-thing", lang=lang)
    assert wrong.returncode == 2
    assert f"salesplan {entry.name} --help" in wrong.stderr


def loaded(*arguments):
    """The modules that a run loads."""
    code = "import sys; from salesplan.cli import main; main(sys.argv[1:]); print('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", timeout=60)
    return {m.partition(".")[0] for m in done.stderr.split()}


@pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",), ("--lang", "zh", "--help")])
def test_the_front_page_loads_nothing_heavy(arguments):
    assert not loaded(*arguments) & {*HEAVY, "dataclasses"}


@pytest.mark.parametrize("plan", ["examples/chengyue/plan-zh", "examples/chengyue/mistakes.en.yaml"])
def test_a_check_loads_nothing_heavy(plan):
    needed = {"typer", "pydantic", "yaml"}
    assert not loaded("check", str(ROOT / plan)) & (set(HEAVY) - needed)


@pytest.mark.parametrize(("mistakes", "lang", "expected"), [("zh", "en", "共 6 个问题"), ("en", "zh", "6 problems"), ("", "zh", "共 6 个问题")])
def test_a_plan_is_told_its_problems_in_its_own_language(mistakes, lang, expected, tmp_path):
    text = (ROOT / f"examples/chengyue/mistakes.{mistakes or 'en'}.yaml").read_text(encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(text if mistakes else text.replace("language: en\n", ""), encoding="utf-8")
    done = salesplan("check", str(plan), lang=lang)
    assert (done.returncode, done.stdout) == (3, "")
    assert expected in done.stderr
    other = {"zh": "en", "en": "zh"}[mistakes or lang]
    assert expected not in salesplan("check", str(plan), "--lang", other, lang=lang).stderr


def test_problems_as_json_go_to_standard_output():
    done = salesplan("check", str(ROOT / "examples/chengyue/mistakes.en.yaml"), "-f", "json")
    assert (done.returncode, done.stderr) == (3, "")
    assert len(json.loads(done.stdout)["problems"]) == 6


def test_a_plan_that_is_not_there_is_an_invalid_input(tmp_path):
    done = salesplan("check", "nothing.yaml", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("nothing.yaml: plan-not-there\n")


def test_an_output_that_cannot_be_written_is_usage(tmp_path):
    done = salesplan("schema", "-o", "no/such/folder/s.json", cwd=tmp_path)
    assert done.returncode == 2
    assert "output-folder-missing" in done.stderr


def test_a_closed_pipe_is_quiet():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "salesplan"], stdout=writing, stderr=subprocess.PIPE, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_disk_under_stdout_is_an_error_of_one_line():
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "salesplan"], stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_closed_streams_do_no_harm():
    code = "import os, sys, subprocess; os.close(1); os.close(2); sys.exit(subprocess.call([sys.executable, '-m', 'salesplan']))"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


@pytest.mark.parametrize("env", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_chinese_is_utf_8_whatever_the_locale(env):
    assert "销售计划" in salesplan("--lang", "zh", env=env).stdout
    assert "这条命令" in salesplan("nothing", "--lang", "zh", env=env).stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_a_word(number):
    code = (
        "import signal, sys, time; signal.signal(signal.SIGINT, signal.default_int_handler);"  # a shell's background ignores it
        "from salesplan.commands import streams; streams.stop_quietly(); print('ready', flush=True);"
        "[time.sleep(0.01) for _ in range(3000)]"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (128 + number, b"")


def test_a_bug_is_told_by_place_and_never_by_its_text():
    with pytest.raises(ValueError, match="hunter2") as caught:
        Month.read("hunter2")
    assert re.fullmatch(r"ValueError period.py:\d+", whereabouts(caught.value))
