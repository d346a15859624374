"""Hostile and odd files end in a reading or a problem, told in a sentence in both languages that names the file, and soon."""

import random
import time

import pytest
from hostile_files import AMOUNT, SMALL
from mutations import mutated, sound

from salesplan.commands.inspect import read_each
from salesplan.words import Text, say

LONGEST = 10.0
"""CPU time that none of them may take, many times what they do take [seconds]."""


@pytest.fixture(scope="module")
def whole():
    return sound()


def read(path):
    start = time.process_time()
    readings, problems = read_each([path])
    assert time.process_time() - start < LONGEST
    assert bool(readings) != bool(problems)
    return readings, problems


def check_sentences(problems, path):
    for problem in problems:
        assert problem.place.file == path.as_posix()
        for lang in ("zh", "en"):
            said = [say(Text(problem.slug, **problem.params), lang, part=part) for part in ("", "do")]
            assert all(said)
            assert not any("{" in s or "\n" in s for s in said)


@pytest.mark.parametrize("name", SMALL)
def test_hostile_files(name, tmp_path):
    make, wanted = SMALL[name]
    path = tmp_path / name
    path.write_bytes(make())
    readings, problems = read(path)
    check_sentences(problems, path)
    if wanted:
        assert wanted in {p.slug for p in problems}
    elif wanted is not None:
        assert [r.amount for r in readings] == [AMOUNT]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("form", ["xlsx", "inline.xlsx", "xls", "stream.xls", "xlsb", "ods", "gb18030.csv", "utf-8.csv", "utf-16.txt", "page.xls", "2003.xls"])
def test_damaged_files(whole, form, seed, tmp_path):
    path = tmp_path / f"a.{form}"
    path.write_bytes(mutated(random.Random(f"{form} {seed}"), whole[form]))
    _, problems = read(path)
    check_sentences(problems, path)
