"""Several plans, or several files of one plan, in one check: as a commit hook names them."""

import json
import shutil
from pathlib import Path

from salesplan.cli import main

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "chengyue"


def test_the_files_of_one_plan_are_one_plan(capsys):
    plan = EXAMPLE / "plan-zh"
    assert main(["check", str(plan / "plan.yaml"), str(plan / "goals.yaml"), "--lang", "en"]) == 0
    assert capsys.readouterr().out.count("No problems") == 1


def test_every_plan_is_checked(capsys):
    assert main(["check", str(EXAMPLE / "plan-zh"), str(EXAMPLE / "plan-en"), "--lang", "en"]) == 0
    assert capsys.readouterr().out.count("No problems") == 2


def test_problems_of_all_are_told_together(capsys, tmp_path):
    shutil.copy(EXAMPLE / "mistakes.en.yaml", tmp_path)
    files = [str(EXAMPLE / "plan-en"), str(tmp_path / "mistakes.en.yaml"), str(tmp_path / "nothing.yaml")]
    assert main(["check", *files, "-f", "json"]) == 3
    slugs = [p["slug"] for p in json.loads(capsys.readouterr().out)["problems"]]
    assert len(slugs) == 7
    assert "plan-not-there" in slugs
