"""A plan's records of one kind are read with the plan's names, year and files."""

from salesplan.commands.plan_records import records_of
from salesplan.plan.load import load_plan

PLAN = """
name: 试
year: 2027
starts: 2027-04
data: {targets: 目标.csv}
aliases: {region: {西南大区: 西部}}
goals:
  targets: {revenue: 1亿}
  split: {revenue: {region: {members: {华东大区: {share: 60%}, 西部: {share: 40%}}}}}
"""


def test_targets_of_a_plan_follow_its_year_and_its_names(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "目标.csv").write_text("大区,4月（万元）,3月（万元）\n华东,10,20\n西南大区,1,2\n", encoding="utf-8")
    plan = load_plan(tmp_path / "plan.yaml")
    read, paths = records_of(plan, "targets")
    assert [p.name for p in paths] == ["目标.csv"]
    assert read.frame.texts("region").values() == ["华东大区", "华东大区", "西部", "西部"]
    assert read.frame.days("month").astype(str).tolist() == ["2027-04-01", "2028-03-01"] * 2
    assert read.frame.ints("target").tolist() == [10_000_000, 20_000_000, 1_000_000, 2_000_000]
    assert records_of(plan, "visits") == (None, ())
