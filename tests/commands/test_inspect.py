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
