"""The unit that a target sheet is written in, where people say it in English: in the title, in a heading's brackets."""

import pytest

from salesplan.records.lists import read_list

MONTHS = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"


@pytest.mark.parametrize(("title", "size"), [
    ("FY2027 Sales Targets (USD thousand)", 1_000), ("FY2027 Sales Targets in thousands", 1_000), ("2027 targets, $000", 1_000),
    ("2027 Targets - Unit: USD k", 1_000), ("2027 quota (€m)", 1_000_000), ("2027 quota, millions of dollars", 1_000_000),
    ("2027 Sales Targets (USD)", 1), ("2027 Targets for one million customers", 1),
])  # fmt: skip
def test_a_title_names_the_unit(tmp_path, title, size):
    (tmp_path / "targets.csv").write_text(f'"{title}"\nRegion,{MONTHS}\nEast,{",".join("5" * 12)}\n', encoding="utf-8")
    assert int(read_list("targets", [tmp_path / "targets.csv"]).frame.ints("target").sum()) == 60 * size * 100


@pytest.mark.parametrize(("head", "size"), [("Target ($K)", 1_000), ("Target (USD thousands)", 1_000), ("Target ($)", 1), ("Target (in millions)", 1_000_000)])
def test_a_heading_names_the_unit(tmp_path, head, size):
    (tmp_path / "targets.csv").write_text(f"Region,Month,{head}\nEast,2027-01,5\nEast,2027-02,7\n", encoding="utf-8")
    assert int(read_list("targets", [tmp_path / "targets.csv"]).frame.ints("target").sum()) == 12 * size * 100
