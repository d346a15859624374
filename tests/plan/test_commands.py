"""init, check and schema as users run them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from salesplan.cli import main
from salesplan.plan.load import load_plan
from salesplan.words.width import width

ROOT = Path(__file__).parent.parent.parent
PLANS = sorted(p for p in (ROOT / "plans").iterdir() if p.suffix == ".yaml" or p.is_dir())


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_plans_to_copy_are_sound(plan, lang, capsys):
    assert main(["check", str(plan), "--strict", "--lang", lang]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith({"zh": "没有问题：", "en": "No problems: "}[lang])


def test_there_is_a_plan_of_each_form_and_language():
    assert [p.name for p in PLANS] == ["full.en", "full.zh", "small.en.yaml", "small.zh.yaml"]
    for plan in PLANS:
        text = (plan / "plan.yaml" if plan.is_dir() else plan).read_text("utf-8")
        assert text.startswith("# yaml-language-server: $schema=./plan.schema.json\n# $schema: ./plan.schema.json\n")
        assert load_plan(plan).language == plan.name.split(".")[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_first_plan_stands_in_one_file(here, lang, capsys):
    assert main(["init", "--lang", lang]) == 0
    assert names(here) == ["plan.schema.json", "plan.yaml"]
    assert (here / "plan.yaml").read_bytes() == (ROOT / "plans" / f"small.{lang}.yaml").read_bytes()
    assert "plan.yaml" in capsys.readouterr().out
    assert main(["check", "--strict"]) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_is_written_whole(here, lang):
    assert main(["init", "plans/2027", "--lang", lang]) == 0
    assert set(names(here / "plans" / "2027")) >= {"plan.yaml", "goals.yaml", "plan.schema.json", "goals.schema.json"}
    assert main(["check", "--strict"]) == 0
    Draft202012Validator.check_schema(json.loads((here / "plans" / "2027" / "goals.schema.json").read_text("utf-8")))


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["2027.yaml"], ["2027.yaml", "plan.schema.json"]),
        (["a/b", "--one-file"], ["a/b/plan.schema.json", "a/b/plan.yaml"]),
        (["--one-file"], ["plan.schema.json", "plan.yaml"]),
    ],
)
def test_the_form_may_be_chosen(here, arguments, written):
    assert main(["init", *arguments, "--lang", "en"]) == 0
    assert names(here) == written


def test_nothing_is_written_over(here, capsys):
    (here / "plan.yaml").write_text("name: mine\n", encoding="utf-8")
    assert main(["init", "--lang", "en"]) == 2
    assert "plan.yaml: init-file-there" in capsys.readouterr().err
    assert names(here) == ["plan.yaml"]
    assert (here / "plan.yaml").read_text("utf-8") == "name: mine\n"
    assert main(["init", "--lang", "en", "--force"]) == 0
    assert load_plan(here).name == "Harbor Filtration 2027"
    assert main(["init", "other.yaml", "--lang", "en"]) == 0


@pytest.mark.parametrize("arguments", [["--folder", "--one-file"], ["x.yaml", "--folder"]])
def test_forms_that_exclude_each_other(here, arguments, capsys):
    assert main(["init", *arguments, "--lang", "en"]) == 2
    assert names(here) == []
    assert capsys.readouterr().err


def test_check_tells_what_a_plan_says(capsys):
    assert main(["check", str(ROOT / "plans" / "full.en"), "--lang", "en"]) == 0
    assert capsys.readouterr().out == (
        "No problems: Meridian Drives China 2027\n"
        "  Fiscal year 2027 (2027-01 to 2027-12), money in CNY, shown in units of thousand\n"
        "  People: 12 positions, 1 of them open\n"
        "  Targets: Sales 240,000.0 CNY k, Gross profit 52,000.0 CNY k, Receipts 230,000.0 CNY k, New customers 180\n"
        "  Sales split by: Region (4 named), Customer group (3 named), Product line (4 named), Salesperson (within Region), Month\n"
        "  Gross profit split by: Region (4 named), Product line (4 named), Month\n"
        "  Holds: 3\n"
        "  Combinations that get nothing: 1\n"
        "  Commitments: 4, 1 not answered yet\n"
    )


BAD = "name: 试点公司 2027\nyear: 2027\nteam:\n  - {name: 张伟, capasity: 900万}\ngoals：\n  targets: {revenue: 七亿}\n"


def test_check_shows_every_problem_with_its_line_and_caret(here, capsys):
    (here / "plan.yaml").write_text(BAD, encoding="utf-8")
    assert main(["check", "--lang", "zh"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.rpartition("\n\n")[0] == (
        "plan.yaml:4:16: unknown-key\n"
        "      - {name: 张伟, capasity: 900万}\n"
        "                     ^^^^^^^^\n"
        "  这里没有“capasity”这个键。\n"
        "  是不是想写“capacity”？\n"
        "\n"
        "plan.yaml:5:6: full-width-colon\n"
        "    goals：\n"
        "         ^^\n"
        "  “goals”后面的冒号或空格是全角的。\n"
        "  改成半角冒号加一个空格：“goals: ……”。\n"
        "\n"
        "plan.yaml:6:22: value-not-a-number\n"
        "      targets: {revenue: 七亿}\n"
        "                         ^^^^\n"
        "  “七亿”不是数字。\n"
        "  写成 1200万、1.2亿、12,000 或 120_000_000 的样子。"
    )
    for excerpt, caret in [("    goals：", "         ^^")]:
        assert width(excerpt) == width(caret)


def test_check_as_json_keeps_the_contract(here, capsys):
    (here / "plan.yaml").write_text(BAD, encoding="utf-8")
    assert main(["check", "-f", "json", "--lang", "en"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["format", "report", "plan", "as_of", "inputs", "tables", "alerts", "notes", "problems"]
    assert [(p["slug"], p["file"], p["line"], p["column"]) for p in answer["problems"]] == [
        ("unknown-key", "plan.yaml", 4, 16), ("full-width-colon", "plan.yaml", 5, 6), ("value-not-a-number", "plan.yaml", 6, 22),
    ]  # fmt: skip
    assert answer["problems"][0]["message"] == "There is no key `capasity` here."
    assert answer["problems"][0]["remedy"] == "Did you mean `capacity`?"
    assert main(["check", str(ROOT / "plans" / "full.zh"), "-f", "json"]) == 0
    sound = json.loads(capsys.readouterr().out)
    assert sound["problems"] == []
    assert (sound["plan"]["year"], sound["plan"]["currency"]) == (2027, "CNY")
    assert [source["file"] for source in sound["inputs"]] == ["plan.yaml", "goals.yaml", "customers.yaml"]


def test_check_looks_into_every_scenario(here, capsys):
    assert main(["init", "p", "--lang", "en"]) == 0
    (here / "p" / "scenarios" / "wild.yaml").write_text("goals:\n  targets: {revenu: 1m}\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "p", "--lang", "en"]) == 3
    assert "p/scenarios/wild.yaml:2:13: unknown-key" in capsys.readouterr().err
    assert main(["check", "p", "--lang", "en", "--scenario", "cautious"]) == 0


def test_notices_are_no_errors_unless_asked_to_be(here, capsys):
    (here / "plan.yaml").write_text("name: x\nyear: 2027\nmarket: {personas: []}\n", encoding="utf-8")
    assert main(["check", "--lang", "en"]) == 0
    assert "plan.yaml:3:1: This version does not read `market` yet; it is left alone." in capsys.readouterr().out
    assert main(["check", "--lang", "en", "--strict"]) == 4


def test_the_schema_is_printed_or_written(here, capsys):
    assert main(["schema"]) == 0
    printed = capsys.readouterr().out
    assert main(["schema", "-o", "plan.schema.json"]) == 0
    assert (here / "plan.schema.json").read_text("utf-8") == printed
    assert json.loads(printed)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert main(["schema", "--chapter", "goals"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "salesplan goals"


def test_checking_loads_nothing_that_calculates(here):
    main(["init", "--lang", "zh"])
    code = "import sys; from salesplan.cli import main; code = main(['check', 'plan.yaml']); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {"pandas", "numpy", "scipy", "openpyxl", "xlsxwriter", "python_calamine", "jinja2", "rich", "holidays", "chinese_calendar"}
