"""One bad file a problem: every slug of records has one, is told at its place, and says what to do in both languages."""

import os
from pathlib import Path

import pytest
from locks import locked
from workbooks import inline, parts, rows, sheet, workbook, zipped

from salesplan.problem import InvalidInput
from salesplan.records import files, formats, package
from salesplan.records.delimited import MOST_ROWS
from salesplan.records.files import expand
from salesplan.records.sales import read_sales
from salesplan.words import Text, say
from salesplan.words.messages.records import MESSAGES

GALLERY = Path(__file__).parents[1] / "bad" / "records"
HEAD = ("单据编号", "日期", "区域", "价税合计")
GOOD = rows([HEAD, ("XS1", "2025-01-02", "华东", 100)])
PLACES = {
    "field-quote-open": ":3", "row-has-other-columns": ":A3", "unreadable-date": ":B2", "date-missing": ":B2", "unreadable-amount": ":D2",
    "and-more-like-these": ":D22", "error-cell": ":S1!D2", "formula-without-value": ":S1!D2", "another-kind-of-list": "", "several-sheets-fit": "",
}  # fmt: skip
"""Where some of the problems stand, after the file's name."""


def error_cell(path):
    path.write_bytes(workbook(sheet(rows([HEAD]) + f'<row r="2">{inline("B2", "2025-01-02")}<c r="D2" t="e"><v>#DIV/0!</v></c></row>')))


def formula(path):
    path.write_bytes(workbook(sheet(rows([HEAD]) + f'<row r="2">{inline("B2", "2025-01-02")}<c r="D2"><f>1+1</f></c></row>')))


def too_large(path):
    found = bytearray(workbook(sheet(GOOD)))
    at = bytes(found).index(b"xl/worksheets/sheet1.xml", bytes(found).index(b"PK\x01\x02")) - 46
    found[at + 24 : at + 28] = (package.LARGEST_PART + 1).to_bytes(4, "little")
    path.write_bytes(bytes(found))


def encrypted(path):
    path.write_bytes(locked(workbook(sheet(GOOD)), "secret"))


def suspicious(path):
    found = parts(sheet(GOOD))
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>')
    path.write_bytes(zipped(found))


def large(path):
    with open(path, "wb") as file:
        file.truncate(files.LARGEST_FILE + 1)


MADE = {
    "error-cell": ("a.xlsx", error_cell),
    "formula-without-value": ("a.xlsx", formula),
    "workbook-too-large": ("a.xlsx", too_large),
    "encrypted-workbook": ("a.xlsx", encrypted),
    "suspicious-workbook": ("a.xlsx", suspicious),
    "damaged-workbook": ("a.xlsx", lambda p: p.write_bytes(workbook(sheet(GOOD))[:-30])),
    "several-sheets-fit": ("a.xlsx", lambda p: p.write_bytes(workbook(sheet(GOOD), sheet(GOOD)))),
    "no-visible-sheet": ("a.xlsx", lambda p: p.write_bytes(workbook(sheet(GOOD), states=("hidden",)))),
    "no-such-sheet": ("a.xlsx", lambda p: p.write_bytes(workbook(sheet(GOOD)))),
    "lock-file": ("~$a.xlsx", lambda p: p.write_bytes(b"\x06someone" + b" " * 100)),
    "no-such-file": ("a.xlsx", lambda p: None),
    "not-a-regular-file": ("a.xlsx", lambda p: p.mkdir()),
    "file-not-readable": ("a.xlsx", lambda p: p.symlink_to(p.name)),
    "line-too-long": ("a.csv", lambda p: p.write_bytes((",".join(HEAD) + "\n").encode() + b"x," * (formats.LONGEST_LINE // 2 + 1))),
    "file-too-large": ("a.csv", large),
    "too-many-rows": ("a.csv", lambda p: p.write_bytes((",".join(HEAD) + "\n").encode() + b"1,2,3,4\n" * (MOST_ROWS + 1))),
}  # fmt: skip
ELSEWHERE = {
    "wrong-password": "needs a variable of the environment: test_locked",
    "too-much-to-read": "needs a worker that was stopped: test_worker",
    "parquet-needs-reader": "needs a program without pyarrow: test_worker",
}
"""Problems whose bad files stand in tests of their own."""
SLUGS = sorted(slug for slug, message in MESSAGES.items() if message.do_zh and slug not in ELSEWHERE)
BESIDES = {"and-more-like-these": {"unreadable-amount"}, "too-many-bad-rows": {"unreadable-date"}}
"""Problems that come with others."""
GIVEN = {"no-such-sheet": {"sheet": "二月"}, "no-such-column": {"extra_columns": {"channel": "渠到"}}}


def test_every_problem_has_its_bad_file():
    assert sorted({p.stem for p in GALLERY.iterdir()} | set(MADE) | {"no-file-matches"}) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_the_bad_file_is_told(slug, tmp_path):
    if slug == "no-file-matches":
        with pytest.raises(InvalidInput) as caught:
            expand("nothing*.csv", tmp_path)
    else:
        path = GALLERY / f"{slug}.csv"
        if slug in MADE:
            path = tmp_path / MADE[slug][0]
            MADE[slug][1](path)
        with pytest.raises(InvalidInput) as caught:
            read_sales([path], names=["exports/x"], **GIVEN.get(slug, {}))
    found = {p.slug: p for p in reversed(caught.value.problems)}
    assert slug in found
    for problem in caught.value.problems:
        for lang in ("zh", "en"):
            for part in ("", "do"):
                said = say(Text(problem.slug, **problem.params), lang, part=part)
                assert said
                assert "{" not in said
                assert str(tmp_path) not in said
    if slug != "no-file-matches":
        assert str(found[slug].place).startswith("exports/x" + PLACES.get(slug, ""))


def test_nothing_else_is_told():
    for path in sorted(GALLERY.iterdir()):
        with pytest.raises(InvalidInput) as caught:
            read_sales([path], **GIVEN.get(path.stem, {}))
        others = {p.slug for p in caught.value.problems} - {path.stem, "too-many-bad-rows"}
        assert others <= BESIDES.get(path.stem, set()), path.stem


def test_the_number_of_bad_cells_is_told_in_full():
    with pytest.raises(InvalidInput) as caught:
        read_sales([GALLERY / "and-more-like-these.csv"])
    assert len(caught.value.problems) == 22
    assert caught.value.problems[-1].params == {"count": 5}


@pytest.mark.skipif(os.name == "nt", reason="no modes on Windows")
def test_the_inputs_are_left_as_they_are(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(sheet(GOOD)))
    path.chmod(0o444)
    before = path.stat()
    assert read_sales([path]).frame.ints("amount").tolist() == [10000]
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


