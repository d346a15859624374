"""`salesplan inspect`: one line a file; what cannot be used is told, with exit code 3."""

import json
from pathlib import Path

import pytest

from salesplan.cli import main

EXPORTS = Path(__file__).parents[2] / "examples/chengyue/plan-zh/exports"


def test_a_line_a_file_with_what_was_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(EXPORTS / "*2024*"), "-f", "json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["tables"]["files"]
    assert (file["kind"], file["format"], file["header_row"], file["rows"]) == ("sales", "xlsx", 1, 1463)
    assert file["amount"] == 83_032_068.18
    assert file["left_out"]["void"] == {"rows": 29, "amount": 1_656_428.76}
    assert file["left_out"]["totals"]["amount"] == pytest.approx(file["amount"] + 1_656_428.76)
    assert (file["from"], file["to"]) == ("2024-01-02", "2024-12-31")
    assert file["columns"]["价税合计（本位币）"] == "amount"


def test_files_that_cannot_be_used_are_told_beside_those_that_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "sales.csv"
    page.write_text("<!doctype html><html><body>Please log in</body></html>", encoding="utf-8")
    assert main(["inspect", str(page), str(EXPORTS / "*2025*"), "--lang", "en"]) == 3
    out, err = capsys.readouterr()
    assert "1,651" in out
    assert "sales.csv" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_are_listed_when_asked(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(EXPORTS / "*2024*"), "-v", "--lang", lang]) == 0
    assert "customer_name" in capsys.readouterr().out


def test_no_file_is_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "--lang", "zh"]) == 2
    assert "没有说明要看哪个文件" in capsys.readouterr().err


def _csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_any_kind_of_list_is_told_with_its_amount(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _csv(tmp_path / "a.csv", "2026年销售目标（万元）,,,", "大区,1月,2月,合计", "华东,10,20,30", "合计,10,20,30")
    _csv(tmp_path / "b.csv", "客户名称,跟进方式,跟进时间,负责人,跟进内容", "甲,到访,2026-01-02 08:32,张伟,对账")
    _csv(tmp_path / "c.csv", "收款单号,收款日期,客户名称,收款金额", "SK1,2026-01-02,甲,10.50", "合计,,,10.50")
    assert main(["inspect", str(tmp_path / "*.csv"), "-f", "json"]) == 0
    targets, visits, receipts = json.loads(capsys.readouterr().out)["tables"]["files"]
    assert list(targets) == ["file", "kind", "system", "format", "encoding", "sheet", "header_row", "rows", "left_out", "amount", "from", "to", "columns"]
    assert (targets["kind"], targets["header_row"], targets["rows"], targets["amount"]) == ("targets", 2, 1, 300_000)
    assert (targets["from"], targets["to"], targets["left_out"]) == ("2026-01-01", "2026-02-28", {"totals": {"rows": 1, "amount": 300_000}})
    assert (visits["kind"], visits["rows"], visits["amount"], visits["columns"]["跟进时间"]) == ("visits", 1, None, "visit_time")
    assert (receipts["kind"], receipts["amount"], receipts["columns"]["收款金额"]) == ("receipts", 10.5, "amount")


def test_a_sheet_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name, amount in (("一月", 1), ("二月", 2)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["单据编号", "日期", "客户", "价税合计"])
        sheet.write_row(1, 0, ["XS1", "2026-01-02", "甲", amount])
    book.close()
    assert main(["inspect", str(tmp_path / "a.xlsx"), "--lang", "zh"]) == 3
    assert "一月" in capsys.readouterr().err
    assert main(["inspect", str(tmp_path / "a.xlsx"), "--sheet", "二月", "-f", "json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["tables"]["files"]
    assert (file["sheet"], file["amount"]) == ("二月", 2)


def test_two_people_of_one_name_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"XS{m}{r},2026-{m:02d}-05,{region},张伟,100" for m in range(1, 5) for r, region in enumerate(("华东", "华南"))]
    _csv(tmp_path / "a.csv", "单据编号,日期,大区,业务员,价税合计", *lines)
    assert main(["inspect", str(tmp_path / "a.csv"), "--lang", "zh"]) == 0
    assert "张伟 同一时期出现在 华东、华南" in capsys.readouterr().out


def test_what_a_list_lacks_is_named_for_the_kind_that_it_is_most_like(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _csv(tmp_path / "a.csv", "收款单号,收款日期,客户名称,结算方式", "SK1,2026-01-02,甲,电汇")
    assert main(["inspect", str(path), "--lang", "zh"]) == 3
    assert "没有金额" in capsys.readouterr().err
    path = _csv(tmp_path / "b.csv", "甲,乙,丙", "1,2,3")
    assert main(["inspect", str(path), "--lang", "zh"]) == 3
    assert "认不出" in capsys.readouterr().err
