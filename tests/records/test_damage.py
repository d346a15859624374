"""Bytes changed at random: whatever comes out is a reading or a problem, never another exception."""

import io
import random
import zipfile

import pytest
from lists import as_text, as_xlsx, known_list, table
from test_other_formats import ROWS, excel_2003, open_document, page

from salesplan.problem import InvalidInput
from salesplan.records.files import Source
from salesplan.records.sales_file import SalesRules, read_sales_file
from salesplan.words.messages.records import MESSAGES

PUT = (b"<", b">", b'"', b"&", b"\0", b"9" * 20, b",,", b"\n", b"</row>", b'<row r="3">', b"NaN", b"1e999", b"\xff")


def damaged(chance, data):
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(out)) if out else 0
        what = chance.randrange(4)
        if what == 0 and out:
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : at + chance.randrange(1, 30)]
        elif what == 2:
            out[at:at] = chance.choice(PUT)
        else:
            out[at:at] = out[: chance.randrange(50)]
    return bytes(out) or b"x"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("damage") / "a.xlsx"
    as_xlsx(path, table(known_list(1, 20), titles=("销售", "单位：元")))
    rows = table(known_list(2, 20))
    return {
        "xlsx": path.read_bytes(), "gb18030": as_text(rows, "gb18030"), "utf-8": as_text(rows, "utf-8"), "utf-16": as_text(rows, "utf-16", "\t"),
        "page": page(ROWS), "xml": excel_2003(ROWS), "ods": open_document(ROWS),
    }  # fmt: skip


def outcome(data):
    try:
        read_sales_file(Source("a", data), SalesRules())
    except InvalidInput as error:
        return {p.slug for p in error.problems}
    return set()


@pytest.mark.parametrize("form", ["xlsx", "gb18030", "utf-8", "utf-16", "page", "xml"])
@pytest.mark.parametrize("seed", range(25))
def test_damaged_bytes(whole, form, seed):
    chance = random.Random(f"{form} {seed}")
    assert outcome(damaged(chance, whole[form])) <= set(MESSAGES)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("seed", range(50))
def test_damaged_parts_in_a_sound_archive(whole, form, seed):
    chance = random.Random(f"parts {form} {seed}")
    archive = zipfile.ZipFile(io.BytesIO(whole[form]))
    found = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(found))
    found[name] = damaged(chance, found[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part, data in found.items():
            made.writestr(part, data)
    assert outcome(out.getvalue()) <= set(MESSAGES)
