"""`salesplan review` on whole files: hand-worked figures, months at the edges, people who move, share and leave, with a plan and without."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan.cli import main

Run = Callable[..., tuple[int, str, str]]
HEADER = ["单据编号", "日期", "客户编码", "客户", "部门", "销售员", "产品线", "价税合计"]
PLAN = """
salesplan: 1
name: 试点公司
year: 2027
starts: {starts}
smallest: 1
language: zh
country: {country}
data: {{sales: sales.csv}}
team:
  - {{id: E1, name: 张伟, region: 东, team: 一组{joined}}}
  - {{id: E2, name: 张伟, region: 西, team: 二组}}
  - {{id: E3, name: 李娜, region: 西, team: 二组{moves}}}
  - {{id: E4, name: 待招, region: 东, team: 一组, open: true, joined: 2027-07-01}}
goals:
  targets: {{revenue: 1_200_000}}
  split:
    revenue:
      region: {{weights: {{points: 1}}, members: {{东: {{points: 2}}, 西: {{points: 1}}}}}}
      month: {{from: even, working_days: false}}
      person: {{within: region, weights: {{points: 1}}, members: {{E1: {{points: 1}}, E2: {{points: 1}}, E3: {{points: 1}}, E4: {{points: 1}}}}}}
{more}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SALESPLAN_CACHE_DIR", str(tmp_path / "cache"))

    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def plan(folder: Path, *, starts: str = "2027-01", country: str = "US", joined: str = "", moves: str = "", more: str = "") -> None:
    (folder / "plan.yaml").write_text(PLAN.format(starts=starts, country=country, joined=joined, moves=moves, more=more), encoding="utf-8")


def sales(folder: Path, *rows: tuple[str, str, str, int], name: str = "sales.csv") -> None:
    """Lines of (day, region, person, amount)."""
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n, (day, region, person, amount) in enumerate(rows):
            out.writerow([f"D{n:04d}", day, f"C{n % 7}", f"客户{n % 7}", region, person, "阀门", amount])


def review(run: Run, *argv: object) -> dict:
    code, out, err = run("review", *argv, "-f", "json")
    assert code == 0, err + out
    return json.loads(out)


def rows(answer: dict, by: str) -> dict:
    return {r["person_id"] or r["member"] if by == "person" else r["member"]: r for r in answer["tables"]["attainment"] if r["by"] == by}


def some_years(*more: tuple[str, str, str, int]) -> list[tuple[str, str, str, int]]:
    """A line a month and region in 2026, 50,000 in the east and 30,000 in the west, then what is given."""
    past = [(f"2026-{m:02d}-28", r, p, a) for m in range(1, 13) for r, p, a in (("东", "张伟", 50_000), ("西", "张伟", 30_000))]
    return [*past, *more]


def test_a_month_by_hand(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(
        ("2027-01-29", "东", "张伟", 60_000), ("2027-02-26", "东", "张伟", 80_000), ("2027-02-26", "西", "李娜", 10_000),
        ("2027-02-27", "西", "张伟", 22_000), ("2027-03-01", "东", "张伟", 5_000), ("2027-01-20", "西", "李娜", 40_000),
    ))  # fmt: skip
    answer = review(run, "--month", "2027-02")
    east, west = rows(answer, "region")["东"], rows(answer, "region")["西"]
    assert (east["target"], east["actual"], east["gap"]) == (east["target"], 80_000, 80_000 - east["target"])
    assert east["target"] == pytest.approx(66_667, abs=1)
    assert (west["actual"], west["actual_ytd"], west["target_year"]) == (32_000, 72_000, 400_000)
    assert west["attainment"] == pytest.approx(32_000 / west["target"])
    assert west["progress"] == pytest.approx(72_000 / 400_000)
    assert west["pace"] == pytest.approx(59 / 365)
    assert west["pace_gap"] == pytest.approx(72_000 / 400_000 - 59 / 365)
    assert west["plan_pace"] == pytest.approx(west["target_ytd"] / 400_000)
    assert (west["yoy"], west["mom"]) == (pytest.approx(32 / 30 - 1), pytest.approx(32 / 40 - 1))
    assert (east["yoy"], east["mom"]) == (pytest.approx(0.6), pytest.approx(80 / 60 - 1))
    assert (east["rank"], west["rank"], east["mark"], west["mark"]) == (1, 2, "good", None)
    people = rows(answer, "person")
    assert {k: people[k]["actual"] for k in ("E1", "E2", "E3", "E4")} == {"E1": 80_000, "E2": 22_000, "E3": 10_000, "E4": 0}
    total = rows(answer, "total")[None]
    assert (total["target"], total["actual"], total["target_year"]) == (100_000, 112_000, 1_200_000)


def test_the_month_is_the_last_whole_one_of_the_records(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 1), ("2027-02-26", "东", "张伟", 2), ("2027-03-10", "东", "张伟", 4)))
    answer = review(run)
    assert answer["as_of"] == "2027-02-28"
    assert rows(answer, "total")[None]["actual"] == 2


def test_a_month_in_progress_is_due_by_its_working_days(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-03-05", "东", "张伟", 40_000), ("2026-03-05", "东", "张伟", 20_000), ("2027-02-03", "东", "张伟", 15_000)))
    answer = review(run, "--as-of", "2027-03-12")
    east = rows(answer, "region")["东"]
    assert rows(answer, "total")[None]["target_ytd"] == pytest.approx(100_000 * (2 + 10 / 23), abs=0.01)
    assert (east["actual"], east["yoy"], east["mom"]) == (40_000, pytest.approx(1.0), pytest.approx(40 / 15 - 1))
    assert east["mark"] == "good"
    assert any("10" in n or "43.5%" in n for n in answer["notes"])
    code, out, _ = run("review", "--month", "2027-03", "--as-of", "2027-03-12", "--by", "region")
    assert code == 0
    assert "应完成" in out


def test_months_without_records_are_missing_and_not_nothing(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 10_000), ("2027-03-30", "西", "李娜", 20_000)))
    february = review(run, "--month", "2027-02")
    east = rows(february, "region")["东"]
    assert (east["actual"], east["attainment"], east["yoy"], east["mark"], east["actual_ytd"]) == (None, None, None, None, 10_000)
    assert any("2027-02" in n for n in february["notes"])
    march = review(run, "--month", "2027-03")
    east = rows(march, "region")["东"]
    assert (east["actual"], east["mom"]) == (0, None)
    future = review(run, "--month", "2027-09")
    assert rows(future, "region")["东"]["actual"] is None
    assert any("2027-03-30" in n for n in future["notes"])


def test_a_fiscal_year_from_april_and_a_leap_day(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, starts="2027-04")
    sales(tmp_path, ("2027-02-28", "东", "张伟", 100), ("2027-04-30", "东", "张伟", 400), ("2028-02-29", "东", "张伟", 300), ("2028-02-28", "西", "李娜", 30))
    answer = review(run, "--month", "2028-02")
    east = rows(answer, "region")["东"]
    assert (east["actual"], east["actual_ytd"], east["yoy"]) == (300, 700, 2.0)
    assert east["pace"] == pytest.approx(335 / 366)
    quarter = rows(review(run, "--quarter", "Q4", "--as-of", "2028-02-28"), "region")
    assert quarter["东"]["actual"] is None or quarter["东"]["actual"] == 0
    assert quarter["西"]["actual"] == 30
    code, _, err = run("review", "--month", "2027-03")
    assert code == 2
    assert "2027-04" in err


def test_january_and_february_together_where_the_festival_is_kept(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, country="CN")
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 100_000), ("2027-02-27", "东", "张伟", 60_000), ("2027-03-31", "东", "张伟", 1)))
    for month in ("2027-02", "2027-03"):
        both = {r["region"]: r for r in review(run, "--month", month)["tables"]["spring_festival"]}
        assert both["东"]["actual"] == 160_000
        assert (both["东"]["yoy"], both["东"]["yoy_1"], both["东"]["yoy_2"]) == (pytest.approx(0.6), 1.0, pytest.approx(0.2))
    january = {r["region"]: r for r in review(run, "--month", "2027-01")["tables"]["spring_festival"]}
    assert (january["东"]["actual"], january["东"]["yoy"], january["东"]["yoy_1"]) == (100_000, None, 1.0)
    plan(tmp_path, country="US")
    assert "spring_festival" not in review(run, "--month", "2027-02")["tables"]


def test_who_moves_counts_in_each_place_for_its_days(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, moves=", moves: [{from: 2027-03-01, region: 东, team: 一组}]")
    sales(tmp_path, *some_years(("2027-02-26", "西", "李娜", 70), ("2027-03-30", "东", "李娜", 90), ("2027-03-30", "西", "张伟", 5)))
    answer = review(run, "--month", "2027-03")
    mine = [r for r in answer["tables"]["attainment"] if r["by"] == "person" and r["person_id"] == "E3"]
    assert {(r["region"], r["actual"], r["actual_ytd"]) for r in mine} == {("西", 0, 70), ("东", 90, 90)}
    assert sum(r["target_year"] for r in answer["tables"]["attainment"] if r["by"] == "person") == 1_200_000
    assert any("2027-03-01" in n for n in answer["notes"])


def test_shared_sales_count_by_share_and_sum_exactly(run: Run, tmp_path: Path) -> None:
    shared = "performance:\n  review:\n    shared:\n      - {order: D0024, people: {E1: 1/3, E2: 2/3}}\n"
    plan(tmp_path, more=shared)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 100), ("2027-01-29", "西", "李娜、张伟 ", 7), ("2027-01-30", "西", "E1/E3", 9)))
    answer = review(run, "--month", "2027-01")
    people = rows(answer, "person")
    assert people["E1"]["actual"] == pytest.approx(33.33 + 4.5)
    assert people["E2"]["actual"] == pytest.approx(66.67 + 3.5)
    assert people["E3"]["actual"] == pytest.approx(4.5 + 3.5)
    assert sum(p["actual"] for p in people.values()) == pytest.approx(116)
    assert rows(answer, "region")["西"]["actual"] == 16


def test_marks_are_plan_data(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, more="performance:\n  review:\n    marks: {good: 50%, fair: 40%, poor: 30%}\n")
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 35_000), ("2027-01-29", "西", "李娜", 9_000)))
    found = rows(review(run, "--month", "1"), "region")
    assert (found["东"]["mark"], found["西"]["mark"]) == ("good", "bad")


def test_names_that_no_target_knows_and_targets_without_sales_are_told(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "王五", 35_000), ("2027-01-29", "", "李娜", 9_000), ("2027-01-29", "北", "李娜", 4_000)))
    answer = review(run, "--month", "2027-01")
    notes = "\n".join(answer["notes"])
    assert "王五" in notes
    assert "北" in notes
    regions = rows(answer, "region")
    assert (regions["北"]["target"], regions["北"]["actual"], regions[None]["actual"]) == (None, 4_000, 9_000)
    assert rows(answer, "total")[None]["actual"] == sum(r["actual"] for r in regions.values())


def test_without_plan_or_target_the_records_speak_alone(run: Run, tmp_path: Path) -> None:
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000)), name="list.csv")
    answer = review(run, "list.csv")
    east = rows(answer, "region")["东"]
    assert (east["target"], east["actual"], east["yoy"], east["attainment"]) == (None, 60_000, pytest.approx(0.2), None)
    assert answer["as_of"] == "2027-01-31"


def test_named_files_come_on_top_of_the_plans_own(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years())
    with (tmp_path / "fresh.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, ["N1", "2027-01-29", "C1", "客户1", "东", "张伟", "阀门", 60_000]])
    east = rows(review(run, "fresh.csv", "--month", "2027-01"), "region")["东"]
    assert (east["actual"], east["yoy"]) == (60_000, pytest.approx(0.2))


def test_what_cannot_be_asked_is_said(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years())
    for argv in (("--month", "13"), ("--quarter", "Q5"), ("--month", "2027-01", "--year"), ("--by", "regoin")):
        code, _, err = run("review", *argv)
        assert code == 2, argv
        assert err
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code, _, err = run("review", "notes.csv")
    assert code == 3
    assert "notes.csv" in err


def sheet(folder: Path, head: list[str], *body: list[object], title: str = "2027年度销售目标分解表 单位：万元") -> None:
    """A target sheet under a title line."""
    with (folder / "目标.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[title], head, *body])


def test_a_target_sheet_stands_alone_and_tells_namesakes_apart(run: Run, tmp_path: Path) -> None:
    months = [f"{m}月" for m in range(1, 13)]
    sheet(
        tmp_path, ["大区", "业务员", "工号", *months],
        ["东", "张伟", "E1", *[4] * 12], ["西", "张伟", "E2", *[1] * 12], ["西", "李娜", "E3", *[2] * 12], ["合计", "", "", *[7] * 12],
    )  # fmt: skip
    sales(tmp_path, *some_years(("2027-01-29", "东大区", "张伟", 30_000), ("2027-01-29", "西", "张伟", 5_000)), name="list.csv")
    answer = review(run, "list.csv", "目标.csv", "--month", "2027-01")
    assert answer["plan"]["year"] == 2027
    assert {m: (r["target"], r["actual"]) for m, r in rows(answer, "region").items()} == {"东": (40_000, 30_000), "西": (30_000, 5_000)}
    people = rows(answer, "person")
    assert {k: (people[k]["target"], people[k]["actual"]) for k in ("E1", "E2")} == {"E1": (40_000, 30_000), "E2": (10_000, 5_000)}
    assert (people["李娜"] if "李娜" in people else people["E3"])["actual"] == 0
    assert rows(answer, "total")[None]["target_year"] == 840_000
    assert review(run, "list.csv", "--targets", "目标.csv", "--month", "2027-01")["tables"] == answer["tables"]


def test_a_target_sheet_stands_before_the_plans_own_targets(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 30_000)))
    sheet(tmp_path, ["大区", *[f"{m}月" for m in range(1, 13)]], ["东", *[5] * 12], ["西", *[1] * 12])
    assert rows(review(run, "目标.csv", "--month", "1"), "region")["东"]["target"] == 50_000
    assert rows(review(run, "--month", "1"), "region")["东"]["target"] != 50_000


def test_targets_by_quarter_are_spread_over_their_months(run: Run, tmp_path: Path) -> None:
    sheet(tmp_path, ["大区", "一季度", "二季度", "三季度", "四季度"], ["东", 10, 20, 30, 40])
    sales(tmp_path, *some_years(("2027-03-30", "东", "张伟", 30_000)), name="list.csv")
    quarter = rows(review(run, "list.csv", "目标.csv", "--quarter", "Q1"), "region")["东"]
    assert (quarter["target"], quarter["target_year"]) == (100_000, 1_000_000)
    months = [rows(review(run, "list.csv", "目标.csv", "--month", str(m)), "region")["东"]["target"] for m in (1, 2, 3)]
    assert sum(months) == pytest.approx(100_000)
    assert all(m > 0 for m in months)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_whose_formulas_hold_the_values_that_they_come_to(run: Run, tmp_path: Path, lang: str) -> None:
    import openpyxl

    plan(tmp_path, country="CN")
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000), ("2027-02-26", "东", "张伟", 80_000), ("2027-02-26", "西", "李娜", 10_000)))
    code, out, err = run("review", "--month", "2027-02", "-o", "r.xlsx", "--lang", lang, "-q")
    assert (code, out, err) == (0, "", "")
    book, values = openpyxl.load_workbook("r.xlsx"), openpyxl.load_workbook("r.xlsx", data_only=True)
    formulas = [(ws.title, c) for ws in book for row in ws.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) > 100
    assert all(isinstance(values[sheet_][c.coordinate].value, int | float) for sheet_, c in formulas)
    assert any("SUMIFS('" in c.value for _, c in formulas)
    assert any(ws._charts for ws in book)
    first = (tmp_path / "r.xlsx").read_bytes()
    run("review", "--month", "2027-02", "-o", "r.xlsx", "--lang", lang, "-q")
    assert (tmp_path / "r.xlsx").read_bytes() == first


def test_an_earlier_review_is_laid_beside_today(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000), ("2027-01-29", "西", "李娜", 10_000)))
    assert run("review", "--month", "2027-01", "-o", "earlier.json", "-q")[0] == 0
    same = review(run, "--month", "2027-01", "--against", "earlier.json")
    assert [(r["member"], r["reported"], r["restated"], r["change"]) for r in same["tables"].get("restated", [])] == []
    assert any("the same" in n or "相同" in n for n in same["notes"])
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 50_000), ("2027-01-29", "西", "李娜", 10_000), ("2027-02-26", "西", "李娜", 1)))
    answer = review(run, "--month", "2027-02", "--against", "earlier.json")
    changed = {(r["by"], r["member"]): (r["reported"], r["restated"], r["change"]) for r in answer["tables"]["restated"]}
    assert changed[("region", "东")] == (60_000, 50_000, -10_000)
    assert any("sales.csv" in n for n in answer["notes"])
    (tmp_path / "other.json").write_text('{"format": 1, "report": "score"}', encoding="utf-8")
    code, _, err = run("review", "--against", "other.json")
    assert code == 3
    assert "other.json" in err


def test_receipts_of_namesakes_follow_the_customer(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000), ("2027-01-29", "西", "张伟", 10_000)))
    east, west = "C3", "C4"
    with (tmp_path / "收款.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([
            ["收款单号", "收款日期", "客户编码", "客户名称", "收款金额", "经办人"], ["S1", "2027-01-10", east, "客户3", 700, "张伟"],
            ["S2", "2027-01-11", west, "客户4", 50, "张伟"], ["S3", "2027-01-12", west, "客户4", 8, "李娜"], ["S4", "2027-02-01", west, "客户4", 9, "李娜"],
        ])  # fmt: skip
    answer = review(run, "收款.csv", "--month", "2027-01")
    came = {r["person_id"] or r["member"]: r["collected"] for r in answer["tables"]["collections"] if r["by"] == "person"}
    assert sum(v or 0 for v in came.values()) == 758
    assert came["E3"] == 8
    figures = {f["figure"]: f["value"] for f in answer["tables"]["key_figures"]}
    assert figures["collection"] == 758
    assert figures["collection_rate"] == pytest.approx(758 / 70_000)


def test_the_first_target_that_sales_can_tell_is_reviewed(run: Run, tmp_path: Path) -> None:
    plan(tmp_path)
    text = (tmp_path / "plan.yaml").read_text("utf-8")
    text = text.replace("targets: {revenue: 1_200_000}", "targets: {collection: 1_000_000, revenue: 1_200_000}").replace("    revenue:\n", "    collection:\n")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000)))
    total = rows(review(run, "--month", "1"), "total")[None]
    assert (total["target_year"], total["actual"]) == (1_200_000, 60_000)


def test_a_sheet_that_names_no_year_is_for_the_year_of_the_sales(run: Run, tmp_path: Path) -> None:
    sheet(tmp_path, ["Region", "Salesperson", "Jan", "Feb", "Mar"], ["North", "Ann", 900, 900, 900], ["South", "Ann", 500, 500, 500], title="Quota")
    sales(tmp_path, *some_years(("2027-01-29", "North", "Ann", 600), ("2027-01-29", "South", "Ann", 100)), name="list.csv")
    answer = review(run, "list.csv", "目标.csv", "--month", "2027-01")
    people = {(r["member"], r["region"]): (r["target"], r["actual"]) for r in answer["tables"]["attainment"] if r["by"] == "person"}
    assert people["Ann", "North"] == (900, 600)
    assert people["Ann", "South"] == (500, 100)


def test_what_records_cannot_tell_is_said(run: Run, tmp_path: Path) -> None:
    plan(tmp_path, country="US")
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(text.replace("targets: {revenue", "targets: {collection: 1_000, revenue"), encoding="utf-8")
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000)))
    answer = review(run, "--month", "1", "--lang", "en")
    assert any(n.startswith("The plan's targets of Receipts cannot be told") for n in answer["notes"])
    assert rows(answer, "total")[None]["target"] == 100_000
    code, _, err = run("review", "--by", "segment", "--lang", "en")
    assert (code, "the sales records do not tell it" in err) == (2, True)


def test_bare_english_lists_keep_no_spring_festival(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("Order Date,Amount\n2027-01-05,10\n2027-02-05,20\n2027-03-31,5\n", encoding="utf-8")
    answer = review(run, "bare.csv", "--month", "2027-02")
    assert "spring_festival" not in answer["tables"]
    code, _, err = run("review", "bare.csv", "--by", "region", "--lang", "en")
    assert (code, "()" in err) == (2, False)
    (tmp_path / "bare.csv").write_text("订单日期,销售额\n2027-01-05,10\n2027-02-05,20\n2027-03-31,5\n", encoding="utf-8")
    assert any("春节" in n for n in review(run, "bare.csv", "--month", "2027-01", "--lang", "zh")["notes"])
