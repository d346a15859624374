"""`inspect --join` and `--unmatched`: how many customers of each file are found, and a file of those that are not."""

import csv
import json

import pytest

from salesplan.cli import main

SALES = "单据编号,日期,客户编码,客户名称,业务员,价税合计\nS1,2027-01-05,C1,晟航数控设备（株洲）有限公司,李娜,100.00\nS2,2027-01-06,C2,南京冠鑫汽车部件有限公司,李娜,50.00\n"
DEALS = "商机编号,商机名称,客户名称,商机金额（元）,商机阶段,预计成交日期\nO1,a,晟航数控设备(株洲)有限公司,1000,方案报价,2027-05-01\nO2,b,新来的客户有限公司,2500.5,需求确认,2027-06-01\n"


@pytest.fixture
def files(tmp_path):
    for name, text in (("sales.csv", SALES), ("deals.csv", DEALS)):
        (tmp_path / name).write_text(text, "utf-8")
    return [str(tmp_path / "sales.csv"), str(tmp_path / "deals.csv")]


def test_joins_are_counted_and_the_rest_is_listed(files, tmp_path, capsys):
    out = tmp_path / "unmatched.csv"
    assert main(["inspect", *files, "--unmatched", str(out), "-f", "json"]) == 0
    tables = json.loads(capsys.readouterr().out)["tables"]
    (row,) = tables["joined"]
    assert (row["customers"], row["by_id"], row["by_name"], row["ambiguous"], row["not_found"], row["amount_not_found"]) == (2, 0, 1, 0, 1, 2500.5)
    assert [(u["customer"], u["amount"]) for u in tables["unmatched"]] == [("新来的客户有限公司", 2500.5)]
    listed = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert "新来的客户有限公司" in listed[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_list_alone_is_said_to_be_alone(files, lang, capsys):
    assert main(["inspect", files[0], "--join", "--lang", lang]) == 0
    assert ("对照" if lang == "zh" else "bring together") in capsys.readouterr().out


def test_an_export_is_never_written_over(files, capsys):
    assert main(["inspect", *files, "--unmatched", files[0]]) == 2
    assert open(files[0], encoding="utf-8").read() == SALES  # noqa: SIM115
