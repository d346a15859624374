"""Finding plans, reading their files, scenarios and edits; what the plan object says of itself."""

import datetime as dt
import os
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.period import Month
from salesplan.plan.goals import DimensionSplit, MonthSplit, PersonSplit
from salesplan.plan.load import examine, find_plan, load_plan, plans_in
from salesplan.plan.values import Bound
from salesplan.problem import InvalidInput

PLANS = Path(__file__).parent.parent.parent / "plans"
HEAD = "name: 试点公司 2027\nyear: 2027\n"
GOALS = """targets: {revenue: 7.5亿, new_customers: 280}
split:
  revenue:
    region:
      weights: {market: 40%, capability: 20, history: 40%}
      members:
        华东: {market: 36亿, capability: 12}
        东北: {market: 4亿, capability: 2, share: 3%}
    product: {members: [电机, 新品]}
    segment:
    month: {from: history, quarters: [20%, 25%, 25%, 30%]}
    person: {within: region, weights: {capability: 60%}, over_assign: {region: 2%, person: 3%}}
growth: {at_most: 150%, at_least: -10%}
pattern: {history: 80%, even: 20%}
never: [{region: 东北, product: [新品, 电机]}]
fixed:
  - {region: 华东, equals: 8000万, why: 总经理会}
  - {quarter: Q1, at_most: 20%, at_least: 0.1}
  - {metric: new_customers, region: 华东, at_least: 80}
commitments: {华东: 2.6亿, 东北: null}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_text(HEAD + "team:\n  - {id: '007', name: 张伟, region: 华东, capability: 3}\n", encoding="utf-8")
    (tmp_path / "goals.yaml").write_text(GOALS, encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "保守.yaml").write_text(
        "goals:\n  targets: {revenue: 7亿}\n  commitments: {东北: null}\n  fixed: []\n  growth: {at_least: null}\n", encoding="utf-8"
    )
    return tmp_path


def told(*arguments, **options):
    return [(p.slug, p.place and (p.place.file, p.place.line, p.place.column)) for p in examine(*arguments, **options)[1]]


def refused(*arguments, **options):
    with pytest.raises(InvalidInput) as error:
        load_plan(*arguments, **options)
    return [p.slug for p in error.value.problems]


def test_amounts_are_whole_cents_and_shares_exact(folder):
    plan = load_plan(folder)
    goals = plan.goals
    assert goals.targets == {"revenue": 750_000_000_00, "new_customers": 280}
    assert list(goals.targets) == ["revenue", "new_customers"]
    region = goals.split["revenue"]["region"]
    assert isinstance(region, DimensionSplit)
    assert region.weights == {"market": Fraction(2, 5), "capability": 20, "history": Fraction(2, 5)}
    assert region.members["华东"].values == {"market": 36 * 10**8, "capability": 12}
    assert region.members["东北"].share == Fraction(3, 100)
    assert goals.fixed[0].where == {"region": ("华东",)}
    assert goals.fixed[0].equals == Bound(amount=80_000_000_00)
    assert goals.fixed[1].where == {"month": ("Q1",)}
    assert (goals.fixed[1].at_most, goals.fixed[1].at_least) == (Bound(share=Fraction(1, 5)), Bound(share=Fraction(1, 10)))
    assert goals.fixed[2].at_least == Bound(amount=80)
    assert goals.never == ({"region": ("东北",), "product": ("新品", "电机")},)
    assert goals.commitments == {"华东": 260_000_000_00, "东北": None}
    assert (goals.growth.at_most, goals.growth.at_least) == (Fraction(3, 2), Fraction(-1, 10))


def test_what_is_not_written_has_its_default(folder):
    plan = load_plan(folder)
    assert (plan.currency, plan.unit, plan.smallest, plan.country, plan.starts) == ("CNY", "万元", 100_00, "CN", Month(2027, 1))
    assert plan.ramp == (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
    split = plan.goals.split["revenue"]
    assert split["segment"] == DimensionSplit.model_construct(weights={"history": Fraction(1)}, members={}, column=None)
    assert list(split["product"].members) == ["电机", "新品"]
    assert split["product"].weights == {"history": 1}
    assert isinstance(split["month"], MonthSplit)
    assert isinstance(split["person"], PersonSplit)
    assert split["person"].over_assign == {"region": Fraction(1, 50), "person": Fraction(3, 100)}
    assert plan.goals.limits.single_person == Fraction(1, 4)
    assert plan.goals.history.months == 12


def test_money_has_the_decimals_of_its_currency(tmp_path):
    plan = tmp_path / "plan.yaml"
    for currency, smallest, target in (("JPY", 100, 1_000_000), ("USD", 100_00, 1_000_000_00), ("KWD", 100_000, 1_000_000_000)):
        plan.write_text(f"name: x\nyear: 2027\ncurrency: {currency}\ngoals: {{targets: {{revenue: 1m}}}}\n", encoding="utf-8")
        loaded = load_plan(plan)
        assert (loaded.smallest, loaded.goals.targets["revenue"], loaded.unit) == (smallest, target, "1")


@pytest.mark.parametrize(
    ("unit", "smallest", "decimals"),
    [("万元", 100, 2), ("万元", 10000, 1), ("万元", 1, 4), ("元", 100, 0), ("元", "0.01", 2), ("元", "0.1", 2), ("亿元", 100, 6), ("million", 1000, 3)],
)
def test_money_is_shown_with_decimals_enough_for_its_smallest_part(tmp_path, unit, smallest, decimals):
    (tmp_path / "plan.yaml").write_text(f"{HEAD}unit: {unit}\nsmallest: {smallest}\n", encoding="utf-8")
    assert load_plan(tmp_path).money_form().decimals == decimals


def test_people_keep_their_zeros(folder):
    person = load_plan(folder).team[0]
    assert (person.id, person.key, person.within("region"), person.within("channel"), person.capability) == ("007", "007", "华东", None, 3)


def test_a_team_may_be_kept_in_a_file(tmp_path):
    (tmp_path / "plan.yaml").write_text(HEAD + "team: {file: 人员.xlsx}\n", encoding="utf-8")
    assert load_plan(tmp_path).team.file == "人员.xlsx"


def test_aliases_may_tell_namesakes_apart(tmp_path):
    (tmp_path / "plan.yaml").write_text(HEAD + "aliases:\n  region: {西南大区: 西部}\n  person: {E1014: {name: 张伟, region: 华南}}\n", "utf-8")
    aliases = load_plan(tmp_path).aliases
    assert aliases["region"]["西南大区"].name == "西部"
    assert (aliases["person"]["E1014"].name, aliases["person"]["E1014"].fields) == ("张伟", {"region": "华南"})


def test_every_value_knows_its_place(folder):
    plan = load_plan(folder)
    at = lambda *path: (Path((p := plan.place(*path)).file).name, p.line, p.column)  # noqa: E731
    assert at("year") == ("plan.yaml", 2, 7)
    assert at("goals", "split", "revenue", "region", "members", "东北", "share") == ("goals.yaml", 8, 48)
    assert at("goals", "split", "revenue", "region", "members", "东北", "note") == ("goals.yaml", 8, 9)
    assert at("goals", "split", "revenue", "product", "members", "新品") == ("goals.yaml", 9, 29)
    assert at("goals", "fixed", 1, "month") == ("goals.yaml", 18, 15)
    assert at("goals", "never", 0, "product", 1) == ("goals.yaml", 15, 36)
    assert at("team", 0, "capability") == ("plan.yaml", 4, 51)
    assert at("basis", "amount") == ("plan.yaml", 1, 1)


def test_chapters_may_stand_under_their_name_or_at_the_top_of_their_file(folder):
    direct = load_plan(folder)
    (folder / "goals.yaml").write_text("goals:\n" + "".join(f"  {line}\n" for line in GOALS.splitlines()), encoding="utf-8")
    assert load_plan(folder).goals == direct.goals


def test_one_file_says_the_same_as_a_folder(folder):
    one = folder / "alone.yaml"
    head = (folder / "plan.yaml").read_text("utf-8")
    one.write_text(head + "goals:\n" + "".join(f"  {line}\n" for line in GOALS.splitlines()), encoding="utf-8")
    assert dict(load_plan(one)) == dict(load_plan(folder))


def test_any_file_of_a_folder_stands_for_it(folder):
    whole = dict(load_plan(folder))
    assert dict(load_plan(folder / "plan.yaml")) == whole
    assert dict(load_plan(folder / "goals.yaml")) == whole


def test_sources_name_every_file_with_its_hash(folder):
    names = [name for name, digest in load_plan(folder, scenario="保守").sources if len(digest) == 64]
    assert names == ["plan.yaml", "goals.yaml", "scenarios/保守.yaml"]


def test_plans_are_found_upward(folder, monkeypatch):
    deep = folder / "exports" / "2026"
    deep.mkdir(parents=True)
    assert find_plan(deep) == folder
    monkeypatch.chdir(deep)
    plan = load_plan()
    assert plan.name == "试点公司 2027"
    assert plan.place("year").file == os.path.join("..", "..", "plan.yaml").replace(os.sep, "/")


def test_the_only_plan_of_a_plans_folder_is_found(tmp_path):
    (tmp_path / "plans" / "2027").mkdir(parents=True)
    (tmp_path / "plans" / "2027" / "plan.yaml").write_text(HEAD, encoding="utf-8")
    assert find_plan(tmp_path) == tmp_path / "plans" / "2027"
    (tmp_path / "plans" / "2028.yaml").write_text(HEAD, encoding="utf-8")
    assert [p.name for p in plans_in(tmp_path / "plans")] == ["2027", "2028.yaml"]
    with pytest.raises(InvalidInput) as error:
        find_plan(tmp_path)
    assert [(p.slug, p.params["plans"]) for p in error.value.problems] == [("several-plans", ["plans/2027", "plans/2028.yaml"])]


def test_a_plan_that_is_not_there_is_said_calmly(tmp_path):
    assert refused(tmp_path) == ["no-plan-in-folder"]
    assert refused(tmp_path / "missing.yaml") == ["plan-not-there"]
    assert refused(tmp_path / "plan.yaml") == ["plan-not-there"]


@pytest.mark.skipif(os.name != "posix", reason="named pipes are a thing of POSIX")
def test_only_regular_files_are_read(tmp_path):
    os.mkfifo(tmp_path / "plan.yaml")
    assert refused(tmp_path / "plan.yaml") == ["plan-not-a-file"]


def test_a_broken_chapter_leaves_the_others_checked(folder):
    (folder / "goals.yaml").write_text("targets: [1\n", encoding="utf-8")
    (folder / "plan.yaml").write_text(HEAD + "curency: CNY\n", encoding="utf-8")
    assert [slug for slug, _ in told(folder)] == ["bracket-not-closed", "unknown-key"]


def test_a_broken_head_leaves_the_chapters_checked(folder):
    (folder / "plan.yaml").write_text("name: [x\nyear: 2027\n", encoding="utf-8")
    (folder / "goals.yaml").write_text(GOALS.replace("华东: {market: 36亿", "华东: {market: -36亿"), encoding="utf-8")
    assert [slug for slug, _ in told(folder)] == ["value-negative", "bracket-not-closed"]


def test_chapters_of_later_versions_are_left_alone_and_said(folder):
    (folder / "market.yaml").write_text("personas: [x]\n", encoding="utf-8")
    (folder / "gaols.yaml").write_text("x: 1\n", encoding="utf-8")
    (folder / "goals.yaml").write_text(GOALS + "milestones: {Q1: x}\ncoverage:\n", encoding="utf-8")
    plan = load_plan(folder)
    assert [(n.slug, Path(n.place.file).name, n.place.line) for n in plan.notices] == [
        ("file-not-read", "gaols.yaml", None),
        ("not-read-yet", "goals.yaml", 21),
        ("not-read-yet", "goals.yaml", 22),
        ("not-read-yet", "market.yaml", 1),
    ]


def test_a_scenario_says_only_what_differs(folder):
    plan = load_plan(folder, scenario="保守")
    assert plan.goals.targets == {"revenue": 700_000_000_00, "new_customers": 280}
    assert plan.goals.fixed == ()
    assert (plan.goals.growth.at_most, plan.goals.growth.at_least) == (Fraction(3, 2), None)
    assert "东北" not in plan.goals.commitments
    assert plan.scenarios == ("保守",)
    assert Path(plan.place("goals", "targets", "revenue").file).name == "保守.yaml"
    assert refused(folder, scenario="保首") == ["scenario-not-there"]
    assert refused(folder, scenario="../plan") == ["scenario-not-there"]


def test_a_scenario_may_lie_over_another(folder):
    """It starts from what the other one makes of the plan; a circle and a name that is not there are told at `over`."""
    (folder / "scenarios" / "更低.yaml").write_text("over: 保守\ngoals: {targets: {new_customers: 100}}\n", encoding="utf-8")
    plan = load_plan(folder, scenario="更低")
    assert plan.goals.targets == {"revenue": 700_000_000_00, "new_customers": 100}
    assert plan.goals.fixed == ()
    (folder / "scenarios" / "圈.yaml").write_text("over: 圈\n", encoding="utf-8")
    assert refused(folder, scenario="圈") == ["scenario-over-itself"]
    (folder / "scenarios" / "空.yaml").write_text("goals: {}\nover: 没有\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as told:
        load_plan(folder, scenario="空")
    assert [(p.slug, Path(p.place.file).name, p.place.line) for p in told.value.problems] == [("scenario-not-there", "空.yaml", 2)]


def test_one_file_may_hold_its_scenarios(tmp_path):
    one = tmp_path / "2027.yaml"
    one.write_text(HEAD + "goals: {targets: {revenue: 100万}}\nscenarios:\n  高: {goals: {targets: {revenue: 200万}}}\n", encoding="utf-8")
    (tmp_path / "2027.scenarios").mkdir()
    (tmp_path / "2027.scenarios" / "低.yaml").write_text("goals: {targets: {revenue: 50万}}\n", encoding="utf-8")
    assert load_plan(one).scenarios == ("高", "低")
    assert [load_plan(one, scenario=s).goals.targets["revenue"] for s in (None, "高", "低")] == [10**8, 2 * 10**8, 5 * 10**7]


def test_a_scenario_file_stands_for_its_plan(folder):
    named = load_plan(folder / "scenarios" / "保守.yaml")
    assert named.goals == load_plan(folder, scenario="保守").goals
    assert named.folder == folder


@pytest.mark.parametrize(
    ("path", "value", "get", "expected"),
    [
        ("goals.split.revenue.region.weights.history", "60%", lambda g: g.split["revenue"]["region"].weights["history"], Fraction(3, 5)),
        ("region.weights.market", "1", lambda g: g.split["revenue"]["region"].weights["market"], 1),
        ("goals.fixed[0].equals", "9000万", lambda g: g.fixed[0].equals.amount, 90_000_000_00),
        ("fixed.0.equals", "9000万", lambda g: g.fixed[0].equals.amount, 90_000_000_00),
        ("members.华东.market", "40亿", lambda g: g.split["revenue"]["region"].members["华东"].values["market"], 40 * 10**8),
        ("华东.share", "10%", lambda g: g.split["revenue"]["region"].members["华东"].share, Fraction(1, 10)),
        ("growth.enforce", "true", lambda g: g.growth.enforce, True),
        ("goals.history.months", "24", lambda g: g.history.months, 24),
        ("commitments.东北", "0", lambda g: g.commitments["东北"], 0),
        ("commitments.华东", "null", lambda g: g.commitments["华东"], None),
        ("commitments.华东", "", lambda g: g.commitments["华东"], None),
        ("targets", "{revenue: 1亿, new_customers: 9}", lambda g: g.targets, {"revenue": 10**10, "new_customers": 9}),
        ("quarters", "[25%, 25%, 25%, 25%]", lambda g: g.split["revenue"]["month"].quarters[0], Fraction(1, 4)),
    ],
)
def test_edits_reach_any_value(folder, path, value, get, expected):
    before = (folder / "goals.yaml").read_bytes()
    assert get(load_plan(folder, sets=[(path, value)]).goals) == expected
    assert (folder / "goals.yaml").read_bytes() == before


def test_edits_of_the_head_and_several_at_once(folder):
    plan = load_plan(folder, sets=[("smallest", "1000"), ("basis.amount", "tax_excluded"), ("smallest", "1万")])
    assert (plan.smallest, plan.basis.amount) == (10_000_00, "tax_excluded")


def test_edits_that_cannot_be_made_are_placed_in_themselves(folder):
    assert told(folder, sets=[("goals.targets.revenue", "很多")]) == [("value-not-a-number", ("--set", 1, 23))]
    assert told(folder, sets=[("goals.targets.revenu", "1亿")]) == [("unknown-key", ("--set", 1, 1))]
    assert told(folder, sets=[("nowhere.at.all", "1")]) == [("set-path-unknown", ("--set", 1, 1))]
    assert told(folder, sets=[("fixed.9.equals", "1")]) == [("set-path-unknown", ("--set", 1, 1))]
    assert told(folder, sets=[("market", "1亿")]) == [("set-path-ambiguous", ("--set", 1, 1))]
    assert told(folder, sets=[("smallest", "[1")]) == [("bracket-not-closed", ("--set", 1, 10))]


def test_edits_are_checked_as_the_file_is(folder):
    assert told(folder, sets=[("quarters", "[30%, 30%, 30%, 30%]")]) == [("shares-do-not-add-up", ("--set", 1, 10))]


def test_a_hold_that_uses_a_share_of_an_edit(folder):
    slugs = [slug for slug, _ in told(folder, sets=[("goals.fixed.0.equals", "101元")])]
    assert slugs == ["hold-not-a-multiple"]


def test_the_commit_is_that_of_the_plan(folder):
    assert load_plan(folder).commit() is None
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for command in (["init", "-q"], ["add", "plan.yaml"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    short = subprocess.run([*git, "log", "-1", "--format=%h"], capture_output=True, text=True, check=True).stdout.strip()
    assert load_plan(folder).commit() == short


def test_plans_are_frozen(folder):
    plan = load_plan(folder)
    with pytest.raises(ValueError, match="frozen"):
        plan.name = "x"


def test_dates_and_fiscal_years(tmp_path):
    text = HEAD + "starts: 2027-04\ncalendar: {holidays: [2027-04-05], workdays: [2027-04-10]}\nteam: [{name: a, joined: 2027-4-1}]\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    plan = load_plan(tmp_path)
    assert plan.fiscal.quarter(4)[2] == Month(2028, 3)
    assert plan.calendar.holidays == (dt.date(2027, 4, 5),)
    assert plan.team[0].joined == dt.date(2027, 4, 1)


TEXT = (PLANS / "small.zh.yaml").read_text("utf-8")


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_change_of_a_plan_is_too_strange(data, tmp_path_factory):
    text = TEXT
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 6))
        text = text[:at] + data.draw(st.text("{}[]:,-#&*!|'\"%\n\t ：，a1万", max_size=3)) + text[at + cut :]
    plan = tmp_path_factory.mktemp("p") / "x.yaml"
    plan.write_text(text, encoding="utf-8")
    found, problems = examine(plan)
    assert found is not None or problems
