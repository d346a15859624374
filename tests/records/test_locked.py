"""Workbooks with a password: asked for plainly, opened by the variable that is named, kept nowhere in the open."""

import json

import pytest
from lists import as_xlsx, known_list, table
from locks import locked

from salesplan.cli import main
from salesplan.problem import InvalidInput
from salesplan.records.password import PASSWORD
from salesplan.records.sales import read_sales


@pytest.fixture
def made(tmp_path):
    listed = known_list(3, 20)
    as_xlsx(tmp_path / "plain.xlsx", table(listed))
    return listed, (tmp_path / "plain.xlsx").read_bytes()


@pytest.mark.parametrize("password", ["secret", "密码 2027"])
def test_the_right_password_opens_it(made, tmp_path, monkeypatch, capsys, password):
    listed, data = made
    path = tmp_path / "a.xls"
    path.write_bytes(locked(data, password))
    monkeypatch.setenv("LIST_PASSWORD", password)
    assert main(["inspect", str(path), "--password-env", "LIST_PASSWORD", "-f", "json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["tables"]["files"]
    assert (file["format"], file["amount"]) == ("xlsx", listed.kept / 100)
    assert main(["inspect", str(path), "--lang", "en"]) == 3
    assert "--password-env" in capsys.readouterr().err


def test_a_wrong_password_is_told_and_shown_nowhere(made, tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(locked(made[1], "secret"))
    monkeypatch.setenv("LIST_PASSWORD", "hunter2")
    assert main(["inspect", str(path), "--password-env", "LIST_PASSWORD"]) == 3
    told = capsys.readouterr()
    assert "LIST_PASSWORD" not in told.out
    assert "hunter2" not in told.out + told.err
    assert "a.xlsx" in told.err


def test_a_variable_that_is_not_set_is_a_question(made, tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(locked(made[1], "secret"))
    monkeypatch.delenv("LIST_PASSWORD", raising=False)
    assert main(["inspect", str(path), "--password-env", "LIST_PASSWORD", "--lang", "en"]) == 2
    assert "LIST_PASSWORD" in capsys.readouterr().err


def test_excels_own_password_needs_none(made, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(locked(made[1], "VelvetSweatshop"))
    assert read_sales([path]).reading[0].amount == made[0].kept


def test_damage_behind_the_lock_is_told(made, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(locked(made[1], "secret")[:-3000])
    token = PASSWORD.set("secret")
    try:
        with pytest.raises(InvalidInput):
            read_sales([path])
    finally:
        PASSWORD.reset(token)
