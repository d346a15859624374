"""`salesplan score` on whole files: with and without a plan, in every form, with what is wrong told."""

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan.calc.boosted import can_boost
from salesplan.cli import main
from salesplan.commands.customer_records import CustomerRecords
from salesplan.plan.load import load_plan

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
COLUMNS = {
    "customer_id", "customer", "owner", "last_order", "days_since_last", "orders", "amount", "r", "f", "m", "class", "class_before", "segment",
    "tier", "tier_before", "buy_chance", "expected_orders", "expected_value", "value_low", "value_high", "action",
}  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def lines(customers: int = 40, seed: int = 1) -> list[list[object]]:
    """Two years of orders, some with returns."""
    rng = random.Random(seed)
    found: list[list[object]] = []
    for c in range(customers):
        for n in range(rng.choice((1, 1, 2, 5, 9, 20))):
            month, day = rng.randint(0, 23), rng.randint(1, 28)
            amount = rng.randint(100, 90_000)
            date = f"{2024 + month // 12}-{month % 12 + 1:02d}-{day:02d}"
            found.append([f"XS{c:03d}{n:03d}", date, f"K{c:03d}", f"客户{c}", f"业务{c % 4}", amount])
            if rng.random() < 0.1:
                found.append([f"TH{c:03d}{n:03d}", date, f"K{c:03d}", f"客户{c}", f"业务{c % 4}", -amount // 2])
    return found


def write(path: Path, body: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["单据编号", "日期", "客户编码", "客户", "销售员", "价税合计"], *body])
    return path


def tables(run: Run, *argv: object) -> dict:
    code, out, err = run("score", *argv, "-f", "json")
    assert code == 0, err
    return json.loads(out)["tables"]


def test_a_bare_list_is_scored(run: Run, tmp_path: Path) -> None:
    body = lines()
    found = tables(run, write(tmp_path / "a.csv", body), "--as-of", "2025-12-31", "--lang", "zh")
    assert set(found["customers"][0]) == COLUMNS
    inside = [row for row in body if str(row[1]) > "2024-12-31"]
    buyers = {row[2] for row in inside if row[5] > 0}
    assert {c["customer_id"] for c in found["customers"]} == buyers
    by_customer = {c: sum(row[5] for row in inside if row[2] == c) for c in buyers}
    assert {c["customer_id"]: c["amount"] for c in found["customers"]} == by_customer
    assert sum(c["customers"] for c in found["classes"]) == len(buyers)
    assert sum(c["amount"] for c in found["classes"]) == sum(by_customer.values())
    assert {(c["measure"], c["score"]) for c in found["cuts"]} == {
        (name, c[key]) for name, key in (("最近下单（天）", "r"), ("下单次数", "f"), ("金额", "m")) for c in found["customers"]
    }


def test_shuffled_rows_give_the_same_answer(run: Run, tmp_path: Path) -> None:
    body = lines()
    first = tables(run, write(tmp_path / "a.csv", body), "--lang", "zh")
    random.Random(3).shuffle(body)
    assert tables(run, write(tmp_path / "a.csv", body), "--lang", "zh") == first


def test_moves_and_matrix_agree_with_the_lists(run: Run, tmp_path: Path) -> None:
    found = tables(run, write(tmp_path / "a.csv", lines()), "--as-of", "2025-12-31", "--compare-to", "2025-06-30", "--lang", "en")
    changed = {c["customer_id"] for c in found["customers"] if c["class"] != c["class_before"]}
    assert {m["customer_id"] for m in found["moves"] if m["class"] != "No order in the window"} == changed
    assert all(m["cause"] for m in found["moves"])
    off = sum(m["customers"] for m in found["migration"] if m["class"] != m["class_before"])
    assert off == len(found["moves"])


def test_a_plan_gives_cut_points_tiers_and_actions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "name: 甲公司\nyear: 2026\nlanguage: zh\ndata: {sales: a.csv}\ncustomers:\n"
        "  rfm: {months: 24, cuts: {recency: [30, 90], frequency: [2, 5], monetary: [1万, 5万]}}\n"
        "  tiers:\n  - {name: S, amount: 20万, service: {visits: 6, response: 2h, benefits: 专属客服}}\n  - {name: A, orders: 2}\n"
        "  actions: {general-retain: 发短信}\n",
        encoding="utf-8",
    )
    write(tmp_path / "a.csv", lines())
    found = tables(run, "--as-of", "2025-12-31")
    for c in found["customers"]:
        assert c["r"] == 1 + (c["days_since_last"] <= 90) + (c["days_since_last"] <= 30)
        assert c["f"] == 1 + (c["orders"] >= 2) + (c["orders"] >= 5)
        assert c["m"] == 1 + (c["amount"] >= 10_000) + (c["amount"] >= 50_000)
        assert c["tier"] == ("S" if c["amount"] >= 200_000 else "A" if c["orders"] >= 2 else None)
    assert found["tiers"][0]["visits"] == 6
    assert found["tiers"][0]["response"] == "2 小时"
    assert {c["action"] for c in found["classes"] if c["class"] == "一般挽留客户"} == {"发短信"}


def test_every_form_is_written(run: Run, tmp_path: Path) -> None:
    outputs = [word for suffix in ("xlsx", "html", "json", "md") for word in ("-o", tmp_path / f"out.{suffix}")]
    code, out, err = run("score", write(tmp_path / "a.csv", lines()), *outputs, "--lang", "zh")
    assert code == 0, err
    assert "重要价值客户" in out
    assert all((tmp_path / f"out.{suffix}").stat().st_size for suffix in ("xlsx", "html", "json", "md"))


@pytest.mark.parametrize(
    ("argv", "slug"),
    [(["--window", "12"], "--window"), (["--as-of", "2001-01-01"], "as-of-before-records"), (["--compare-to", "2030-01-01"], "compare-to-not-earlier")],
)
def test_what_cannot_be_asked_is_told(run: Run, tmp_path: Path, argv: list[str], slug: str) -> None:
    code, _, err = run("score", write(tmp_path / "a.csv", lines()), *argv, "--lang", "en")
    assert code in (2, 3)
    assert slug in err


def test_a_list_without_customers_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("日期,价税合计\n2025-01-02,5\n2025-01-03,6\n", encoding="utf-8")
    code, _, err = run("score", "a.csv", "--lang", "en")
    assert (code, "no-customers-in-records" in err) == (3, True)


def test_one_customer_is_told_to_be_few(run: Run, tmp_path: Path) -> None:
    found = write(tmp_path / "a.csv", [["X1", "2025-01-02", "K1", "甲", "张", 500]])
    code, out, _ = run("score", found, "--lang", "en")
    assert code == 0
    assert "With so few customers (1) ranks say little" in out


def test_each_salesperson_gets_a_file_of_the_own_customers(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "a.csv", lines())
    code, _, err = run("score", "a.csv", "--split-by", "owner", "-o", "客户.json", "-q", "--lang", "zh")
    assert code == 0, err
    whole = json.loads((tmp_path / "客户.json").read_text("utf-8"))["tables"]["customers"]
    seen = []
    for n in range(4):
        own = json.loads((tmp_path / f"客户_业务{n}.json").read_text("utf-8"))["tables"]["customers"]
        assert {c["owner"] for c in own} == {f"业务{n}"}
        seen += own
    assert sorted(c["customer_id"] for c in seen) == sorted(c["customer_id"] for c in whole)
    assert run("score", "a.csv", "--split-by", "owner")[0] == 2


def test_a_product_that_is_no_longer_bought_is_named(run: Run, tmp_path: Path) -> None:
    head = ["单据编号", "日期", "客户编码", "产品线", "价税合计"]
    old = [[f"X{n}", f"2025-{n + 1:02d}-05", "K1", "阀门", 100] for n in range(6)]
    new = [[f"Y{n}", f"2025-{n + 1:02d}-06", "K1", "水泵", 90] for n in range(12)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *old, *new])
    found = tables(run, "a.csv", "--as-of", "2025-12-31", "--lang", "zh")
    assert [(s["customer_id"], s["product"], s["orders_ever"]) for s in found["stopped"]] == [("K1", "阀门", 6)]


def test_forecasts_come_with_a_back_test_and_few_customers_with_none(run: Run, tmp_path: Path) -> None:
    body = lines(120)
    found = tables(run, write(tmp_path / "a.csv", body), "--as-of", "2025-12-31", "--lang", "en")
    assert {m["model"] for m in found["models"]} >= {"bg_nbd", "mbg_nbd", "pareto_nbd"}
    assert {b["model"] for b in found["backtest"]} >= {"past_rate", "last_period", "everyone_alike", "recency", "logistic"}
    assert all(0 <= c["buy_chance"] <= 1 and c["expected_value"] >= 0 for c in found["customers"])
    code, out, _ = run("score", write(tmp_path / "b.csv", lines(8)), "-f", "json", "--lang", "en")
    few = json.loads(out)
    assert code == 0
    assert "models" not in few["tables"]
    assert "Too few customers: nothing is forecast." in few["notes"]
    assert {c["buy_chance"] for c in few["tables"]["customers"]} == {None}


def test_silent_key_customers_are_an_alert(run: Run, tmp_path: Path) -> None:
    body = [[f"X{c}{n}", f"2025-{n + 1:02d}-0{1 + c % 9}", f"K{c}", f"客户{c}", "张", 900 if c < 3 else 10] for c in range(30) for n in range(8)]
    body += [[f"Y{c}", "2025-12-30", f"K{c}", f"客户{c}", "张", 10] for c in range(2, 30)]
    found = write(tmp_path / "a.csv", body)
    code, out, _ = run("score", found, "-f", "json", "--strict", "--lang", "zh")
    alerts = json.loads(out)["alerts"]
    assert code == 4
    assert [(a["slug"], a["evidence"]["customers"]) for a in alerts] == [("key-customers-silent", 2)]


def test_a_lone_day_in_the_future_is_told(run: Run, tmp_path: Path) -> None:
    body = [*lines(), ["X1", "2031-05-01", "K001", "客户1", "业务1", 5]]
    _, out, _ = run("score", write(tmp_path / "a.csv", body), "--lang", "zh")
    assert "2031-05-01 比前一个有记录的日子" in out.replace("\n", "")
    _, out, _ = run("score", write(tmp_path / "a.csv", lines()), "--lang", "zh")
    assert "比前一个有记录的日子" not in out.replace("\n", "")


def test_where_nobody_is_silent_no_empty_list_is_shown(run: Run, tmp_path: Path) -> None:
    body: list[list[object]] = [[f"X{n}", f"2025-0{n % 6 + 1}-1{c % 9}", f"K{c}", f"客户{c}", "甲", 100] for c in range(20) for n in range(6)]
    _, out, _ = run("score", write(tmp_path / "a.csv", body), "--lang", "en")
    assert "Whom to call today" not in out
    assert "No regular is silent beyond the own rhythm" in out


def test_one_customer_has_the_best_scores_and_no_forecast(run: Run, tmp_path: Path) -> None:
    found = tables(run, write(tmp_path / "a.csv", [["X1", "2025-03-01", "K1", "甲公司", "张三", 100]]), "--lang", "en")
    assert [(c["r"], c["f"], c["m"], c["class"], c["buy_chance"]) for c in found["customers"]] == [(5, 5, 5, "Key: champions", None)]


def test_nobody_to_split_by_is_refused_and_customers_without_one_are_told(run: Run, tmp_path: Path) -> None:
    body = [[*row[:4], "", row[5]] for row in lines()]
    code, _, err = run("score", write(tmp_path / "a.csv", body), "-o", "all.json", "--split-by", "owner", "--lang", "en")
    assert (code, "no-owners-in-records" in err) == (3, True)
    assert not list(tmp_path.glob("*.json"))
    some = [[*row[:4], "" if row[2] == "K000" else row[4], row[5]] for row in lines()]
    code, _, err = run("score", write(tmp_path / "a.csv", some), "-o", "all.json", "--split-by", "owner", "--lang", "en", "--as-of", "2025-12-31")
    assert code == 0
    assert "have no salesperson" in err


@pytest.mark.parametrize(("month", "first", "last"), [
    ("shares: [1%, 2%, 3%, 4%, 5%, 6%, 7%, 8%, 9%, 10%, 20%, 25%]", 0.10, 0.09), ("quarters: [10%, 20%, 30%, 40%]", 0.4 / 3, 0.1), ("from: even", None, None),
])  # fmt: skip
def test_the_months_of_a_plan_are_those_of_the_calendar(tmp_path: Path, month: str, first: float | None, last: float | None) -> None:
    (tmp_path / "plan.yaml").write_text(
        f"name: x\nyear: 2027\nstarts: 2027-04\ngoals:\n  targets: {{revenue: 100万}}\n  split: {{revenue: {{month: {{{month}}}}}}}\n", encoding="utf-8"
    )
    shares = CustomerRecords(load_plan(tmp_path), None, ()).month_shares
    assert shares is None if first is None else (len(shares), shares[0], shares[11]) == (12, pytest.approx(first), pytest.approx(last))


def test_a_season_of_the_plan_is_named_and_methods_are_in_words(run: Run, tmp_path: Path) -> None:
    shares = ", ".join(["4%"] * 3 + ["8%"] * 6 + ["12%"] * 2 + ["16%"])
    plan = f"name: x\nyear: 2026\ngoals:\n  targets: {{revenue: 100万}}\n  split: {{revenue: {{month: {{shares: [{shares}]}}}}}}\n"
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    body = [row for row in lines(80) if str(row[1]) > "2025-01-01"]
    _, out, err = run("score", "--plan", "plan.yaml", write(tmp_path / "a.csv", body), "--as-of", "2025-12-31", "--lang", "en")
    assert "season of the plan's month shares, 0.4" in out.replace("\n", " "), err
    assert "past average pace" in out
    assert "bg_nbd" not in out


def test_one_sentence_tells_whether_there_is_a_second_opinion(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", lines(230))
    _, out, _ = run("score", path, "--as-of", "2025-12-31", "--lang", "en")
    assert out.count("Second opinion: " if can_boost() else "install salesplan[ml]") == 1
    (tmp_path / "plan.yaml").write_text("name: x\nyear: 2026\ncustomers: {lifetime: {boosted: false}}\n", encoding="utf-8")
    _, out, _ = run("score", path, "--as-of", "2025-12-31", "--lang", "en", "--plan", "plan.yaml")
    assert "second opinion" not in out.lower()
