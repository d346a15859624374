"""`salesplan review` with a target sheet of people: who moves, who shares, rows that name no region."""

import csv
from pathlib import Path

import pytest
from test_review import Run, plan, review, rows, run, sales, some_years  # noqa: F401

MONTHS = [f"{m}月" for m in range(1, 13)]


def targets(folder: Path, head: list[str], *body: list[object]) -> None:
    """A target sheet with a column a month, in 万元."""
    with (folder / "目标.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["2027年度个人销售目标 单位：万元"], [*head, *MONTHS], *body])


def test_the_target_of_who_moves_counts_where_they_are(run: Run, tmp_path: Path) -> None:  # noqa: F811
    plan(tmp_path, moves=", moves: [{from: 2027-02-15, region: 东, team: 一组}]")
    sales(tmp_path, *some_years(("2027-02-10", "西", "李娜", 70_000), ("2027-02-20", "东", "李娜", 90_000), ("2027-03-31", "东", "李娜", 1)))
    targets(tmp_path, ["大区", "工号", "姓名"], ["东", "E1", "张伟", *[1] * 12], ["西", "E3", "李娜", *[2.8] * 12])
    answer = review(run, "--targets", "目标.csv", "--month", "2027-02")
    mine = {r["region"]: r for r in answer["tables"]["attainment"] if r["by"] == "person" and r["person_id"] == "E3"}
    assert (mine["西"]["target"], mine["西"]["target_year"], mine["西"]["actual"]) == (14_000, 42_000, 70_000)
    assert (mine["东"]["target"], mine["东"]["target_year"], mine["东"]["actual"]) == (14_000, 294_000, 90_000)
    assert rows(answer, "region")["西"]["target_year"] == 336_000
    assert rows(answer, "total")[None]["target_year"] == 456_000


def test_a_sheet_of_people_without_regions_gives_their_regions_targets(run: Run, tmp_path: Path) -> None:  # noqa: F811
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000)))
    targets(tmp_path, ["工号", "姓名"], ["E1", "张伟", *[6] * 12], ["E2", "张伟", *[1] * 12], ["E3", "李娜", *[2] * 12])
    found = rows(review(run, "--targets", "目标.csv", "--month", "2027-01"), "region")
    assert (found["东"]["target"], found["东"]["attainment"], found["西"]["target"]) == (60_000, 1.0, 30_000)


def test_targets_that_name_no_region_stand_on_a_row_of_their_own(run: Run, tmp_path: Path) -> None:  # noqa: F811
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000)), name="list.csv")
    targets(tmp_path, ["大区", "产品线"], ["", "新品", *[1] * 12], ["东", "阀门", *[6] * 12])
    answer = review(run, "list.csv", "目标.csv", "--month", "2027-01")
    found = rows(answer, "region")
    assert (found["东"]["target"], found[None]["target"], found[None]["actual"]) == (60_000, 10_000, 0)
    assert sum(r["target"] or 0 for r in found.values()) == rows(answer, "total")[None]["target"]


def test_namesakes_who_share_an_order_are_told_apart_by_its_region(run: Run, tmp_path: Path) -> None:  # noqa: F811
    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "西", "张伟、李娜", 1_000), ("2027-01-29", "东", "张伟、李娜", 10)))
    people = rows(review(run, "--month", "2027-01"), "person")
    assert {k: people[k]["actual"] for k in ("E1", "E2", "E3")} == {"E1": 5, "E2": 500, "E3": pytest.approx(505)}


def test_a_team_that_nobody_has_is_no_dimension_and_lines_are_counted_in_the_year(run: Run, tmp_path: Path) -> None:  # noqa: F811
    plan(tmp_path)
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    for team in ("一组", "二组"):
        text = text.replace(f", team: {team}", "")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    sales(tmp_path, *some_years(("2026-01-29", "", "张伟", 5), ("2027-01-29", "", "李娜", 9)))
    notes = review(run, "--month", "2027-01", "--lang", "en")["notes"]
    assert not any("Team" in n for n in notes)
    assert any(n.startswith("1 lines name no Region: ") for n in notes)


def test_totals_in_the_workbook_are_sums_that_pass_over_what_is_missing(run: Run, tmp_path: Path) -> None:  # noqa: F811
    import openpyxl

    plan(tmp_path)
    sales(tmp_path, *some_years(("2027-01-29", "东", "张伟", 60_000), ("2027-01-29", "北", "王五", 9_000)))
    assert run("review", "--month", "1", "-o", "r.xlsx", "-q", "--lang", "en")[0] == 0
    sheet = openpyxl.load_workbook("r.xlsx")["By Salesperson"]
    totals = [c.value for row in sheet.iter_rows() if row[0].value == "Total" for c in row if c.data_type == "f"]
    assert any(t.startswith("=SUM(") for t in totals)
    assert not any("+" in t for t in totals)


def test_formulas_of_lists_without_any_dimension_have_no_empty_criterion(run: Run, tmp_path: Path) -> None:  # noqa: F811
    import openpyxl

    (tmp_path / "bare.csv").write_text("Order Date,Amount\n2027-01-05,10\n2027-02-05,20\n2027-03-31,5\n", encoding="utf-8")
    assert run("review", "bare.csv", "--month", "2027-01", "-o", "r.xlsx", "-q")[0] == 0
    formulas = [c.value for ws in openpyxl.load_workbook("r.xlsx") for row in ws.iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    assert not [f for f in formulas if ",," in f]


def test_records_of_this_year_only_are_not_called_missing(run: Run, tmp_path: Path) -> None:  # noqa: F811
    plan(tmp_path)
    sales(tmp_path, ("2027-01-29", "东", "张伟", 60_000))
    assert "nothing from before the year" in run("decompose", "--lang", "en")[1]
    assert run("explain", "region=东", "--lang", "en")[0] == 0
