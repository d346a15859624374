"""What was read is kept and found again exactly; whatever is damaged, changed or not ours is read anew."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from salesplan.cli import main
from salesplan.commands.inspect import read_each
from salesplan.frame import Texts
from salesplan.period import FiscalYear, Month
from salesplan.problem import InvalidInput
from salesplan.records import cache
from salesplan.records.files import Source
from salesplan.records.kept import remembered
from salesplan.records.lists import Records, read_list
from salesplan.records.password import PASSWORD
from salesplan.records.reading import FileReading
from salesplan.records.sales import Sales, read_sales
from salesplan.records.sales_amounts import MoneyRules
from salesplan.records.sales_file import SalesFile, SalesRules, read_sales_file
from salesplan.records.saved_maps import SavedMap

LIST = """日期,单据编号,客户名称,业务员,区域,数量,含税金额,单据状态
2025-01-05,XS001,甲 公司,张伟,华东大区_苏南组,3,"1,234.56",已审核
2025-01-06,XS001,甲 公司,张伟,华东大区_苏南组,1.5,(20.00),已审核
2025-02-07,XS002,乙公司,李娜,华南,2,99.999,作废
2025-02-08,XS003,,李娜,华南,,7,已审核
合计,,,,,6.5,1221.56,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def entries() -> list[Path]:
    place = cache.folder()
    assert place is not None
    return sorted(place.glob("*")) if place.is_dir() else []


@contextmanager
def having(variable: ContextVar[Any], value: object) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def without_cache(*args: object, **kwargs: object) -> Sales:
    with having(cache.IN_USE, False):
        return read_sales(*args, **kwargs)  # type: ignore[arg-type]


def same(a: Sales, b: Sales) -> None:
    assert (a.reading, a.problems, a.quantity_digits) == (b.reading, b.problems, b.quantity_digits)
    assert list(a.frame.columns) == list(b.frame.columns)
    assert (a.frame.files, a.frame.row_of.tolist()) == (b.frame.files, b.frame.row_of.tolist())
    for term, column in a.frame.columns.items():
        other = b.frame.columns[term]
        assert type(column) is type(other)
        if isinstance(column, Texts):
            assert column.labels == other.labels
            column, other = column.codes, other.codes
        assert column.dtype == other.dtype
        assert np.array_equal(column, other, equal_nan=column.dtype.kind == "M")


LISTS = {
    "receipts": "收款单号,收款日期,客户名称,收款金额,收款方式\nSK1,2025-01-05,甲 公司,\"1,234.50\",电汇\nSK2,2025-02-06,乙公司,12,承兑\n合计,,,1246.5,\n",
    "opportunities": "商机名称,客户名称,阶段,金额,预计成交日期,负责人\n泵,甲公司,谈判,100,2025-03-01,张伟\n阀,乙公司,赢单,20.05,2025-04-01,李娜\n",
    "tickets": "工单号,客户名称,创建时间,首次响应时长,状态\nT1,甲公司,2025-01-05 09:30:00,12分钟,已关闭\nT2,乙公司,2025-01-06 10:00:30,2小时,处理中\n",
    "targets": "2025年销售目标,,,,\n单位：万元,,,,\n区域,业务员,1月,2月,合计\n华东,张伟,10,12.5,22.5\n华南,李娜,7,8,15\n合计,,17,20.5,37.5\n",
}


def same_records(a: Records, b: Records) -> None:
    assert a.kind == b.kind
    same(Sales(a.frame, a.reading, a.problems), Sales(b.frame, b.reading, b.problems))


@pytest.mark.parametrize("kind", LISTS)
def test_a_hit_equals_a_miss_for_every_kind_of_list(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LISTS[kind], encoding="utf-8")
    with having(cache.IN_USE, False):
        bare = read_list(kind, [path])
    assert entries() == []
    assert len(bare.frame) > 1
    for _ in range(2):
        same_records(bare, read_list(kind, [path]))
        assert len(entries()) == 1


def test_lists_in_several_files_are_joined_as_if_read_anew(tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text(LISTS["receipts"], encoding="utf-8")
    second.write_text(LISTS["receipts"].replace("SK2", "SK3"), encoding="utf-8")
    found = [read_list("receipts", [first, second, first], names=["1", "2", "3"]) for _ in range(2)]
    assert found[0].frame.ints("amount").tolist() == [123450, 1200, 1200]
    assert found[0].reading[1].left_out["duplicates"].rows == 1
    same_records(*found)


@pytest.mark.parametrize(
    "rules",
    [
        {"aliases": {"person": {"张伟": "Zhang"}}}, {"members": {"region": ["华东大区"]}}, {"maps": {"业务员": ""}}, {"digits": 0},
        {"year": FiscalYear(2025, Month(2025, 4))}, {"skip_bad_rows": True}, {"names": ["shown.csv"]}, {"alone": True},
    ],
    ids=lambda rules: next(iter(rules)),
)  # fmt: skip
def test_lists_by_other_rules_are_read_anew(tmp_path: Path, rules: dict[str, Any]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LISTS["targets"], encoding="utf-8")
    read_list("targets", [path])
    with having(cache.IN_USE, False):
        bare = read_list("targets", [path], **rules)
    same_records(bare, read_list("targets", [path], **rules))
    assert len(entries()) == 2


def test_another_map_or_another_kind_inspects_anew(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LISTS["receipts"], encoding="utf-8")
    inspected = [read_each([path], maps)[0][0] for maps in ((), (SavedMap("m", "receipts", ("收款单号",), {"客户名称": ""}),)) * 2]
    assert inspected[0].columns["客户名称"] == "customer_name"
    assert "客户名称" not in inspected[1].columns
    assert inspected[2:] == inspected[:2]


def test_what_was_read_by_a_password_is_not_kept(file: Path) -> None:
    with having(PASSWORD, "secret"):
        read_sales([file])
    assert entries() == []


def read_through(file: Path, rules: SalesRules | None = None) -> tuple[SalesFile, int]:
    """The file as kept or read, and how often it was really read for it."""
    source, times = Source(file.name, file.read_bytes()), []

    def read() -> SalesFile:
        times.append(1)
        return read_sales_file(source, rules or SalesRules())

    return remembered(source, "sales", rules or SalesRules(), read, SalesFile), len(times)


def test_a_hit_equals_a_miss(file: Path) -> None:
    bare = without_cache([file])
    assert entries() == []
    same(bare, read_sales([file]))
    same(bare, read_sales([file]))
    assert len(entries()) == 1


def test_a_hit_reads_nothing(file: Path) -> None:
    assert [read_through(file)[1] for _ in range(3)] == [1, 0, 0]
    read_sales([file])
    assert len(entries()) == 1


def test_arrays_of_a_hit_can_be_written(file: Path) -> None:
    for _ in range(2):
        amounts = read_sales([file]).frame.ints("amount")
        amounts[0] = 1
        assert read_sales([file]).frame.ints("amount")[0] == 123456


def test_duplicates_are_dropped_among_kept_files(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "again.csv"
    other.write_text(LIST.replace("合计,,,,,6.5,1221.56,\n", "2025-03-01,XS009,丙,李娜,华南,1,5,已审核\n"), encoding="utf-8")
    bare = without_cache([file, other])
    assert bare.reading[1].left_out["duplicates"].rows == 3
    read_sales([file, other])
    same(bare, read_sales([file, other]))


@pytest.mark.parametrize(
    "rules",
    [
        {"aliases": {"region": {"华东": "East"}}}, {"members": {"region": ["华东大区"]}},
        {"maps": {"业务员": ""}}, {"digits": 0}, {"currency": "USD"}, {"rates": {"USD": Fraction(7)}}, {"document": "order"},
        {"extra_columns": {"who": "业务员"}}, {"skip_bad_rows": True}, {"names": ["shown.csv"]},
    ],
    ids=lambda rules: next(iter(rules)),
)  # fmt: skip
def test_other_rules_read_anew(file: Path, rules: dict[str, object]) -> None:
    read_sales([file])
    same(without_cache([file], **rules), read_sales([file], **rules))  # type: ignore[arg-type]
    assert len(entries()) == 2


def test_a_changed_file_is_read_anew(file: Path) -> None:
    read_sales([file])
    file.write_text(LIST.replace("1,234.56", "1,234.57"), encoding="utf-8")
    assert read_sales([file]).frame.ints("amount")[0] == 123457


@pytest.mark.parametrize("at", [0, 9, 60, 200, -1])
def test_a_damaged_entry_is_read_anew_and_mended(file: Path, at: int) -> None:
    bare = read_sales([file])
    (entry,) = entries()
    whole = entry.read_bytes()
    for damaged in (whole[:at] + bytes([whole[at] ^ 1]) + whole[at:][1:], whole[:at], b""):
        entry.write_bytes(damaged)
        same(bare, read_sales([file]))
        assert entry.read_bytes() == whole


def test_an_entry_that_is_not_what_we_wrote_is_read_anew(file: Path) -> None:
    bare = read_sales([file])
    (entry,) = entries()
    for value in (None, 3, [], {"map": []}, {"Path": []}, {"SalesFile": []}, {"texts": [{"array": ["|O", 1, 0]}, 0]}):
        cache.keep(entry.stem, value, [b"12345678"])
        same(bare, read_sales([file]))


def test_entries_are_for_nobody_else(file: Path) -> None:
    read_sales([file])
    (entry,) = entries()
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE(entry.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_no_matter(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv(cache.FOLDER_VARIABLE, str(blocked / "cache"))
    same(without_cache([file]), read_sales([file]))
    monkeypatch.setenv(cache.FOLDER_VARIABLE, str(blocked))
    same(without_cache([file]), read_sales([file]))


def test_refused_files_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("日期,金额\n2025-01-01,abc\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InvalidInput):
            read_sales([path])
    assert entries() == []


def test_no_cache_neither_reads_nor_writes(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(file), "--no-cache"]) == 0
    assert entries() == []
    assert cache.IN_USE.get()
    first = capsys.readouterr().out
    for _ in range(2):
        assert main(["inspect", str(file)]) == 0
        assert capsys.readouterr().out == first
    assert len(entries()) == 2


def test_a_second_inspection_loads_neither_numpy_nor_pydantic(file: Path) -> None:
    code = "import sys; from salesplan.cli import main; main(['inspect', sys.argv[1]]); print(bool({'numpy', 'pydantic'} & {*sys.modules}))"
    loaded = [subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert [said.split()[-1] for said in loaded] == ["True", "False"]
    assert loaded[0].replace("True", "") == loaded[1].replace("False", "")


def test_two_runs_at_once(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from salesplan.records.sales import read_sales\n"
        "for _ in range(20): print(read_sales([Path(sys.argv[1])]).frame.ints('amount').sum())\n"
        "from salesplan.records import cache; cache.clear()\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [run.communicate()[0].split() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert {amount for words in said for amount in words} == {str(123456 - 2000 + 700)}


def test_what_was_not_used_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST_CACHE", 4000)
    monkeypatch.setattr(cache, "LONGEST_UNUSED", 10**10)
    place = cache.folder()
    assert place is not None
    for n in range(3):
        cache.keep(f"{n}", "", [bytes(1000)])
        os.utime(place / f"{n}{cache.SUFFIX}", (10**9 + n, 10**9 + n))
    assert cache.look_up("0") is not None  # used just now
    cache.keep("3", "", [bytes(1000)])
    assert [e.stem for e in entries()] == ["0", "2", "3"]
    monkeypatch.setattr(cache, "LONGEST_UNUSED", 1000)
    cache.keep("4", "")
    assert [e.stem for e in entries()] == ["0", "3", "4"]


def test_clear_drops_every_entry(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["inspect", str(file)])
    capsys.readouterr()
    assert main(["cache", "--lang", "en"]) == 0
    assert "holds 2 entries" in capsys.readouterr().out
    assert main(["cache", "clear"]) == 0
    assert entries() == []
    assert main(["cache", "lose"]) == 2


def test_the_folder_is_the_platform_s_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(cache.FOLDER_VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
        assert cache.folder() == tmp_path / "x" / "salesplan"
        monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
        assert cache.folder() == tmp_path / ".cache" / "salesplan"


def test_values_of_every_kind_come_back(file: Path) -> None:
    source = Source(file.name, file.read_bytes())
    reading = read_sales([file]).reading[0]
    found = [remembered(source, "x", MoneyRules(rates={"USD": Fraction(1, 3)}), lambda: reading, FileReading, light=True) for _ in range(2)]
    assert found[0] is reading
    assert found[1] is not reading
    assert found[0] == found[1]
    assert hash(repr(found[0])) == hash(repr(found[1]))
