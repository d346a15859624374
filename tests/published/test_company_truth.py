"""The sample company's scores: every customer equal to the answers that came with its records."""

import csv
import datetime as dt
import os
from pathlib import Path

import pytest

from salesplan.calc.purchases import purchases_of
from salesplan.calc.rfm import CLASSES, Rule, rfm
from salesplan.calc.rhythm import SilenceRule, rhythm
from salesplan.records.sales import read_sales
from salesplan.words import Text, say

AS_OF = dt.date(2025, 12, 31)
FOLDERS = [os.environ.get("SALESPLAN_PUBLIC_DATA"), Path(__file__).parents[3] / "shared" / "data"]
HOME = next((p for f in FOLDERS if f and (p := Path(f) / "crm-samples").is_dir()), None)
pytestmark = pytest.mark.skipif(HOME is None, reason="crm-samples is not here: set SALESPLAN_PUBLIC_DATA to the folder that holds it")


@pytest.fixture(scope="module")
def purchases():
    return purchases_of(read_sales(sorted((HOME / "exports").glob("金蝶云星空_销售出库退货流水_202[45].xlsx"))).frame)


def truth(name, key):
    with (HOME / "truth" / name).open(encoding="utf-8-sig") as file:
        return {r[key]: r for r in csv.DictReader(file)}


def test_recency_frequency_and_money_of_every_customer(purchases):
    scored = rfm(purchases, AS_OF, Rule())
    values = zip(
        scored.who.tolist(), scored.last.tolist(), scored.recency.tolist(), scored.frequency.tolist(), scored.amount.tolist(),
        scored.r.tolist(), scored.f.tolist(), scored.m.tolist(), scored.classes.tolist(), strict=True,
    )  # fmt: skip
    found = {
        purchases.ids[w]: (str(last), days, n, amount, r, f, m, say(Text(f"class-{CLASSES[c]}"), "zh"))
        for w, last, days, n, amount, r, f, m, c in values
    }
    assert found == {
        k: (
            r["last_order"], int(r["recency_days"]), int(r["frequency"]), round(float(r["monetary"]) * 100), int(r["r"]), int(r["f"]),
            int(r["m"]), r["class8"],
        )
        for k, r in truth("rfm_12m_2025-12-31.csv", "cust").items()
    }  # fmt: skip


def test_silence_of_customers_whose_orders_all_lie_in_the_lists(purchases):
    found, known = rhythm(purchases, AS_OF, SilenceRule()), truth("silence_2025-12-31.csv", "cust")
    values = zip(
        found.who.tolist(), found.orders.tolist(), found.gap.tolist(), found.silent.tolist(), found.at_risk.tolist(), found.lost.tolist(),
        strict=True,
    )  # fmt: skip
    compared = 0
    for who, orders, gap, silent, risk, lost in values:
        row = known[purchases.ids[who]]
        assert int(row["silent_days"]) == silent
        assert (row["lost_180d"] == "True") == lost
        if int(row["orders"]) == orders:  # the lists of 2023 are not among the exports
            compared += 1
            assert float(row["median_gap"] or "nan") == pytest.approx(gap, nan_ok=True)
            assert (row["at_risk"] == "True") == risk
    assert compared > 500
