"""The sample company's own exports, where they lie beside the repository: totals equal their truth to the cent."""

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from salesplan.records.sales import read_sales

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "crm-samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample company's exports do not lie beside the repository")


def cents(text):
    return int(Decimal(text) * 100)


def truth(name, year, *keys):
    found = Counter()
    with open(SAMPLES / "truth" / name, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["year"] in year:
                found[tuple(row[k] for k in keys)] += cents(row["amt"])
    return found


def sums(frame, *terms):
    month = frame.days("order_date").astype("datetime64[M]").astype(str).tolist()
    found = Counter()
    for key, when, amount in zip(zip(*(frame.texts(t).values() for t in terms), strict=True), month, frame.ints("amount").tolist(), strict=True):
        found[(*key, when)] += amount
    return found


def test_two_years_of_the_kingdee_list():
    files = sorted((SAMPLES / "exports").glob("金蝶*.xlsx"))
    expected = {Path(e["file"]).name: e for e in json.loads((SAMPLES / "truth" / "manifest.json").read_text(encoding="utf-8"))}
    aliases = {"person": {"E1001": {"name": "张伟", "region": "华东"}, "E1014": {"name": "张伟", "region": "华南"}}}
    sales = read_sales(files, aliases=aliases)
    for reading in sales.reading:
        told = expected[reading.file]["expected"]
        skipped = [reading.left_out[r] for r in ("void", "unapproved") if r in reading.left_out]
        assert (reading.rows, reading.amount) == (told["valid_rows"], cents(str(told["amt"])))
        assert sum(x.rows for x in skipped) == told["must_skip_rows"]
        assert sum(x.amount for x in skipped) == cents(str(told["must_skip_amt"]))
        assert reading.total.total == cents(str(told["total_row_amt"]))
        assert reading.total.verdict == "explained"
    years = ("2024", "2025")
    frame = sales.frame
    assert sums(frame, "region", "product") == truth("sales_region_line_month.csv", years, "region", "line", "ym")
    reps = truth("sales_rep_month.csv", years, "rep", "region", "ym")
    assert sums(frame, "person", "region") == reps
    namesakes = Counter()
    for (number, when), amount in sums(frame, "emp_no").items():
        if number:
            namesakes[number, when] += amount
    wanted = truth("sales_rep_month.csv", years, "emp_no", "ym")
    assert namesakes == {k: v for k, v in wanted.items() if k[0] in ("E1001", "E1014")}


def test_the_invoice_list_of_another_system():
    (file,) = (SAMPLES / "exports").glob("用友U8*.xls")
    frame = read_sales([file]).frame
    assert sums(frame, "region") == truth("sales_region_line_month.csv", ("2025",), "region", "ym")


NO_SALES = {"another-kind-of-list", "columns-missing", "no-header-found"}


def test_every_other_file_is_answered_plainly():
    from salesplan.problem import InvalidInput

    told = Counter()
    for file in sorted((SAMPLES / "exports").iterdir()):
        if not file.name.startswith(("金蝶云", "用友")):
            with pytest.raises(InvalidInput) as caught:
                read_sales([file])
            told[caught.value.problems[0].slug] += 1
    assert set(told) <= NO_SALES
    assert told["another-kind-of-list"] >= 14
