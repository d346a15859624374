"""Orders of a company by chance, and the layouts in which some fifteen systems would export them."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
TAX = Decimal("1.13")
PEOPLE = {"Ann Lee": "North", "Ben Ortiz": "South", "陈䶮": "East", "Zoë Krüger": "East"}
PRODUCTS = {"P-001": ("Gear, small", "Drives"), "P-002": ('Belt 1/2"', "Drives"), "0003": ("轴承 6204", "Bearings"), "P-004": ("Total Care Kit", "Service")}
CUSTOMERS = {"C001": "Acme Tools Inc.", "C002": "Brightline GmbH", "C003": "合计科技有限公司", "C004": "O'Neill & Sons", "C005": "南京冠鑫（苏州）有限公司"}


@dataclass
class Line:
    product: str
    quantity: int
    price: Decimal
    net: Decimal
    gross: Decimal


@dataclass
class Order:
    number: str
    day: dt.date
    customer: str
    person: str
    status: str
    back: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return sum((line.gross for line in self.lines), Decimal(0))

    @property
    def counts(self) -> bool:
        return self.status == "posted"


def orders(seed: int = 1, many: int = 40) -> list[Order]:
    """Orders made by chance: returns have negative lines, a few orders are void or drafts."""
    random_ = random.Random(seed)
    made = []
    for number in range(1, many + 1):
        status = random_.choices(("posted", "void", "draft"), (18, 1, 1))[0]
        back = random_.random() < 0.12
        customer, person = random_.choice(list(CUSTOMERS)), random_.choice(list(PEOPLE))
        order = Order(f"{number:05d}", dt.date(2025, 1, 1) + dt.timedelta(days=random_.randrange(365)), customer, person, status, back)
        for product in random_.sample(list(PRODUCTS), random_.choice((1, 1, 2, 3, 4))):
            quantity = random_.randrange(1, 60) * (-1 if back else 1)
            price = Decimal(random_.randrange(99, 99_999)) / 100
            net = price * quantity
            order.lines.append(Line(product, quantity, price, net, (net * TAX).quantize(CENT, ROUND_HALF_UP)))
        made.append(order)
    return made


def truth(made: list[Order], *, gross: bool = True, kept: Callable[[Order], bool] = lambda o: o.counts) -> Counter[tuple[str, str, str]]:
    """Cents by customer, month and product of what counts."""
    found: Counter[tuple[str, str, str]] = Counter()
    for order in filter(kept, made):
        for line in order.lines:
            found[CUSTOMERS[order.customer], f"{order.day:%Y-%m}", PRODUCTS[line.product][0]] += int((line.gross if gross else line.net) * 100)
    return found


def us(value: Decimal) -> str:
    return f"{value:,.2f}" if value >= 0 else f"({-value:,.2f})"


def euro(value: Decimal) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,")) + " €"


Rows = list[list[object]]


def odoo(made: list[Order]) -> Rows:
    head = ["Order Reference", "Order Date", "Customer", "Salesperson", "Sales Team", "Untaxed Amount", "Total", "Status",
            "Order Lines/Product", "Order Lines/Quantity", "Order Lines/Unit Price", "Order Lines/Subtotal"]  # fmt: skip
    words = {"posted": "Sales Order", "void": "Cancelled", "draft": "Quotation"}
    rows: Rows = [head]
    for o in made:
        first: list[object] = [o.number, f"{o.day} 08:30:00", CUSTOMERS[o.customer], o.person, PEOPLE[o.person], o.net, o.gross, words[o.status]]
        for i, line in enumerate(o.lines):
            rows.append([*(first if i == 0 else [None] * 8), PRODUCTS[line.product][0], line.quantity, line.price, line.net])
    return rows


def repeated(made: list[Order]) -> Rows:
    """Order totals on every line, with quantity and price; the order's own word."""
    head = ["Order No", "Order Date", "Client", "Sales Rep", "Region", "SKU", "Item Name", "Category", "Qty", "Unit Price", "Order Total", "Order Status"]
    words = {"posted": "Shipped", "void": "Cancelled", "draft": "Draft"}
    return [head, *([o.number, f"{o.day:%d-%b-%Y}", CUSTOMERS[o.customer], o.person, PEOPLE[o.person], line.product, *PRODUCTS[line.product],
                     line.quantity, us(line.price), us(o.gross), words[o.status]] for o in made for line in o.lines)]  # fmt: skip


def quickbooks(made: list[Order]) -> Rows:
    rows: Rows = [["Northwind Parts LLC"], ["Sales by Customer Detail"], ["January - December 2025"], [],
                  ["", "Transaction date", "Transaction type", "Num", "Product/Service full name", "Quantity", "Sales price", "Amount", "Balance"]]  # fmt: skip
    kept = [o for o in made if o.counts]
    for customer in sorted({o.customer for o in kept}):
        mine = [(o, line) for o in kept if o.customer == customer for line in o.lines]
        rows.append([CUSTOMERS[customer]])
        balance = Decimal(0)
        for o, line in mine:
            balance += line.gross
            kind = "Credit Memo" if o.back else "Invoice"
            rows.append(["", f"{o.day:%m/%d/%Y}", kind, o.number, PRODUCTS[line.product][0], line.quantity, line.price, us(line.gross), us(balance)])
        rows.append([f"Total for {CUSTOMERS[customer]}", "", "", "", "", sum(x.quantity for _, x in mine), "", us(sum(x.gross for _, x in mine))])
    rows.append(["TOTAL", "", "", "", "", "", "", us(sum((o.gross for o in kept), Decimal(0)))])
    return [*rows, ["Accrual Basis Monday, January 05, 2026 10:00 AM GMT"]]


def netsuite(made: list[Order]) -> Rows:
    head = ["Date", "Document Number", "Type", "Name", "Account", "Sales Rep", "Item", "Quantity", "Amount", "Amount (Foreign Currency)", "Currency", "Exchange Rate", "Status"]
    words = {"posted": "Open", "void": "Voided", "draft": "Pending Approval"}
    return [head, *([f"{o.day:%m/%d/%Y}", f"INV{o.number}", "Credit Memo" if o.back else "Invoice", CUSTOMERS[o.customer], "4000 Sales", o.person,
                     PRODUCTS[line.product][0], line.quantity, us(line.gross), us(line.gross / 7), "USD", "7.00", words[o.status]]
                    for o in made for line in o.lines)]  # fmt: skip


def shopify(made: list[Order]) -> Rows:
    head = ["Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Currency", "Subtotal", "Taxes", "Total", "Created at",
            "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Billing Name"]  # fmt: skip
    words = {"posted": "paid", "void": "voided", "draft": "draft"}
    rows: Rows = [head]
    for o in made:
        created = f"{o.day} 10:00:00 +0800"
        first: list[object] = [f"#{o.number}", "a@b.example", words[o.status], created, "fulfilled", "CNY", o.net, o.gross - o.net, o.gross]
        for i, line in enumerate(o.lines):
            rows.append([*(first if i == 0 else [f"#{o.number}", "a@b.example", *[None] * 7]), created, line.quantity, PRODUCTS[line.product][0], line.price,
                         line.product, CUSTOMERS[o.customer] if i == 0 else None])  # fmt: skip
    return rows


def zoho_books(made: list[Order]) -> Rows:
    head = ["Invoice Date", "Invoice ID", "Invoice Number", "Invoice Status", "Customer ID", "Customer Name", "Currency Code", "Exchange Rate",
            "Item Name", "Quantity", "Item Price", "Item Total", "SubTotal", "Total", "Balance", "Sales person"]  # fmt: skip
    words = {"posted": "Closed", "void": "Void", "draft": "Draft"}
    return [head, *([o.day.isoformat(), int(o.number) + 9000, f"INV-{o.number}", words[o.status], o.customer, CUSTOMERS[o.customer], "CNY", 1, PRODUCTS[line.product][0],
                     line.quantity, line.price, line.net, o.net, o.gross, 0, o.person] for o in made for line in o.lines)]  # fmt: skip


def sap(made: list[Order]) -> Rows:
    head = ["Billing Document", "Billing Date", "Sold-to party", "Name of Sold-to Party", "Material", "Material Description", "Billed Quantity", "Net Value",
            "Tax amount", "Document Currency", "Sales Office", "Cancelled"]  # fmt: skip
    return [head, *([f"90{o.number}", f"{o.day:%d.%m.%Y}", o.customer, CUSTOMERS[o.customer], line.product, PRODUCTS[line.product][0], line.quantity,
                     euro(line.net).removesuffix(" €"), euro(line.gross - line.net).removesuffix(" €"), "CNY", PEOPLE[o.person], "X" if o.status == "void" else ""]
                    for o in made if o.status != "draft" for line in o.lines)]  # fmt: skip


def guanjiapo(made: list[Order]) -> Rows:
    """Returns are positive and marked by the kind of document; amounts without tax and a rate of tax."""
    head = ["录单日期", "单据编号", "单据类型", "往来单位编号", "往来单位全名", "经手人编号", "经手人全名", "部门全名", "商品编号", "商品全名", "单位", "数量", "单价",
            "金额", "折扣", "折后单价", "折后金额", "税率", "税额", "价税合计"]  # fmt: skip
    rows: Rows = [["业务明细表"], ["日期：2025-01-01 至 2025-12-31"], head]
    for o in filter(lambda o: o.counts, made):
        for line in o.lines:
            net, gross = abs(line.net), abs(line.gross)
            rows.append([o.day.isoformat(), o.number, "销售退货单" if o.back else "销售单", o.customer, CUSTOMERS[o.customer], "E1", o.person, PEOPLE[o.person], line.product,
                         PRODUCTS[line.product][0], "件", abs(line.quantity), line.price * 2, net * 2, "0.5", line.price, net, "13", gross - net, gross])  # fmt: skip
    return [*rows, ["合计", *[None] * 18, sum((abs(x.gross) for o in made if o.counts for x in o.lines), Decimal(0))]]


def kingdee_invoice(made: list[Order]) -> Rows:
    """Returns are positive and marked 红字; the document's status leaves out what does not count."""
    head = ["销售发票号", "开票日期", "单据状态", "客户编码", "客户", "销售员", "销售部门", "物料编码", "物料名称", "物料分组", "数量", "价税合计（本位币）", "金额（本位币）", "红蓝字标识"]
    words = {"posted": "已审核", "void": "已作废", "draft": "暂存"}
    return [head, *([o.number, f"{o.day}T00:00:00", words[o.status], o.customer, CUSTOMERS[o.customer], o.person, PEOPLE[o.person], line.product, *PRODUCTS[line.product],
                     abs(line.quantity), abs(line.gross), abs(line.net), "红字" if o.back else "蓝字"] for o in made for line in o.lines)]  # fmt: skip


def prices_only(made: list[Order]) -> Rows:
    """No amount at all: invoice numbers of returns begin with C."""
    head = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Customer Name", "Country"]
    return [head, *([f"C5{o.number}" if o.back else f"5{o.number}", line.product, PRODUCTS[line.product][0], line.quantity, f"{o.day:%m/%d/%Y} 8:26", line.price, o.customer,
                     CUSTOMERS[o.customer], "France"] for o in made if o.counts for line in o.lines)]  # fmt: skip


def by_hand(made: list[Order]) -> Rows:
    """A sheet kept by hand in 万元 with notes, blocks by salesperson and subtotals."""
    rows: Rows = [["2025年销售台账"], ["单位：万元", None, None, "口径：含税"], [], ["日期", "合同号", "客户全称", "产品名称", "销售额", "备注"]]
    kept = [o for o in made if o.counts]
    for person in sorted({o.person for o in kept}):
        mine = [(o, line) for o in kept if o.person == person for line in o.lines]
        rows.append([f"业务员：{person}"])
        rows += [[f"{o.day.year}年{o.day.month}月{o.day.day}日", o.number, CUSTOMERS[o.customer], PRODUCTS[line.product][0], line.gross / 10000, None] for o, line in mine]
        rows.append(["小计", None, None, None, sum((x.gross for _, x in mine), Decimal(0)) / 10000])
    rows.append(["合计", None, None, None, sum((o.gross for o in kept), Decimal(0)) / 10000])
    return [*rows, ["制表：王会计"], ["注：数据截至年底"]]


LAYOUTS: dict[str, Callable[[list[Order]], Rows]] = {
    f.__name__: f for f in (odoo, repeated, quickbooks, netsuite, shopify, zoho_books, sap, guanjiapo, kingdee_invoice, prices_only, by_hand)
}  # fmt: skip
NET_ONLY = {"prices_only"}
NO_NET = {"repeated", "quickbooks", "netsuite", "by_hand"}
NO_DRAFTS = {"quickbooks", "guanjiapo", "prices_only", "by_hand", "sap"}
