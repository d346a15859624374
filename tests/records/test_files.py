"""Files are found by pattern, in whatever form of Unicode, and read only when they are files."""

import os
import unicodedata

import pytest

from salesplan.problem import InvalidInput, Place
from salesplan.records import files
from salesplan.records.files import expand, read_source
from salesplan.words import Text, say


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "exports" / "2025").mkdir(parents=True)
    for name in ("exports/b.csv", "exports/a.csv", "exports/2025/c.csv", "exports/~$a.csv", "exports/.hidden.csv"):
        (tmp_path / name).write_text("x")
    return tmp_path


def names(paths, folder):
    return [p.relative_to(folder).as_posix() for p in paths]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        ("exports/*.csv", ["exports/a.csv", "exports/b.csv"]),
        ("exports/[b]*.csv", ["exports/b.csv"]),
        ("exports/?.csv", ["exports/a.csv", "exports/b.csv"]),
        ("exports/b.csv", ["exports/b.csv"]),
        ("*/*/c.csv", ["exports/2025/c.csv"]),
        ("**/*.csv", ["exports/a.csv", "exports/b.csv", "exports/2025/c.csv"]),
        (["exports/b.csv", "exports/*.csv"], ["exports/b.csv", "exports/a.csv"]),
        ("exports/../exports/b.csv", ["exports/../exports/b.csv"]),
    ],
)
def test_patterns(folder, patterns, found):
    assert names(expand(patterns, folder), folder) == found


def test_absolute_patterns(folder):
    assert names(expand(str(folder / "exports" / "a*"), folder / "elsewhere"), folder) == ["exports/a.csv"]


def test_nothing_found_names_the_nearest_for_every_pattern(folder):
    (folder / "exports" / "销售明细2025.csv").write_text("x")
    with pytest.raises(InvalidInput) as caught:
        expand(["exports/销售明细2026.csv", "exports/zzz*", "nowhere/*.csv"], folder, Place("plan.yaml", 3, 1))
    problems = caught.value.problems
    assert [p.slug for p in problems] == ["no-file-matches"] * 3
    assert {str(p.place) for p in problems} == {"plan.yaml:3:1"}
    assert "销售明细2025.csv" in say(Text(problems[0].slug, **problems[0].params), "zh")


@pytest.mark.parametrize("pattern", ["金蝶é*.csv", "金蝶éが.csv"])
def test_composed_and_decomposed_names_answer_to_each_other(tmp_path, pattern):
    (tmp_path / unicodedata.normalize("NFD", "金蝶éが.csv")).write_text("x")
    assert len(expand(unicodedata.normalize("NFC", pattern), tmp_path)) == 1
    assert len(expand(unicodedata.normalize("NFD", pattern), tmp_path)) == 1


def slug_of(path):
    with pytest.raises(InvalidInput) as caught:
        read_source(path)
    return caught.value.problems[0].slug


def test_what_is_no_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "blank.csv").write_bytes(b"\xef\xbb\xbf \r\n\0\0")
    (tmp_path / "~$a.xlsx").write_bytes(b"me")
    with open(tmp_path / "large.csv", "wb") as large:
        large.truncate(files.LARGEST_FILE + 1)
    assert slug_of(tmp_path / "pipe") == "not-a-regular-file"
    assert slug_of(tmp_path) == "not-a-regular-file"
    assert slug_of(tmp_path / "empty.csv") == "empty-file"
    assert slug_of(tmp_path / "blank.csv") == "empty-file"
    assert slug_of(tmp_path / "~$a.xlsx") == "lock-file"
    assert slug_of(tmp_path / "large.csv") == "file-too-large"
    assert slug_of(tmp_path / "none.csv") == "no-such-file"
    assert slug_of(tmp_path / "empty.csv" / "x") == "no-such-file"
    assert slug_of(tmp_path / ("x" * 5000)) == "file-not-readable"
    (tmp_path / "loop").symlink_to("loop")
    assert slug_of(tmp_path / "loop") == "file-not-readable"


def test_the_hash_is_that_of_the_bytes(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"abc")
    assert read_source(tmp_path / "a.csv").sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
