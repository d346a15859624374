"""`salesplan score` and `cross-sell` on another company's list, against what was planted in it."""

import json
from pathlib import Path

import pytest
from other_company import BUNDLES, Truth, written

from salesplan.cli import main


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    path = tmp_path_factory.mktemp("company") / "sales_by_customer.csv"
    return path, written(path)


def answer(capsys: pytest.CaptureFixture[str], *argv: object) -> dict:
    assert main([str(a) for a in argv] + ["-f", "json", "--lang", "en"]) == 0
    return json.loads(capsys.readouterr().out)


def test_sums_orders_and_last_days_are_the_planted_ones(company, capsys):
    path, truth = company
    rows = {r["customer_id"]: r for r in answer(capsys, "score", path)["tables"]["customers"]}
    assert set(rows) == set(truth.orders)
    for name, row in rows.items():
        assert (row["orders"], row["last_order"]) == (truth.orders[name], truth.last[name].isoformat())
        assert round(row["amount"] * 100) == truth.net[name]


def test_who_stopped_is_called_and_who_orders_like_clockwork_is_not(company, capsys):
    path, truth = company
    told = answer(capsys, "score", path)
    called = {r["customer"] for r in told["tables"]["at_risk"]}
    assert called >= set(truth.stopped)
    assert not called & set(truth.regular)
    chances = {r["customer"]: r["buy_chance"] for r in told["tables"]["customers"]}
    assert max(chances[n] for n in truth.stopped) < 0.1
    assert min(chances[n] for n in truth.regular) > 0.9


def test_regular_intervals_are_said_and_beat_recency(company, capsys):
    told = answer(capsys, "score", company[0])
    assert any("regular intervals (k = " in note for note in told["notes"])
    test = {r["model"]: r for r in told["tables"]["backtest"]}
    assert test["mbg_cnbd+own_mean"]["auc"] > test["recency"]["auc"]
    assert test["mbg_cnbd+own_mean"]["mae"] < min(test[n]["mae"] for n in ("past_rate", "last_period", "everyone_alike", "mbg_nbd+own_mean"))


def test_ties_share_scores(company, capsys):
    rows = answer(capsys, "score", company[0])["tables"]["customers"]
    for value, score in (("days_since_last", "r"), ("orders", "f"), ("amount", "m")):
        scores: dict = {}
        for row in rows:
            assert scores.setdefault(row[value], row[score]) == row[score]


def test_planted_bundles_are_the_rules_that_hold(company, capsys):
    rows = answer(capsys, "cross-sell", company[0], "--level", "product")["tables"]["rules"]
    held = {(r["antecedent"], r["consequent"]) for r in rows if r["reliable"]}
    planted = {pair for body, (head, _) in BUNDLES.items() for pair in ((body, head), (head, body))}
    assert held == planted
