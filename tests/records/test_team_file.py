"""A team kept in a file."""

import datetime as dt

import pytest
from lists import as_xlsx

from salesplan.problem import InvalidInput, Place
from salesplan.records.team import read_team

HEADER = ["序号", "工号", "姓名", "大区", "团队", "入职日期", "离职日期", "产能（万元）"]


def test_people_as_the_plan_has_them(tmp_path):
    rows = [
        ["人员名单"], HEADER,
        [1, "E1001", "张 伟", "华东大区", "苏南组", dt.date(2021, 3, 1), None, 900],
        [2, "0012", "待招", "东北", None, "2027年4月1日", "2027-12-31", "600.5"],
        ["合计", None, None, None, None, None, None, 1500.5],
    ]  # fmt: skip
    as_xlsx(tmp_path / "人员.xlsx", rows)
    one, two = read_team(tmp_path / "人员.xlsx")
    assert (one.id, one.name, one.region, one.team, one.joined, one.left) == ("E1001", "张伟", "华东", "苏南组", dt.date(2021, 3, 1), None)
    assert (one.capacity, one.open) == (9_000_000_00, False)
    assert (two.id, two.open, two.team, two.joined, two.capacity) == ("0012", True, None, dt.date(2027, 4, 1), 6_005_000_00)
    assert two.left == dt.date(2027, 12, 31)


def test_english_headings(tmp_path):
    (tmp_path / "team.csv").write_text("Employee ID,Name,Region,Hire Date,Capacity\nE1,Ann Lee,East,3/25/2026,\"1,200,000\"\n")
    (person,) = read_team(tmp_path / "team.csv", digits=2)
    assert (person.id, person.name, person.region, person.joined, person.capacity) == ("E1", "Ann Lee", "East", dt.date(2026, 3, 25), 120_000_000)


def test_what_cannot_be_read_is_told(tmp_path):
    as_xlsx(tmp_path / "a.xlsx", [HEADER, [1, "E1", "张伟", "华东", None, "坏", None, "多"]])
    with pytest.raises(InvalidInput) as caught:
        read_team(tmp_path / "a.xlsx", "人员.xlsx")
    assert [(p.slug, str(p.place)) for p in caught.value.problems] == [
        ("unreadable-date", "人员.xlsx:销售出库单!F2"), ("unreadable-amount", "人员.xlsx:销售出库单!H2"),
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_told_at_the_plan(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        read_team(tmp_path / "none.xlsx", "none.xlsx", 2, Place("plan.yaml", 4, 9))
    assert str(caught.value.problems[0].place) == "plan.yaml:4:9"
