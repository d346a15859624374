"""`salesplan decompose` on whole plans: what it publishes adds up, and says what is wrong."""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan.cli import main

ROOT = Path(__file__).parents[2]
PLANS = [ROOT / "plans/small.zh.yaml", ROOT / "plans/small.en.yaml", ROOT / "examples/chengyue/plan-zh", ROOT / "examples/chengyue/plan-en"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def decomposed(run: Run, *argv: object) -> dict:
    code, out, err = run("decompose", *argv, "-f", "json")
    assert code == 0, err
    return json.loads(out)


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_every_margin_of_every_metric_adds_up(run: Run, plan: Path) -> None:
    tables = decomposed(run, plan)["tables"]
    sums: dict[str, int] = defaultdict(int)
    members: dict[tuple[str, str], int] = defaultdict(int)
    main_metric = tables["cells"][0]["metric"]
    for cell in tables["cells"]:
        sums[cell["metric"]] += cell["target"]
        for key, member in cell.items():
            if key not in ("metric", "target", "unrounded") and cell["metric"] == main_metric:
                members[key, member] += cell["target"]
    for name, rows in tables.items():
        if name.startswith("by_"):
            assert sum(r["target"] for r in rows) == sums[main_metric]
            assert all(r["target"] == members[name[3:], r["member"]] for r in rows)
    assert all(r["exact"] for r in tables["proof"])
    assert {r["metric"]: r["target"] for r in tables["proof"]} == dict(sums)


@pytest.mark.parametrize("plan", PLANS[2:], ids=lambda p: p.name)
def test_quotas_are_the_regions_targets_with_the_over_assignment(run: Run, plan: Path) -> None:
    tables = decomposed(run, plan)["tables"]
    quotas: dict[str, int] = defaultdict(int)
    for row in tables["people"]:
        quotas[row["region"]] += row["quota"]
    for row in tables["by_region"]:
        assert quotas[row["member"]] == pytest.approx(row["target"] * 1.05, abs=1000)


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_explained_steps_add_up_to_the_published_number(run: Run, plan: Path) -> None:
    tables = decomposed(run, plan)["tables"]
    cell = next(c for c in tables["cells"] if c["target"])
    names = [k for k in cell if k not in ("metric", "target", "unrounded") and cell[k] is not None]
    code, out, err = run("explain", *(f"{n}={cell[n]}" for n in names), "--plan", plan, "-f", "json")
    assert code == 0, err
    steps = json.loads(out)["tables"]["steps"]
    assert sum(s["amount"] for s in steps) == pytest.approx(cell["target"])
    assert steps[-1]["running"] == cell["target"]


def test_a_person_is_explained_to_the_quota(run: Run) -> None:
    plan = PLANS[2]
    rows = [r for r in decomposed(run, plan)["tables"]["people"] if r["person_id"] == "E1003" and r["month"] == "2027-05"]
    code, out, err = run("explain", "person=E1003", "month=2027-05", "--plan", plan, "-f", "json")
    assert code == 0, err
    steps = json.loads(out)["tables"]["steps"]
    assert sum(s["amount"] for s in steps) == pytest.approx(rows[0]["quota"])
    assert steps[-1]["running"] == rows[0]["quota"]


def test_namesakes_need_their_number(run: Run) -> None:
    code, _, err = run("explain", "person=张伟", "--plan", PLANS[2], "--lang", "zh")
    assert code == 2
    assert "E1001" in err


def test_an_edit_is_tried_beside_the_plans_own_numbers(run: Run) -> None:
    own = {r["member"]: r["target"] for r in decomposed(run, PLANS[2])["tables"]["by_region"]}
    rows = decomposed(run, PLANS[2], "--set", "goals.fixed.0.equals=1600万")["tables"]["by_region"]
    assert {r["member"]: r["plan_target"] for r in rows} == own
    assert {r["member"]: r["target"] for r in rows}["西部"] == 16_000_000
    assert all(r["target"] - r["plan_target"] == r["change"] for r in rows)


def test_the_same_inputs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("decompose", PLANS[0], "-q", *(x for s in ("xlsx", "html", "json") for x in ("-o", tmp_path / f"{name}.{s}")))
    for suffix in ("xlsx", "html", "json"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


PLAN = """
salesplan: 1
name: Test
year: 2027
currency: CNY
language: en
smallest: 1
country: US
goals:
  targets: {revenue: 100000}
  split:
    revenue:
      region:
        weights: {market: 1}
        members: {East: {market: 6}, West: {market: 4}}
      product:
        weights: {market: 1}
        members: {Old: {market: 9}, New: {market: 1}}
      month: {from: even}
"""


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.lstrip() + more, encoding="utf-8")
    return path


def test_a_hold_over_its_members_total_is_answered_with_the_change(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "  fixed:\n    - {region: East, product: New, at_least: 12000}\n")
    code, _, err = run("decompose", plan)
    assert code == 3
    assert "plan.yaml:20:46: hold-over-its-members-total" in err
    assert "10,000" in err


def test_two_holds_that_conflict_are_answered_with_one_change(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "  fixed:\n    - {region: East, at_least: 70000}\n    - {region: West, equals: 40000}\n")
    code, _, err = run("decompose", plan)
    assert code == 3
    assert err.count("hold-cannot-be-met") == 1
    assert "30,000" in err
    assert "60,000" in err


def test_the_growth_rail_is_an_alert_and_a_limit_when_enforced(run: Run, tmp_path: Path) -> None:
    records = "Order No,Date,Region,Product Line,Customer,Amount\n"
    lines = [f"S{n},2026-{n % 12 + 1:02d}-15,{('East', 'West')[n % 5 == 0]},Old,Acme,1000.00" for n in range(60)]
    (tmp_path / "sales.csv").write_text(records + "\n".join(lines) + "\n", encoding="utf-8")
    plan = written(tmp_path, "  growth: {at_most: 80%}\ndata: {sales: sales.csv}\n")
    answer = decomposed(run, plan, "--by", "region")
    assert [a["slug"] for a in answer["alerts"] if "West" in a["subject"]] == ["growth-above-rail"]
    assert run("decompose", plan, "--strict")[0] == 4
    limited = decomposed(run, plan, "--set", "goals.growth.enforce=true", "--set", "goals.growth.at_most=100%")
    assert {r["member"]: r["target"] for r in limited["tables"]["by_region"]} == {"East": 76000, "West": 24000}


def test_commitments_that_are_not_answered_stay_missing(run: Run, tmp_path: Path) -> None:
    rows = decomposed(run, written(tmp_path, "  commitments: {East: 50000, West: null}\n"))["tables"]["by_region"]
    assert [(r["commitment"], r["gap"]) for r in rows] == [(50000, -10000), (None, None)]


def test_people_may_be_split_within_the_product_lines(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "name: t\nyear: 2027\nteam: [{name: a, product: x, capability: 1}, {name: b, product: y, capability: 1}]\n"
        "goals:\n  targets: {revenue: 10000}\n  split:\n    revenue:\n      product: {weights: {p: 1}, members: {x: {p: 3}, y: {p: 1}}}\n"
        "      person: {within: product, weights: {capability: 1}}\n",
        "utf-8",
    )
    quotas: dict[str, int] = defaultdict(int)
    for row in decomposed(run, plan)["tables"]["people"]:
        quotas[row["person"]] += row["quota"]
    assert quotas == {"a": 7500, "b": 2500}


def test_commitments_belong_to_the_main_metric(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "  commitments: {East: 50000, West: null}\n")
    plan.write_text(plan.read_text("utf-8").replace("{revenue: 100000}", "{revenue: 100000, gross_profit: 20000}"), "utf-8")
    rows = decomposed(run, plan, "--metric", "gross_profit")["tables"]["by_region"]
    assert [(r["target"], r["commitment"], r["gap"]) for r in rows] == [(12000, None, None), (8000, None, None)]
    assert "Commitment" not in run("decompose", plan, "--metric", "gross_profit")[1]


def test_never_leaves_metrics_alone_that_do_not_tell_its_dimensions_apart(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "    gross_profit: {region: {weights: {market: 1}, members: {East: {market: 1}, West: {market: 1}}}}\n"
                   "  never: [{region: West, product: New}]\n")
    plan.write_text(plan.read_text("utf-8").replace("{revenue: 100000}", "{revenue: 100000, gross_profit: 20000}"), "utf-8")
    cells = decomposed(run, plan)["tables"]["cells"]
    assert sum(c["target"] for c in cells if c["metric"] == "revenue" and (c["region"], c["product"]) == ("West", "New")) == 0
    assert sum(c["target"] for c in cells if c["metric"] == "gross_profit" and c["region"] == "West") == 10000


def test_shares_that_leave_something_to_nobody_are_told(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "")
    stated = "{East: {market: 6, share: 30%}, West: {market: 0}}"
    plan.write_text(plan.read_text("utf-8").replace("{East: {market: 6}, West: {market: 4}}", stated), "utf-8")
    code, _, err = run("decompose", plan)
    assert code == 3
    assert "plan.yaml:14:9: shares-fall-short" in err
    assert "30.0%" in err


def test_dimensions_and_metrics_answer_to_the_names_of_reports(run: Run) -> None:
    assert "按大区" in run("decompose", PLANS[0], "--by", "大区")[1]
    assert "New customers 96" in run("decompose", PLANS[1], "--metric", "New customers")[1]
    assert run("explain", "大区=华东", "季度=Q1", PLANS[0])[1] == run("explain", "region=华东", "quarter=Q1", PLANS[0])[1]
    assert "华东+华南" in run("explain", "region=华东", "region=华南", PLANS[0])[1]


def test_stated_quarters_are_exact(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "")
    plan.write_text(plan.read_text("utf-8").replace("{from: even}", "{quarters: [20%, 25%, 25%, 30%]}"), "utf-8")
    months = [r["target"] for r in decomposed(run, plan)["tables"]["by_month"]]
    assert [sum(months[n : n + 3]) for n in (0, 3, 6, 9)] == [20000, 25000, 25000, 30000]


def test_a_quarter_without_a_past_is_shared_evenly_by_its_months(run: Run, tmp_path: Path) -> None:
    days = [f"2026-{m:02d}-{d}" for m in (1, *range(4, 13)) for d in ("01", "28")]
    lines = [f"S{n},{day},East,{0 if day < '2026-04' else 100}.00" for n, day in enumerate(days)]
    (tmp_path / "sales.csv").write_text("Order No,Date,Region,Amount\n" + "\n".join(lines) + "\n", encoding="utf-8")
    plan = written(tmp_path, "data: {sales: sales.csv}\n")
    plan.write_text(plan.read_text("utf-8").replace("{from: even}", "{from: history, quarters: [30%, 20%, 20%, 30%]}"), "utf-8")
    assert [r["target"] for r in decomposed(run, plan)["tables"]["by_month"]][:3] == [10000, 10000, 10000]


def test_a_person_of_a_region_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(
        "Order No,Date,Region,Amount\n" + "\n".join(f"S{n},2026-{n:02d}-15,East,100.00" for n in range(1, 13)) + "\n", encoding="utf-8"
    )
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "name: t\nyear: 2027\nlanguage: en\ndata: {sales: sales.csv}\nteam:\n  - {name: a, region: East, capability: 1}\n"
        "  - {name: b, region: Eats, capability: 1}\n  - {name: c, capability: 1}\n"
        "goals:\n  targets: {revenue: 10000}\n  split:\n    revenue:\n      region: {}\n      person: {weights: {capability: 1}}\n",
        "utf-8",
    )
    code, _, err = run("decompose", plan)
    assert code == 3
    assert err.count("slice-member-unknown") == 1
    assert "plan.yaml:7:23" in err
    assert "did you mean “East”" in err


@pytest.mark.parametrize("data", ["", "data: {sales: sales.csv}\n"])
def test_a_dimension_whose_past_is_missing_is_told_so(run: Run, tmp_path: Path, data: str) -> None:
    (tmp_path / "sales.csv").write_text("Order No,Date,Region,Amount\nS1,2027-03-15,East,100.00\nS2,2027-05-15,West,100.00\n", encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(f"name: t\nyear: 2027\nlanguage: zh\n{data}goals:\n  targets: {{revenue: 10000}}\n  split:\n    revenue:\n      region: {{}}\n", "utf-8")
    code, _, err = run("decompose", plan)
    assert code == 3
    assert "history-without-records" in err
    assert "大区" in err


def test_sales_of_people_who_are_not_in_the_team_are_told(run: Run, tmp_path: Path) -> None:
    lines = [f"S{n},2026-{n:02d}-15,East,{('Ann', 'Bob', 'Cy')[n % 3]},{n}00.00" for n in range(1, 13)]
    (tmp_path / "sales.csv").write_text("Order No,Date,Region,Salesperson,Amount\n" + "\n".join(lines) + "\n", encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "name: t\nyear: 2027\nlanguage: en\ndata: {sales: sales.csv}\nteam: [{name: Ann, region: East}]\n"
        "goals:\n  targets: {revenue: 10000}\n  split:\n    revenue: {region: {}, person: {}}\n", "utf-8",
    )
    notes = decomposed(run, plan)["notes"]
    assert [n for n in notes if "not in the team" in n] == ["4,800 CNY in the records belong to people who are not in the team (Cy, Bob)."]


def test_an_edit_shows_what_it_does_to_people(run: Run) -> None:
    shown = run("decompose", PLANS[1], "--by", "person", "--set", "team[0].capability=1", "-f", "md")[1]
    table = next(part for part in shown.split("\n## ") if part.startswith("Quotas"))
    rows = [[c.strip(" *") for c in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("|")]
    spots = [rows[0].index(n) for n in ("Quota", "Plan's own", "Change")]
    figures = [[float(r[n].replace(",", "")) for n in spots] for r in rows[2:]]
    sums = [f for r, f in zip(rows[2:], figures, strict=True) if "Total" in r or "Subtotal" in r]
    assert len(sums) == 4
    assert all(change == 0 and now == was for now, was, change in sums)
    assert figures[0][2] < 0 < figures[1][2]
    assert all(abs(now - was - change) < 0.11 for now, was, change in figures)


def test_a_member_that_never_leaves_no_room_for_is_refused(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "  never: [{region: East, product: Old}]\n")
    code, _, err = run("decompose", plan)
    assert code == 3
    assert "holds-cannot-be-met" in err
