"""Where reports go: standard output, files by suffix, exit codes; never over an input, never half."""

import csv
import io
import json
import os
from pathlib import Path

import pytest

from salesplan.commands.deliver import deliver
from salesplan.commands.usage import Misuse
from salesplan.render.files import NotWritten
from salesplan.report import Alert, Column, Report, Row, Table
from salesplan.words import MoneyForm, Text


def report(*alerts):
    columns = (Column("member"), Column("target"))
    rows = [Row(("华东", 2_600_000_00)), Row(("华南", 1_400_000_00)), Row(("合计", 4_000_000_00), level="total")]
    return Report(
        "decompose", Text("rows-kept", rows=2), {"name": "华拓", "year": 2027, "currency": "CNY", "commit": None},
        MoneyForm(unit="万元", decimals=1), (Table("by_region", columns, rows), *alerts),
    )  # fmt: skip


ALERT = Alert("rows-kept", "high", "东北", {"rows": 2})


@pytest.mark.parametrize(("form", "expected"), [("terminal", "260.0"), ("json", '"target": 2600000'), ("csv", "华东,2600000"), ("md", "华东")])
def test_standard_output_takes_the_form_that_was_asked_for(form, expected, capsys):
    assert deliver(report(), format=form, lang="zh") == 0
    out, err = capsys.readouterr()
    assert expected in out
    assert out.endswith("\n")
    assert err == ""


@pytest.mark.parametrize("suffix", ["xlsx", "html", "json", "csv", "md"])
def test_the_suffix_tells_the_form_of_a_file(suffix, tmp_path, capsys):
    file = tmp_path / f"目标.{suffix}"
    deliver(report(), outputs=[file], lang="zh")
    out, err = capsys.readouterr()
    assert "华东" in out
    assert err == f"已写入 {file}\n"
    starts = {"xlsx": b"PK", "html": b"<!DOCTYPE html>", "json": b"{", "csv": b"\xef\xbb\xbf", "md": b""}
    assert file.read_bytes().startswith(starts[suffix])
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_csv_reads_back_from_both_places(tmp_path, capsys):
    file = tmp_path / "a.csv"
    deliver(report(), format="csv", outputs=[file], lang="en")
    out, _ = capsys.readouterr()
    rows = list(csv.reader(io.StringIO(out)))
    assert rows == list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [r[1] for r in rows[1:]] == ["2600000", "1400000"]


def test_quiet_shows_nothing_when_there_are_files(tmp_path, capsys):
    deliver(report(), outputs=[tmp_path / "a.json"], lang="en", quiet=True)
    assert capsys.readouterr() == ("", "")
    deliver(report(), lang="en", quiet=True)
    assert capsys.readouterr().out


def test_an_alert_matters_only_when_strict():
    assert deliver(report(ALERT), lang="zh") == 0
    assert deliver(report(ALERT), lang="zh", strict=True) == 4
    assert deliver(report(), lang="zh", strict=True) == 0


def test_an_input_is_never_written_over(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("kept")
    os.link(source, tmp_path / "b.csv")
    for name in ("a.csv", "b.csv", "../" + tmp_path.name + "/a.csv"):
        with pytest.raises(NotWritten, match="output-is-input"):
            deliver(report(), outputs=[tmp_path / name], lang="zh", inputs=[source])
    assert source.read_text() == "kept"


def test_one_bad_output_keeps_the_good_one_from_being_written(tmp_path):
    good, bad = tmp_path / "a.json", tmp_path / "no" / "b.json"
    with pytest.raises(NotWritten, match="output-folder-missing"):
        deliver(report(), outputs=[good, bad], lang="zh")
    assert not good.exists()


def test_a_file_named_twice_is_a_mistake(tmp_path):
    with pytest.raises(Misuse) as caught:
        deliver(report(), outputs=[tmp_path / "a.json", Path(f"{tmp_path}/./a.json")], lang="en")
    assert "named twice" in caught.value.said("en")


def test_a_table_may_be_chosen_for_csv_and_a_wrong_one_writes_nothing(tmp_path, capsys):
    deliver(report(), format="csv", table="by_region", lang="en")
    assert "华东" in capsys.readouterr().out
    with pytest.raises(NotWritten, match="output-table-unknown"):
        deliver(report(), outputs=[tmp_path / "a.csv"], table="by_regoin", lang="en")
    assert list(tmp_path.iterdir()) == []


def test_json_is_whole(capsys):
    deliver(report(ALERT), format="json", lang="en")
    assert json.loads(capsys.readouterr().out)["tables"]["by_region"][0] == {"member": "华东", "target": 2600000}
