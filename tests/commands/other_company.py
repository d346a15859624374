"""Another company's sales list, made up with a known truth: a dental supplier that sells in euros, in QuickBooks' columns.

Half of the practices bought once; forty order every month like clockwork, of whom six stopped; impressions trays sell
with alginate, implants with healing caps; one practice returned more than it bought.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

END = dt.date(2026, 6, 30)
START = dt.date(2024, 7, 1)
HEADER = ["Transaction date", "Transaction Type", "Num", "Customer full name", "Sales Rep", "Product/Service", "Quantity", "Sales price", "Amount"]
PRICES = {
    "Nitrile gloves M": 900, "Alginate 453 g": 1250, "Impression tray": 650, "Implant 4.1 x 10": 18900, "Healing cap": 3400,
    "Composite syringe A2": 4200, "Prophy paste": 1100, "Face masks": 700, "Bur set FG": 2900, "Etch gel": 1500,
}  # fmt: skip
BUNDLES = {"Impression tray": ("Alginate 453 g", 0.7), "Implant 4.1 x 10": ("Healing cap", 0.8)}
PRODUCTS = ("Nitrile gloves M", "Prophy paste", "Face masks", "Bur set FG", "Etch gel", "Composite syringe A2")


@dataclass
class Truth:
    """What was planted: cents net of credit notes and invoices of the last twelve months by customer, who stopped, who is regular."""

    net: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    last: dict[str, dt.date] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    regular: list[str] = field(default_factory=list)
    once: list[str] = field(default_factory=list)


def company(seed: int = 5) -> tuple[list[list[str]], Truth]:
    """The rows of the list under its header, and the truth."""
    rng, truth, rows = random.Random(seed), Truth(), []
    reps = ["Anna Keller", "Jonas Vogt", "Marie Laurent"]
    for n in range(240):
        name, rep = f"Dental Practice {n:03d}", reps[n % 3]
        days = _days(n, rng, truth, name)
        for day in days:
            number = str(100_000 + len(rows))
            _invoice(rows, truth, rng, name, rep, day, number, n)
        if n == 7:
            _credit(rows, truth, name, rep, days[-1] + dt.timedelta(3))
    rng.shuffle(rows)
    return rows, truth


def _days(n: int, rng: random.Random, truth: Truth, name: str) -> list[dt.date]:
    if n % 2:
        truth.once.append(name)
        return [START + dt.timedelta(rng.randrange(0, 730))]
    if n < 80:
        gap = rng.choice((28, 30, 31))
        day, days = START + dt.timedelta(rng.randrange(0, 30)), []
        end = END - dt.timedelta(130) if n < 12 else END
        (truth.stopped if n < 12 else truth.regular).append(name)
        while day <= end:
            days.append(day)
            day += dt.timedelta(gap + rng.choice((-1, 0, 0, 1)))
        return days
    day, days = START + dt.timedelta(rng.randrange(0, 500)), []
    gap = rng.uniform(15, 90)
    while day <= END:
        days.append(day)
        if rng.random() < 0.08:
            break
        day += dt.timedelta(max(1, round(rng.expovariate(1 / gap))))
    return days


def _invoice(rows: list[list[str]], truth: Truth, rng: random.Random, name: str, rep: str, day: dt.date, number: str, n: int) -> None:
    basket = set(rng.sample(PRODUCTS, rng.choice((1, 1, 2))))
    for body, (head, chance) in BUNDLES.items():
        if n % 5 != 4 and rng.random() < 0.25:
            basket |= {body} | ({head} if rng.random() < chance else set())
    for product in sorted(basket):
        quantity = rng.randint(1, 12)
        cents = quantity * PRICES[product]
        rows.append([_us(day), "Invoice", number, name, rep, product, str(quantity), f"{PRICES[product] / 100:.2f}", f"{cents / 100:,.2f}"])
        _count(truth, name, day, cents)
    if day > dt.date(2025, 6, 30):
        truth.orders[name] = truth.orders.get(name, 0) + 1
        truth.last[name] = max(truth.last.get(name, day), day)


def _credit(rows: list[list[str]], truth: Truth, name: str, rep: str, day: dt.date) -> None:
    rows.append([_us(day), "Credit Memo", "CM-1", name, rep, "Implant 4.1 x 10", "-40", "189.00", "-7,560.00"])
    _count(truth, name, day, -7_560_00)


def _count(truth: Truth, name: str, day: dt.date, cents: int) -> None:
    if day > dt.date(2025, 6, 30):
        truth.net[name] = truth.net.get(name, 0) + cents


def _us(day: dt.date) -> str:
    return f"{day.month:02d}/{day.day:02d}/{day.year}"


def written(path: Path, seed: int = 5) -> Truth:
    """The list in a file with a title above and a total below, as QuickBooks writes them; the truth."""
    rows, truth = company(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerows([["Nordwind Dental Supplies"], ["Sales by Customer Detail"], ["July 2024 - June 2026"], [], HEADER, *rows])
        total = sum(round(float(r[-1].replace(",", "")) * 100) for r in rows)
        out.writerow(["TOTAL", *[""] * 7, f"{total / 100:,.2f}"])
    return truth
