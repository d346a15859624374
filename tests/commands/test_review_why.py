"""Landing, bridge, movers, benchmarks and alerts of `salesplan review`, on files small enough to check by hand."""

import csv
import json
from fractions import Fraction

import pytest

from salesplan.cli import main
from salesplan.period import Month

HEADER = ["单据编号", "日期", "客户编码", "客户", "部门", "物料编码", "物料名称", "产品线", "实发数量", "价税合计"]
PLAN = """
salesplan: 1
name: 试点公司
year: 2025
smallest: 1
language: {lang}
country: US
data: {{sales: sales.csv}}
goals:
  targets: {{revenue: 240_000}}
  split:
    revenue:
      region: {{weights: {{points: 1}}, members: {{东: {{points: 1}}, 西: {{points: 1}}}}}}
      month: {{from: even, working_days: false}}
{more}
"""


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SALESPLAN_CACHE_DIR", str(tmp_path / "cache"))

    def call(*argv):
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def write(folder, lines, more="", lang="zh"):
    """Lines of (day, customer, region, product, quantity, amount)."""
    (folder / "plan.yaml").write_text(PLAN.format(more=more, lang=lang), encoding="utf-8")
    with (folder / "sales.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n, (day, customer, region, product, quantity, amount) in enumerate(lines):
            out.writerow([f"S{n}", day, customer, f"{customer}公司", region, product, f"{product}件", "件", quantity, amount])


def steady(months, first=(2023, 1), east=10_000, west=10_000):
    """A line a month on its last day in each region; amounts may be functions of the number of the month."""
    found = []
    for n in range(months):
        day = Month(*first).plus(n).last_day
        for region, amount in (("东", east), ("西", west)):
            value = amount(n) if callable(amount) else amount
            found.append((str(day), f"C{region}", region, "A", value // 100, value))
    return found


def answer(run, *argv):
    code, out, err = run("review", *argv, "-f", "json")
    assert code in (0, 4), err
    return json.loads(out)


def rows(said, table, **having):
    return [r for r in said["tables"][table] if all(r[k] == v for k, v in having.items())]


def test_a_steady_business_lands_where_it_goes_with_an_error_and_an_interval(run, tmp_path):
    write(tmp_path, steady(30))
    said = answer(run, "--month", "2025-06")
    total = rows(said, "forecast", by="total")[0]
    assert total["expected"] == pytest.approx(240_000, rel=0.01)
    assert total["low"] <= total["expected"] <= total["high"]
    assert total["error"] < 0.01
    assert sum(r["expected"] for r in rows(said, "forecast", by="region")) == pytest.approx(total["expected"], abs=0.001)
    assert {m["method"] for m in said["tables"]["forecast_methods"]} == {"blend", "month_shape", "run_rate", "last_year_scaled"}


def test_with_little_past_no_interval_is_made_up_and_it_is_said(run, tmp_path):
    write(tmp_path, steady(3, first=(2025, 1)))
    said = answer(run, "--month", "2025-03")
    total = rows(said, "forecast", by="total")[0]
    assert (total["low"], total["high"], total["error"], total["method"]) == (None, None, None, "month_shape")
    assert any("没有完整的往年" in n for n in said["notes"])


def test_a_year_that_is_over_is_no_forecast(run, tmp_path):
    write(tmp_path, steady(36))
    total = rows(answer(run, "--year"), "forecast", by="total")[0]
    assert (total["method"], total["expected"], total["low"], total["high"]) == ("actual", 240_000, 240_000, 240_000)


def test_the_bridge_by_hand(run, tmp_path):
    # 2024: 10 at 10 (east) and 5 at 10 to a customer who is gone. 2025: 12 at 11, and a newcomer's 3 at 10; 1 returned.
    write(tmp_path, [
        ("2024-06-03", "a", "东", "A", 10, 100), ("2024-06-30", "gone", "西", "A", 5, 50),
        ("2025-06-03", "a", "东", "A", 12, 132), ("2025-06-04", "new", "西", "A", 3, 30), ("2025-06-30", "a", "东", "A", -1, -11),
    ])  # fmt: skip
    said = answer(run, "--month", "2025-06")
    total = {r["part"]: r["amount"] for r in rows(said, "bridge", member=None)}
    assert total == {"price": 12, "volume": 20, "mix": 0, "new_customers": 30, "lost_customers": -50, "returns": -11}
    assert sum(total.values()) == (132 + 30 - 11) - 150
    east = {r["part"]: r["amount"] for r in rows(said, "bridge", member="东")}
    assert east == {"price": 12, "volume": 20, "mix": 0, "returns": -11}
    assert "margin_bridge" not in said["tables"]


def test_without_last_year_there_is_no_bridge(run, tmp_path):
    write(tmp_path, steady(2, first=(2025, 1)))
    said = answer(run, "--month", "2025-02")
    assert "bridge" not in said["tables"]
    assert {r["part"]: r["amount"] for r in said["tables"]["bridge_before"]}["price"] == 0


def test_movers_say_who_came_and_who_went(run, tmp_path):
    write(tmp_path, [
        ("2024-06-03", "a", "东", "A", 10, 100), ("2024-06-30", "gone", "西", "A", 5, 50), ("2025-06-04", "new", "西", "A", 3, 30),
        ("2025-06-30", "a", "东", "A", 10, 90),
    ])  # fmt: skip
    found = rows(answer(run, "--month", "2025-06"), "movers", kind="customer")
    assert [(r["member"], r["change"], r["state"]) for r in found] == [("new公司", 30, "new"), ("gone公司", -50, "lost"), ("a公司", -10, "down")]


LATE = "performance: {alerts: [{what: attainment_ytd, below: 70%, by: region, level: high, cooldown: 2}], owners: {西: 李总}}"


def test_an_alert_says_who_how_far_since_when_and_makes_the_run_fail_when_strict(run, tmp_path):
    write(tmp_path, steady(27, west=lambda n: 4_000 if n > 23 else 10_000), LATE)
    said = answer(run, "--month", "2025-03", "--strict")
    assert [(a["slug"], a["level"], a["subject"]) for a in said["alerts"]] == [("alert-attainment-ytd", "high", "西")]
    alert = said["alerts"][0]
    assert "40.0%" in alert["message"]
    assert "2025-01" in alert["message"]
    assert alert["evidence"]["actual_ytd"] == 12_000
    assert (alert["evidence"]["lasting"], alert["evidence"]["owner"]) == (3, "李总")
    assert run("review", "--month", "2025-03", "--strict")[0] == 4
    assert run("review", "--month", "2025-03")[0] == 0


def test_an_alert_in_its_cooldown_is_counted_and_not_raised(run, tmp_path):
    write(tmp_path, steady(26, west=lambda n: 4_000 if n > 23 else 10_000), LATE)
    said = answer(run, "--month", "2025-02")
    assert said["alerts"] == []
    assert any("冷却期" in n for n in said["notes"])


def test_a_rule_tells_how_it_would_have_done(run, tmp_path):
    write(tmp_path, steady(27, west=lambda n: 4_000 if n > 23 else 10_000), LATE)
    tested = answer(run, "--month", "2025-03")["tables"]["alerts_tested"][0]
    # 2024 was as 2023, and this year asks for no more: no alarm then. Of this year's three months the first and the third fire.
    assert (tested["rule"], tested["below"], tested["above"]) == ("attainment_ytd", 0.7, None)
    assert (tested["months"], tested["raised"], tested["right"], tested["undecided"]) == (15, 2, 2, 0)


@pytest.mark.parametrize(
    ("rule", "fires"),
    [
        ("{what: attainment, below: 50%, by: total}", True), ("{what: attainment, below: 30%, by: total}", False),
        ("{what: growth, below: -10%}", True), ("{what: growth_ytd, below: -40%, by: [total, region]}", True),
        ("{what: return_rate, above: 1%}", False), ("{what: landing, below: 90%, by: total}", True), ("{what: pace_gap, below: -5%, by: total}", True),
        ("{what: gross_margin, below: 99%}", False), ("{what: dso, above: 1}", False), ("{what: budget_burn, above: 1%}", False),
    ],
)  # fmt: skip
def test_each_figure_can_be_watched_and_is_silent_where_records_are(run, tmp_path, rule, fires):
    half = steady(27, east=lambda n: 4_000 if n > 23 else 10_000, west=lambda n: 4_000 if n > 23 else 10_000)
    write(tmp_path, half, f"performance: {{alerts: [{rule}]}}")
    assert bool(answer(run, "--month", "2025-03")["alerts"]) == fires


def test_customers_gone_silent_raise_an_alert(run, tmp_path):
    lines = [*steady(30), *((f"2024-{m:02d}-10", "gone", "东", "A", 100, 10_000) for m in range(1, 13))]
    write(tmp_path, lines, "performance: {alerts: [{what: lost_sales, above: 20%}]}")
    alert = answer(run, "--month", "2025-06")["alerts"][0]
    assert alert["subject"] == "全公司"
    # of the year up to 2025-01-01, 360,000, the customer who is gone had 120,000
    assert alert["evidence"]["sum"] == 120_000
    assert alert["evidence"]["lost_sales"] == pytest.approx(float(Fraction(1, 3)), abs=1e-4)


def test_benchmarks_stand_beside_with_source_and_date_and_stale_ones_are_told(run, tmp_path):
    more = """performance:
  benchmarks:
    - {metric: growth_ytd, value: 5%, source: 协会月报, date: 2023-01-31}
    - {metric: average_order, value: 8000, source: 同行, date: 2025-01-31}
"""
    write(tmp_path, steady(30), more)
    said = answer(run, "--month", "2025-06")
    growth, order = said["tables"]["benchmarks"]
    assert (growth["own"], growth["benchmark"], growth["source"], growth["published"]) == (0, 0.05, "协会月报", "2023-01-31")
    assert (order["figure"], order["member"], order["own"], order["benchmark"]) == ("average_order", None, 10_000, 8_000)
    assert any("18" in n and "2023-01-31" in n and "2025-01-31" not in n for n in said["notes"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_reads_in_both_languages(run, tmp_path, lang):
    write(tmp_path, steady(30), LATE, lang)
    code, out, _ = run("review", "--month", "2025-06")
    assert code == 0
    assert "{" not in out
    assert ("预计全年" if lang == "zh" else "Where the year lands") in out


@pytest.mark.parametrize("header", [["日期", "价税合计"], ["日期", "客户", "物料名称", "数量", "价税合计"]])
def test_a_list_that_names_no_dimension_is_reviewed_as_a_whole(run, tmp_path, header):
    with (tmp_path / "bare.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        for day, customer, _, product, quantity, amount in steady(30):
            known = {"日期": day, "客户": customer, "物料名称": product, "数量": quantity, "价税合计": amount}
            out.writerow([known[h] for h in header])
    code, text, err = run("review", "bare.csv", "--month", "2025-06", "-f", "json")
    assert code == 0, err
    total = rows(json.loads(text), "forecast", by="total")[0]
    assert total["expected"] == pytest.approx(240_000, rel=0.01)
