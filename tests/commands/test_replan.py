"""`salesplan replan` on whole files: a half year worked out by hand, the scenario it writes, years at the edges, lists without a plan."""

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan.cli import main

Run = Callable[..., tuple[int, str, str]]
PLAN = """
salesplan: 1
name: 半年公司
year: 2027
starts: {starts}
smallest: 100
language: zh
country: US
data: {{sales: sales.csv{data}}}
team:
  - {{id: E1, name: 张伟, region: 东}}
  - {{id: E2, name: 李娜, region: 东{left}}}
  - {{id: E3, name: 王芳, region: 西}}
goals:
  targets: {{revenue: 1_440_000}}
  split:
    revenue:
      region: {{weights: {{points: 1}}, members: {{东: {{points: 2}}, 西: {{points: 1}}}}}}
      month: {{from: even, working_days: false}}
      person: {{within: region, weights: {{points: 1}}, members: {{E1: {{points: 1}}, E2: {{points: 1}}, E3: {{points: 1}}}}}}
"""
"""80,000 a month in the east (40,000 a person), 40,000 in the west."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SALESPLAN_CACHE_DIR", str(tmp_path / "cache"))

    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def plan(folder: Path, *, starts: str = "2027-01", data: str = "", left: str = "") -> None:
    (folder / "plan.yaml").write_text(PLAN.format(starts=starts, data=data, left=left), encoding="utf-8")


def sales(folder: Path, months: list[str], amounts: dict[str, int], past: dict[str, int] | None = None) -> None:
    """A line a month and person: `amounts` in these months, `past` in the same ones a year before and those after them."""
    region = {"张伟": "东", "李娜": "东", "王芳": "西"}
    before = past if past is not None else {"张伟": 36_000, "李娜": 36_000, "王芳": 36_000}
    rows = [(f"2026-{m:02d}-28", p, a) for m in range(1, 13) for p, a in before.items()]
    rows += [(f"{m}-28", p, a) for m in months for p, a in amounts.items()]
    with (folder / "sales.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["单据编号", "日期", "客户编码", "客户", "大区", "销售员", "产品线", "价税合计"])
        for n, (day, person, amount) in enumerate(rows):
            out.writerow([f"D{n:04d}", day, "C1", "客户", region[person], person, "阀门", amount])


def months(first: int, last: int, year: int = 2027) -> list[str]:
    return [f"{year}-{m:02d}" for m in range(first, last + 1)]


HALF = {"张伟": 40_000, "李娜": 30_000, "王芳": 45_000}
"""The east is 60,000 short of its 480,000 after six months, all of it E2's; the west is 30,000 ahead of 240,000."""


def replan(run: Run, *argv: object) -> dict:
    code, out, err = run("replan", *argv, "-f", "json")
    assert code == 0, err + out
    return json.loads(out)["tables"]


def remaining(tables: dict, policy: str) -> dict:
    return {r["member"]: r["target"] for r in tables["policy_members"] if r["policy"] == policy}


def changed(tables: dict, by: str) -> dict:
    found: dict = {}
    for row in tables["changes"]:
        if row["by"] == by:
            found.setdefault(row["member"], {})[row["month"]] = row["target"]
    return found


def hashes(folder: Path) -> dict:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.*") if p.is_file()}


def test_the_policies_of_a_half_year_by_hand(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    tables = replan(run)
    policies = {r["policy"]: r for r in tables["policies"]}
    assert remaining(tables, "keep-months") == {"东": 480_000, "西": 240_000}
    assert remaining(tables, "carry") == {"东": 510_000, "西": 240_000}
    for policy in ("keep-year", "potential", "capped"):  # the shape, the weights and the room all are 2 : 1
        assert remaining(tables, policy) == {"东": 500_000, "西": 250_000}
    assert remaining(tables, "lower") == {"东": 420_000, "西": 240_000}  # the east at 87.5 %, the west not above its target
    carry = policies["carry"]
    assert (carry["remaining"], carry["change"], carry["year_end"], carry["short"], carry["reached"]) == (750_000, 30_000, 1_440_000, 0, 690_000)
    assert carry["change_share"] == pytest.approx(30 / 720)
    assert carry["growth"] == pytest.approx(750 / 648 - 1)
    assert (policies["keep-months"]["short"], policies["lower"]["short"]) == (30_000, 90_000)
    assert [p for p, r in policies.items() if r["recommended"]] == ["carry"]


def test_carry_leaves_the_gap_with_the_person_that_has_it(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    people = {who: sum(row.values()) for who, row in changed(replan(run, "--policy", "carry"), "person").items()}
    assert people == {"E1": 240_000, "E2": 270_000, "E3": 240_000}


@pytest.mark.parametrize("policy", ["keep-months", "carry", "keep-year", "potential", "capped", "lower", "spread-gap"])
def test_the_scenario_gives_exactly_these_numbers_and_leaves_the_plan_alone(run: Run, tmp_path: Path, policy: str) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    before = hashes(tmp_path)
    wanted = replan(run, "--policy", policy, "--write", "later", "-q")
    assert hashes(tmp_path) == before
    from salesplan.commands.decompose import decomposed
    from salesplan.plan.load import load_plan

    main_part = decomposed(load_plan(tmp_path, scenario="later"))[0].main
    for region, row in changed(wanted, "region").items():
        for month, target in row.items():
            assert main_part.amount({"region": (region,), "month": (month,)}) == target * 100
        assert main_part.amount({"region": (region,), "month": ("2027-06",)}) == {"东": 8_000_000, "西": 4_000_000}[region]
    quotas = {q.seat.id: q.months for q in main_part.quotas}
    for who, row in changed(wanted, "person").items():
        assert {str(m): v * 100 for m, v in quotas[who].items() if str(m) >= "2027-07"} == row
    assert all(t % 100 == 0 for r in changed(wanted, "person").values() for t in r.values())


def test_a_review_of_the_scenario_judges_the_past_by_what_was_promised(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 7), HALF)
    replan(run, "--from", "2027-07", "--policy", "carry", "--write", "later", "-q")
    code, out, err = run("review", "--scenario", "later", "--month", "2027-07", "-f", "json")
    assert code == 0, err
    east = next(r for r in json.loads(out)["tables"]["attainment"] if r["member"] == "东")
    assert (east["target"], east["target_ytd"], east["target_year"]) == (85_000, 565_000, 990_000)


def test_a_scenario_is_never_overwritten_without_being_told(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    replan(run, "--policy", "carry", "--write", "later", "-q")
    written = tmp_path / "scenarios" / "later.yaml"
    first = written.read_bytes()
    code, _, err = run("replan", "--policy", "lower", "--write", "later")
    assert (code, written.read_bytes()) == (2, first)
    assert "--replace" in err
    replan(run, "--policy", "lower", "--write", "later", "--replace", "-q")
    assert written.read_bytes() != first


def test_a_replanned_plan_can_be_replanned_again(run: Run, tmp_path: Path) -> None:
    """The gap counts from the first revision, and its months stay in the second."""
    plan(tmp_path)
    sales(tmp_path, months(1, 9), HALF)
    replan(run, "--from", "2027-07", "--policy", "carry", "--write", "july", "-q")
    tables = replan(run, "--scenario", "july", "--policy", "carry", "--write", "october", "-q")
    assert remaining(tables, "keep-months") == {"东": 255_000, "西": 120_000}
    assert remaining(tables, "carry") == {"东": 285_000, "西": 120_000}  # 45,000 short in the east since, 15,000 ahead in the west
    from salesplan.commands.decompose import decomposed
    from salesplan.plan.load import load_plan

    main_part = decomposed(load_plan(tmp_path, scenario="october"))[0].main
    amounts = [main_part.amount({"region": ("东",), "month": (m,)}) // 100 for m in ("2027-06", "2027-07", "2027-10")]
    assert amounts == [80_000, 85_000, 95_000]


def test_a_fiscal_year_from_april(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, starts="2027-04")
    sales(tmp_path, months(4, 9), HALF)
    tables = replan(run, "--policy", "carry")
    assert remaining(tables, "carry") == {"东": 510_000, "西": 240_000}
    assert list(changed(tables, "region")["东"]) == [*months(10, 12), *months(1, 3, 2028)]


def test_from_the_first_month_nothing_is_missing_and_from_the_last_one_all_of_it(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 11), HALF)
    first = replan(run, "--from", "2027-01")
    assert remaining(first, "keep-year") == {"东": 960_000, "西": 480_000}
    assert [r["policy"] for r in first["policies"] if r["recommended"]] == ["keep-months"]
    last = replan(run, "--from", "2027-12")
    assert remaining(last, "carry") == {"东": 135_000, "西": 40_000}  # 110,000 short, 55,000 ahead: 55,000 on one month
    assert [r["policy"] for r in last["policies"] if r["recommended"]] == ["capped"]


def test_ahead_of_plan_nothing_is_added(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), {"张伟": 50_000, "李娜": 50_000, "王芳": 50_000})
    tables = replan(run)
    for policy in ("carry", "keep-year", "potential", "capped", "lower"):
        assert remaining(tables, policy) == {"东": 480_000, "西": 240_000}


def test_returns_and_people_without_sales_make_the_gap_larger(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), {"张伟": -5_000, "王芳": 40_000})
    tables = replan(run, "--policy", "carry")
    assert remaining(tables, "carry") == {"东": 990_000, "西": 240_000}
    people = {who: sum(row.values()) for who, row in changed(tables, "person").items()}
    assert people == {"E1": 510_000, "E2": 480_000, "E3": 240_000}


def test_someone_who_left_leaves_the_gap_to_the_others(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, left=", left: 2027-06-30")
    sales(tmp_path, months(1, 6), HALF)
    tables = replan(run, "--policy", "carry", "--write", "later", "-q")
    people = {who: sum(row.values()) for who, row in changed(tables, "person").items()}
    assert people.get("E2", 0) == 0
    assert people["E1"] == remaining(tables, "carry")["东"]


def test_months_without_records_and_a_year_that_is_over_are_told(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    code, _, err = run("replan", "--from", "2027-10")
    assert code == 2
    assert "2027-07" in err
    sales(tmp_path, months(1, 12), HALF)
    assert run("replan")[0] == 2


def target_list(folder: Path) -> None:
    with (folder / "目标.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["大区", "业务员", "月份", "目标（元）"])
        for month in months(1, 12):
            for region, person in (("东", "张伟"), ("东", "李娜"), ("西", "王芳")):
                out.writerow([region, person, month, 40_000])


def test_a_target_list_becomes_a_new_target_list(run: Run, tmp_path: Path) -> None:
    target_list(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    before = hashes(tmp_path)
    tables = replan(run, "目标.csv", "sales.csv", "--policy", "carry", "--write", "下半年目标", "--lang", "zh", "-q")
    assert {k: v for k, v in hashes(tmp_path).items() if k != "下半年目标.csv"} == before
    with (tmp_path / "下半年目标.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    past = [int(r["目标（元）"]) for r in rows if r["月份"] <= "2027-06"]
    assert set(past) == {40_000}
    new = {p: sum(int(r["目标（元）"]) for r in rows if r["业务员"] == p and r["月份"] > "2027-06") for p in HALF}
    assert new == {"张伟": 240_000, "李娜": 270_000, "王芳": 240_000}
    assert remaining(tables, "carry") == {"东": 510_000, "西": 240_000}
    sales(tmp_path, months(1, 7), HALF)
    code, out, err = run("review", "下半年目标.csv", "sales.csv", "--month", "2027-07", "-f", "json")
    assert code == 0, err
    east = next(r for r in json.loads(out)["tables"]["attainment"] if r["member"] == "东")
    assert (east["target"], east["target_ytd"]) == (85_000, 565_000)


def test_targets_that_are_not_split_are_replanned_as_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "目标.csv").write_text("\n".join(["月份,目标（元）", *(f"{m},120000" for m in months(1, 12))]), encoding="utf-8")
    sales(tmp_path, months(1, 6), HALF)
    tables = replan(run, "目标.csv", "sales.csv", "--write", "later", "--policy", "keep-year", "--lang", "zh", "-q")
    assert remaining(tables, "keep-year") == {"revenue": 750_000}
    with (tmp_path / "later.csv").open(encoding="utf-8-sig") as file:
        rows = [int(r["目标（元）"]) for r in csv.DictReader(file)]
    assert rows == [120_000] * 6 + [125_000] * 6


def test_a_plan_without_a_split_has_nobody_to_write_into_a_scenario(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    head, _, _ = (tmp_path / "plan.yaml").read_text("utf-8").partition("  split:")
    (tmp_path / "plan.yaml").write_text(head, encoding="utf-8")
    sales(tmp_path, months(1, 6), HALF)
    assert set(remaining(replan(run), "keep-year")) == {"revenue"}
    code, _, err = run("replan", "--write", "later", "--lang", "en")
    assert code == 2
    assert "goals.split" in err
    assert not (tmp_path / "scenarios").exists()


def test_a_plan_with_a_target_list_gets_a_scenario_that_names_the_new_one(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, data=", targets: 目标.csv")
    target_list(tmp_path)
    sales(tmp_path, months(1, 7), HALF)
    before = hashes(tmp_path)
    replan(run, "--from", "2027-07", "--policy", "carry", "--write", "later", "-q")
    assert hashes(tmp_path) == before
    code, out, err = run("review", "--scenario", "later", "--month", "2027-07", "-f", "json")
    assert code == 0, err
    east = next(r for r in json.loads(out)["tables"]["attainment"] if r["member"] == "东")
    assert (east["target"], east["target_ytd"], east["target_year"]) == (85_000, 565_000, 990_000)


def test_scenarios_stand_side_by_side(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "保守.yaml").write_text("goals: {targets: {revenue: 1_200_000}}\n", encoding="utf-8")
    tables = replan(run, "--scenario", "base,保守")
    assert {(r["scenario"], r["year_end"]) for r in tables["policies"] if r["policy"] == "keep-year"} == {("base", 1_440_000), ("保守", 1_290_000)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen_says_where_the_year_stands_and_what_to_do(run: Run, tmp_path: Path, lang: str) -> None:
    plan(tmp_path)
    sales(tmp_path, months(1, 6), HALF)
    code, out, err = run("replan", "--lang", lang)
    assert code == 0, err
    said = "".join(out.split())
    for word in {"zh": ("达成率95.8%", "各补各的", "--writereplan-2027-07"), "en": ("attainment95.8%", "Eachcarriesitsowngap", "--writereplan-2027-07")}[lang]:
        assert word in said
