"""Every entry of the sample company's manifest, where its exports lie beside the repository; the same layouts in small are in test_lists."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from salesplan.frame import NO_AMOUNT
from salesplan.records.any_list import reading_of
from salesplan.records.lists import read_list

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "crm-samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample company's exports do not lie beside the repository")
MANIFEST = json.loads((SAMPLES / "truth" / "manifest.json").read_text(encoding="utf-8")) if SAMPLES.is_dir() else []
LISTS = {
    "K3WISE": "receivables", "收款单": "receipts", "畅捷通": "receivables", "客户.xls": "customers", "商机信息": "opportunities", "跟进记录": "visits",
    "report": "opportunities", "Accounts": "customers", "hubspot": "opportunities", "企业微信": "customers", "客户满意度": "surveys", "售后": "tickets",
    "2025年培训": "training", "2025年度销售目标": "targets", "2025年销售费用": "budget", "金蝶": "sales", "用友": "sales",
}  # fmt: skip


def kind_of(entry):
    return next(kind for start, kind in LISTS.items() if Path(entry["file"]).name.startswith(start))


def cents(value, size=1):
    return int(Decimal(str(value)) * size * 100)


def told(values):
    return int(values[values != NO_AMOUNT].sum())


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda e: Path(e["file"]).stem[:16])
def test_each_file_is_read_as_the_manifest_says(entry):
    path = SAMPLES / entry["file"]
    reading = reading_of(path, path.name)
    expected = entry["expected"]
    assert (reading.kind, reading.header_row) == (kind_of(entry), entry["header_row"])
    assert reading.rows == expected.get("valid_rows", entry["data_rows"])
    assert reading.encoding == entry["encoding"]
    amounts = {"amt": 1, "total_wan": 10_000, "budget_wan": 10_000}
    for name, size in amounts.items():
        if name in expected:
            assert reading.amount == cents(expected[name], size)
    if reading.kind != "sales":
        assert reading.total.verdict in ("equal", "none")
        CHECKS[reading.kind](read_list(reading.kind, [path], alone=True).frame, expected)


def sums(frame, by, measure, size):
    found = Counter()
    for name, value in zip(by, frame.ints(measure).tolist(), strict=True):
        found[name] += value
    return {name: Decimal(v) / 100 / size for name, v in found.items()}


def targets(frame, expected):
    by_region = sums(frame, frame.texts("region").values(), "target", 10_000)
    by_month = sums(frame, (frame.days("month").astype("datetime64[M]").astype(int) % 12 + 1).tolist(), "target", 10_000)
    assert by_region == {k: Decimal(str(v)) for k, v in expected["by_region_wan"].items()}
    assert by_month == {int(k): Decimal(str(v)) for k, v in expected["by_month_wan"].items()}


def budget(frame, expected):
    budgets, actuals = (sums(frame, frame.texts("region").values(), m, 10_000) for m in ("budget", "actual"))
    assert {r: [float(budgets[r]), float(actuals[r])] for r in budgets} == expected["by_region_wan"]
    assert told(frame.ints("actual")) == cents(expected["actual_wan"], 10_000)


def receipts(frame, expected):
    months = frame.days("paid_date").astype("datetime64[M]").astype(str).tolist()
    assert sums(frame, months, "amount", 1) == {k: Decimal(str(v)) for k, v in expected["by_month"].items()}


def receivables(frame, expected):
    assert told(frame.ints("open_amount")) == cents(expected["open"])
    if "settled" in expected:
        assert told(frame.ints("paid_amount")) == cents(expected["settled"])
        assert bool((frame.days("due_date") > frame.days("invoice_date")).any())
    names = {"未到期": "not_due", "逾期365天以上": "365+"}
    for name, value in expected.get("by_bucket", {}).items():
        term = names.get(name) or name.removeprefix("逾期").removesuffix("天")
        assert told(frame.ints(f"bucket:{term}")) == cents(value)
    if "overdue" in expected:
        assert told(frame.ints("overdue_total")) == cents(expected["overdue"])


def opportunities(frame, expected):
    state = np.array(frame.texts("state").values())
    counts = Counter(state.tolist())
    assert {k: counts[k] for k in ("open", "won", "lost") if k in expected} == {k: expected[k] for k in ("open", "won", "lost") if k in expected}
    assert told(frame.ints("amount")[state == "open"]) == cents(expected["open_amt"])
    if "won_amt" in expected:
        assert told(frame.ints("amount")[state == "won"]) == cents(expected["won_amt"])


def customers(frame, expected):
    if "companies" in expected:
        assert len(set(frame.texts("customer_name").values())) == expected["companies"]
    if "deal" in expected:
        assert frame.texts("deal_status").values().count("已成交") == expected["deal"]


def visits(frame, expected):
    assert Counter(frame.texts("visit_type").values()) == expected["by_type"]
    assert frame.texts("way").values().count("visit") == expected["face_to_face"]


def tickets(frame, expected):
    response = frame.ints("response")
    assert int((response != NO_AMOUNT).sum()) == expected["answered"]
    assert int(((response != NO_AMOUNT) & (response <= 120)).sum()) == expected["in2h"]


def surveys(frame, expected):
    nps = frame.ints("nps")
    assert (int((nps >= 9).sum()), int(((nps >= 0) & (nps <= 6)).sum())) == (expected["promoters"], expected["detractors"])


def training(frame, expected):
    assert told(frame.ints("hours")) == expected["hours"] * 100
    assert int((frame.texts("certificate").codes >= 0).sum()) == expected["certs"]


CHECKS = {
    "targets": targets, "budget": budget, "receipts": receipts, "receivables": receivables, "opportunities": opportunities,
    "customers": customers, "visits": visits, "tickets": tickets, "surveys": surveys, "training": training,
}  # fmt: skip
