"""`salesplan diff`: two plans by key and by member, causes that add up, revisions from a real git repository."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan.cli import main
from salesplan.plan.compare import differences, shown
from salesplan.plan.source import read_text

Run = Callable[..., tuple[int, str, str]]
PLAN = """\
salesplan: 1
name: 对比公司
year: 2027
smallest: 100
country: US
team:
  - {id: E1, name: 张伟, region: 东}
  - {id: E2, name: 李娜, region: 西}
goals:
  targets: {revenue: 1_200_000}
  split:
    revenue:
      region: {weights: {points: 1}, members: {东: {points: 2}, 西: {points: 1}}}
      month: {from: even, working_days: false}
      person: {within: region, weights: {points: 1}, members: {E1: {points: 1}, E2: {points: 1}}}
"""
"""800,000 in the east, 400,000 in the west."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SALESPLAN_CACHE_DIR", str(tmp_path / "cache"))

    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def written(folder: Path, *edits: tuple[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = PLAN
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


def tables(run: Run, *argv: object) -> dict:
    code, out, err = run("diff", *argv, "-f", "json")
    assert code == 0, err
    return json.loads(out)["tables"]


def changed(found: dict, by: str) -> dict:
    return {r["member"]: (r["plan_target"], r["target"]) for r in found["changes"] if r["by"] == by and r["metric"] == "revenue"}


RAISED = ("revenue: 1_200_000", "revenue: 1_500_000")
SHIFTED = ("西: {points: 1}", "西: {points: 2}")


def test_who_gained_who_lost_and_why_by_hand(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b", RAISED, SHIFTED)
    found = tables(run, "a", "b")
    assert changed(found, "region") == {"东": (800_000, 750_000), "西": (400_000, 750_000)}
    assert changed(found, "person") == {"E1": (800_000, 750_000), "E2": (400_000, 750_000)}
    assert changed(found, "month")["2027-01"] == (100_000, 125_000)
    assert found["keys"] == [
        {"key": "goals.targets.revenue", "before": "1_200_000", "after": "1_500_000", "place": "plan.yaml:10:22"},
        {"key": "goals.split.revenue.region.members.西.points", "before": "1", "after": "2", "place": "plan.yaml:13:76"},
    ]
    steps = {r["step"]: (r["change"], r["change:东"], r["change:西"]) for r in found["steps"]}
    assert steps["goals.targets.revenue"] == (300_000, 200_000, 100_000)
    assert steps["goals.split.revenue.region.members"] == (0, -250_000, 250_000)


def test_causes_add_up_and_what_cannot_stand_alone_goes_together(run: Run, tmp_path: Path) -> None:
    """A new region needs its member, its person and its hold at once; every row of the causes sums to the total."""
    written(tmp_path / "a")
    written(
        tmp_path / "b", RAISED, ("西: {points: 1}}}", "西: {points: 1}, 北: {points: 1}}}"), ("region: 西}", "region: 西}\n  - {id: E3, name: 王芳, region: 北}"),
        ("E2: {points: 1}}}\n", "E2: {points: 1}, E3: {points: 1}}}\n  fixed: [{region: 北, equals: 100_000}]\n"),
    )  # fmt: skip
    found = tables(run, "a", "b")
    regions = changed(found, "region")
    assert regions["北"] == (None, 100_000)
    for region, (before, after) in regions.items():
        assert sum(r[f"change:{region}"] for r in found["steps"]) == after - (before or 0)
    assert sum(r["change"] for r in found["steps"]) == 300_000
    assert changed(found, "person")["E3"] == (None, 100_000)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=n@example.org", *words], cwd=folder, check=True, capture_output=True)


def test_a_revision_of_git_is_compared_with_the_plan_as_it_stands(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "plans" / "2027")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "plans")
    git(tmp_path, "commit", "-qm", "one")
    written(folder, RAISED)
    git(tmp_path, "commit", "-qam", "two")
    written(folder, RAISED, SHIFTED)
    last = tables(run, "HEAD")
    assert changed(last, "region") == {"东": (1_000_000, 750_000), "西": (500_000, 750_000)}
    for words in (("HEAD~1:plans/2027",), ("HEAD~1", "plans/2027"), ("HEAD~1:plans/2027/plan.yaml", "plans/2027/plan.yaml")):
        assert changed(tables(run, *words), "region") == {"东": (800_000, 750_000), "西": (400_000, 750_000)}
    assert changed(tables(run, "HEAD~1", "HEAD"), "region") == {"东": (800_000, 1_000_000), "西": (400_000, 500_000)}
    code, out, _ = run("decompose", "plans/2027", "--diff", "HEAD~1", "-f", "json")
    assert code == 0
    east = json.loads(out)["tables"]["by_region"][0]
    assert (east["plan_target"], east["target"], east["change"]) == (800_000, 750_000, -50_000)


def test_a_scenario_is_compared_with_its_plan(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "a")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "高.yaml").write_text("goals: {targets: {revenue: 1_500_000}}\n", encoding="utf-8")
    found = tables(run, "a", "高")
    assert changed(found, "region") == {"东": (800_000, 1_000_000), "西": (400_000, 500_000)}
    assert found["keys"][0]["place"] == "scenarios/高.yaml:1:28"
    assert changed(tables(run, "高", "a"), "region")["东"] == (1_000_000, 800_000)


def test_plans_that_say_the_same_and_words_that_name_no_plan(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b")
    code, out, _ = run("diff", "a", "b", "--lang", "en")
    assert code == 0
    assert "say the same" in out
    code, _, err = run("diff", "nothing", "a", "--lang", "en")
    assert code == 2
    assert "nothing" in err


def test_targets_of_lists_are_said_not_to_be_compared(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b", ("team:", "data: {targets: targets.csv}\nteam:"))
    code, out, err = run("diff", "a", "b", "--lang", "en")
    assert code == 0, err
    assert "data.targets" in out


@pytest.mark.parametrize(("lang", "words"), [("zh", ("多了西", "少了东")), ("en", ("gained西", "lost东"))])
def test_the_screen_names_winners_and_losers(run: Run, tmp_path: Path, lang: str, words: tuple[str, ...]) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b", SHIFTED)
    code, out, err = run("diff", "a", "b", "--by", "region", "--lang", lang)
    assert code == 0, err
    assert all(w in "".join(out.split()) for w in words)


def test_lists_are_compared_by_name_or_by_what_they_say() -> None:
    one, other = (read_text(t, "plan.yaml")[0] for t in ("team: [{id: A, x: 1}, {id: B, x: 1}]\nfixed: [{r: 1}, {r: 2}]\n", "team: [{id: B, x: 2}, {id: A, x: 1}]\nfixed: [{r: 2}, {r: 3}]\n"))
    assert [(d.key, shown(d.before), shown(d.after)) for d in differences(one, other)] == [
        ("team.B.x", "1", "2"), ("fixed.2", None, "r: 3"), ("fixed.1", "r: 1", None),
    ]  # fmt: skip
