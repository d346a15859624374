"""The process of its own that opens large, locked and foreign files: what it answers, and what is said when it stops."""

import os
import signal
import subprocess
import sys

import pytest
from lists import as_xlsx, known_list, table

from salesplan.problem import InvalidInput
from salesplan.records.book import book_here, open_book
from salesplan.records.files import Source
from salesplan.records.worker import book_apart


@pytest.fixture
def source(tmp_path):
    as_xlsx(tmp_path / "a.xlsx", table(known_list(5, 200)))
    return Source("a.xlsx", (tmp_path / "a.xlsx").read_bytes())


def test_a_worker_answers_as_this_process_does(source):
    here, apart = book_here(source), book_apart(source)
    assert (apart.format, apart.encoding) == (here.format, here.encoding)
    (mine,), (other,) = here.sheets, apart.sheets
    assert list(other.head()) == list(mine.head())
    roles = dict.fromkeys(range(6), "text")
    left, right = mine.grid(roles, 1), other.grid(roles, 1)
    assert left.rows.tolist() == right.rows.tolist()
    assert [c.texts.values() for c in left.columns.values()] == [c.texts.values() for c in right.columns.values()]
    assert list(other.merges()) == list(mine.merges())


def test_what_is_wrong_comes_back_as_it_was_found(source):
    with pytest.raises(InvalidInput) as caught:
        book_apart(Source("a.xlsx", source.data[: len(source.data) // 2]))
    assert caught.value.problems[0].slug == "damaged-workbook"
    assert caught.value.problems[0].place.file == "a.xlsx"


@pytest.mark.parametrize("ended", [signal.SIGKILL, signal.SIGSEGV, signal.SIGXCPU])
def test_a_worker_that_is_stopped_is_told_as_too_much(source, ended):
    (sheet,) = book_apart(source).sheets
    os.kill(sheet.worker._process.pid, ended)
    with pytest.raises(InvalidInput) as caught:
        sheet.head()
    assert [p.slug for p in caught.value.problems] == ["too-much-to-read"]


def test_parquet_is_read_where_its_reader_is(tmp_path):
    pa, pq = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed"), pytest.importorskip("pyarrow.parquet")
    out = pa.BufferOutputStream()
    pq.write_table(pa.table({"日期": ["2025-01-02", "2025-01-03"], "客户": ["甲", None], "金额": [1.5, None]}), out)
    book = open_book(Source("a.parquet", out.getvalue().to_pybytes()))
    head = book.sheets[0].head()
    assert book.format == "parquet"
    assert [dict(r.cells) for r in head] == [{0: "日期", 1: "客户", 2: "金额"}, {0: "2025-01-02", 1: "甲", 2: 1.5}, {0: "2025-01-03"}]


def test_without_its_reader_parquet_names_the_extra(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"x" * 50 + b"PAR1")
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from salesplan.records.files import read_source; from salesplan.records.parquet import parquet_sheets\n"
        "from salesplan.problem import InvalidInput; from pathlib import Path\n"
        "try: parquet_sheets(read_source(Path(sys.argv[1])))\n"
        "except InvalidInput as e: print(e.problems[0].slug)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.parquet")], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "parquet-needs-reader"
