"""`salesplan cross-sell` on whole files: lists of sales, basket files, with and without customers, in every form."""

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan.cli import main

Run = Callable[..., tuple[int, str, str]]
RULE = {"antecedent", "consequent", "count", "support", "confidence", "lift", "q_value", "reliable"}
CALL = {"customer_id", "customer", "owner", "offer", "because", "baskets", "chance", "expected_amount", "days_since_last"}
HEADS = ["单据编号", "日期", "客户编码", "客户", "销售员", "物料名称", "产品线", "价税合计"]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*argv: object) -> tuple[int, str, str]:
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def lines() -> list[list[object]]:
    """Two years of orders: a motor is bought with an inverter every second time, belts and paper with anything."""
    rng = random.Random(4)
    found: list[list[object]] = []
    for n in range(2000):
        c, month, day = rng.randrange(80), rng.randrange(24), rng.randint(1, 28)
        names = [f"同步带 B{rng.randint(1, 4)}"] * (rng.random() < 0.4) + ["擦拭纸"] * (rng.random() < 0.3)
        if rng.random() < 0.2:
            names += [f"电机 M{rng.randint(1, 4)}", *([f"变频器 V{rng.randint(1, 4)}"] if c % 3 and rng.random() < 0.5 else [])]
        lines = {"同步带": "传动", "擦拭纸": "耗材", "电机": "电气", "变频器": "电气"}
        for name in names:
            date = f"{2025 + month // 12}-{month % 12 + 1:02d}-{day:02d}"
            found.append([f"XS{n:05d}", date, f"K{c:03d}", f"客户{c}", f"业务{c % 4}", name, lines[name.split()[0]], rng.randint(100, 9000)])
    return found


def write(path: Path, body: list[list[object]], without: tuple[str, ...] = ()) -> Path:
    keep = [i for i, h in enumerate(HEADS) if h not in without]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[i] for i in keep] for row in [HEADS, *body]])
    return path


def answer(run: Run, *argv: object) -> dict:
    code, out, err = run("cross-sell", *argv, "-f", "json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    return write(tmp_path / "销售明细.csv", lines())


def test_a_bare_list_gives_rules_and_calls(run: Run, sales: Path) -> None:
    tables = answer(run, sales)["tables"]
    assert [set(tables["rules"][0]), set(tables["calls"][0])] == [RULE, CALL]
    holds = {(r["antecedent"], r["consequent"]) for r in tables["rules"] if r["reliable"]}
    assert holds == {("电机", "变频器"), ("变频器", "电机")}
    body = lines()
    bought = {(row[2], str(row[5]).split()[0]) for row in body}
    assert all((c["customer_id"], c["offer"]) not in bought for c in tables["calls"])
    assert {c["offer"] for c in tables["calls"]} == {"变频器"}
    assert sum(o["expected_amount"] for o in tables["offered"]) == pytest.approx(sum(c["expected_amount"] for c in tables["calls"]))
    assert [c["expected_amount"] for c in tables["calls"]] == sorted((c["expected_amount"] for c in tables["calls"]), reverse=True)


def test_counts_are_those_of_the_orders(run: Run, sales: Path) -> None:
    found = answer(run, sales, "--support", "1", "--confidence", "0", "--max-length", "2", "--window", "24m")["tables"]["rules"]
    baskets: dict[object, set[str]] = {}
    for row in lines():
        baskets.setdefault(row[0], set()).add(str(row[5]).split()[0])
    for rule in found:
        both = sum({rule["antecedent"], rule["consequent"]} <= b for b in baskets.values())
        body = sum(rule["antecedent"] in b for b in baskets.values())
        head = sum(rule["consequent"] in b for b in baskets.values())
        assert rule["count"] == both
        assert rule["support"] == both / len(baskets)
        assert rule["confidence"] == both / body
        assert rule["lift"] == pytest.approx(both * len(baskets) / body / head)


def test_levels_and_baskets_can_be_chosen(run: Run, sales: Path) -> None:
    def items(*options: str) -> set[str]:
        return {r["consequent"] for r in answer(run, sales, "--support", "1", "--confidence", "0", *options)["tables"]["rules"]}

    assert items("--level", "line") == {"传动", "耗材", "电气"}
    assert items("--level", "product") > {"电机 M1", "变频器 V1"}
    assert items("--by", "customer-month", "--level", "family") == {"同步带", "擦拭纸", "电机", "变频器"}


def test_records_without_customers_have_rules_and_no_calls(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "list.csv", lines(), without=("客户编码", "客户"))
    done = answer(run, file, "--lang", "en")
    assert {(r["antecedent"], r["consequent"]) for r in done["tables"]["rules"] if r["reliable"]} >= {("电机", "变频器")}
    assert done["tables"]["calls"] == []
    assert "The records name no customers, so there is no call list." in done["notes"]


def test_a_basket_file_is_known_by_its_lines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baskets.txt"
    file.write_text("milk,bread\nmilk\nbread,milk,jam\njam\n" * 30, encoding="utf-8")
    done = answer(run, file, "--support", "50%", "--confidence", "2/3")
    assert {(r["antecedent"], r["consequent"], r["count"]) for r in done["tables"]["rules"]} == {("milk", "bread", 60), ("bread", "milk", 60)}
    assert done["inputs"][0]["rows"] == 120
    assert done["tables"]["calls"] == []


def test_any_text_is_a_basket_file_when_it_is_said_to_be(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pairs.txt"
    file.write_text("a,b\n" * 6 + "a,c\n" * 6, encoding="utf-8")
    assert run("cross-sell", file)[0] == 3
    assert len(answer(run, file, "--baskets", "--support", "6")["tables"]["rules"]) == 4


def test_large_baskets_are_told_and_can_be_left_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "b.txt"
    file.write_text("a,b\nc\n" * 20 + ",".join(f"x{n}" for n in range(150)) + "\n", encoding="utf-8")
    told = answer(run, file, "--support", "2", "--lang", "en")
    assert any("1 baskets hold more than 100" in n for n in told["notes"])
    left = answer(run, file, "--support", "2", "--lang", "en", "--max-basket", "100")
    assert any("1 baskets of more than 100 were left out" in n for n in left["notes"])
    assert left["tables"]["rules"][0]["support"] == 20 / 40


def test_a_plan_sets_the_rules(run: Run, sales: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "salesplan: 1\nname: P\nyear: 2027\nlanguage: en\ndata: {sales: 销售明细.csv}\nperformance:\n  cross_sell: {level: line, confidence: 35%, months: 6}\n",
        encoding="utf-8",
    )
    done = answer(run)
    assert {r["antecedent"] for r in done["tables"]["rules"]} <= {"传动", "耗材", "电气"}
    assert all(r["confidence"] >= 0.35 for r in done["tables"]["rules"])
    assert done["plan"]["name"] == "P"
    plan.write_text(plan.read_text(encoding="utf-8").replace("confidence", "confidense"), encoding="utf-8")
    code, _, err = run("cross-sell")
    assert code == 3
    assert "plan.yaml:7" in err
    assert "confidence" in err


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--support", "-1"), "0.1%"), (("--support", "150%"), "0.1%"), (("--support", "x"), "0.1%"), (("--confidence", "1.5"), "20%"),
        (("--max-length", "1"), "--max-length"), (("--by", "week"), "customer-month"), (("--level", "brand"), "family"),
        (("--window", "long"), "12m"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told(run: Run, sales: Path, options: tuple[str, str], word: str) -> None:
    code, out, err = run("cross-sell", sales, *options)
    assert (code, out) == (2, "")
    assert word in err


def test_a_list_without_products_is_refused_plainly(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "list.csv", lines(), without=("物料名称", "产品线"))
    code, _, err = run("cross-sell", file, "--lang", "zh")
    assert code == 3
    assert "产品" in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_is_written_and_always_the_same(run: Run, sales: Path, tmp_path: Path, lang: str) -> None:
    for name in ("a", "b"):
        outputs = [x for s in ("xlsx", "html", "json", "md") for x in ("-o", tmp_path / f"{name}.{s}")]
        code, _, err = run("cross-sell", sales, "--lang", lang, "-q", *outputs)
        assert code == 0, err
    for suffix in ("xlsx", "html", "json", "md"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    code, out, _ = run("cross-sell", sales, "--lang", lang)
    assert code == 0
    assert "变频器" in out
    assert "{" not in out


def test_nothing_bought_together_is_no_error(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "list.csv", [[f"S{n}", "2026-01-05", f"K{n}", f"客户{n}", "甲", "泵", "泵类", 100] for n in range(5)])
    done = answer(run, file, "--lang", "en")
    assert done["tables"]["rules"] == []
    assert any(n.startswith("No rule holds") for n in done["notes"])
    assert run("cross-sell", file, "-o", tmp_path / "x.xlsx", "-o", tmp_path / "x.html")[0] == 0
