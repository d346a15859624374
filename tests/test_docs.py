"""The generated pages of docs/ say what the program holds today."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


@pytest.mark.parametrize("name", generate.PAGES)
def test_the_page_is_fresh(name):
    assert (DOCS / name).read_text(encoding="utf-8") == generate.PAGES[name](), "run: make docs"


def test_a_cell_cannot_break_its_table():
    lines = generate.table(("a", "b"), ("x|y", "one\ntwo")).splitlines()
    assert lines[-1] == "| x\\|y | one<br>two |"
