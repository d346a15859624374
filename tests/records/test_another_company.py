"""Another company's orders in the layouts of a dozen systems come to the same cents by customer, month and product."""

import csv
import io
from collections import Counter

import pytest
from another_company import CUSTOMERS, LAYOUTS, NET_ONLY, NO_NET, PEOPLE, orders, truth

from salesplan.records.sales import read_sales

ENCODINGS = {"guanjiapo": "gb18030", "quickbooks": "utf-8-sig", "sap": "utf-16"}
DELIMITERS = {"sap": "\t", "zoho_books": ";"}


def written(folder, layout, made):
    out = io.StringIO()
    rows = LAYOUTS[layout](made)
    width = max(map(len, rows))
    padded = [[*("" if c is None else c for c in row), *[""] * (width - len(row))] for row in rows]
    csv.writer(out, delimiter=DELIMITERS.get(layout, ",")).writerows(padded)
    path = folder / f"{layout}.csv"
    path.write_bytes(out.getvalue().encode(ENCODINGS.get(layout, "utf-8")))
    return path


def sums(sales):
    frame = sales.frame
    names = frame.texts("customer_name").values()
    months = frame.days("order_date").astype("datetime64[M]").astype(str).tolist()
    products = frame.texts("product_name" if "product_name" in frame else "product_id").values()
    found = Counter()
    for key, amount in zip(zip(names, months, products, strict=True), frame.ints("amount").tolist(), strict=True):
        found[key] += amount
    return Counter({k: v for k, v in found.items() if v})


def near(found, wanted, cents):
    """Whether sums agree to some cents each and in total exactly."""
    assert sum(found.values()) == sum(wanted.values())
    assert max(abs(found[k] - wanted[k]) for k in {*found, *wanted}) <= cents


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_adds_up_to_the_cent(tmp_path, layout, seed):
    made = orders(seed)
    sales = read_sales([written(tmp_path, layout, made)])
    wanted = truth(made, gross=layout not in NET_ONLY)
    near(sums(sales), wanted, 4 if layout in ("odoo", "repeated", "shopify", "zoho_books") else 0)
    reading = sales.reading[0]
    assert reading.rows == sum(len(o.lines) for o in made if o.counts)
    if reading.total.total is not None:
        assert (reading.total.verdict, reading.total.by) == (("explained", ("returns-as-written",)) if layout == "guanjiapo" else ("equal", ()))


@pytest.mark.parametrize("layout", [x for x in LAYOUTS if x not in NO_NET])
def test_amounts_without_tax(tmp_path, layout):
    made = orders(5)
    sales = read_sales([written(tmp_path, layout, made)], basis_amount="tax_excluded")
    near(sums(sales), truth(made, gross=False), 0)


@pytest.mark.parametrize("layout", ["odoo", "repeated", "netsuite", "zoho_books", "guanjiapo", "kingdee_invoice", "by_hand"])
def test_people(tmp_path, layout):
    made = orders(6)
    frame = read_sales([written(tmp_path, layout, made)]).frame
    found = Counter()
    for name, amount in zip(frame.texts("person").values(), frame.ints("amount").tolist(), strict=True):
        found[name] += amount
    wanted = Counter()
    for order in made:
        if order.counts:
            wanted[order.person] += int(order.gross * 100)
    assert found == wanted
    assert set(found) <= set(PEOPLE)


def test_names_of_customers_are_kept_as_they_are(tmp_path):
    names = set(read_sales([written(tmp_path, "netsuite", orders(7, 80))]).frame.texts("customer_name").labels)
    assert names <= set(CUSTOMERS.values())
    assert "合计科技有限公司" in names
