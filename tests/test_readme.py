"""The console blocks of the READMEs print what they say."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def loaded(name):
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


readmes = loaded("readmes")


@pytest.mark.parametrize("readme", readmes.readmes(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_readme(readme):
    differences = [step.difference() for block in readmes.ran(readme) for step in block if not step.agrees]
    assert not differences, "\n\n".join(differences)


@pytest.mark.parametrize(
    ("expected", "printed", "agrees"),
    [
        (["a", "..."], ["a", "b", "c"], True),
        (["a", "..."], ["b"], False),
        (["...", "c"], ["a", "b", "c"], True),
        (["a+b"], ["aab"], False),
        ([], [], True),
        ([], ["a"], False),
    ],
)
def test_three_dots_stand_for_any_lines(expected, printed, agrees):
    assert readmes.Step("x", expected, printed).agrees is agrees


def test_a_refreshed_output_keeps_its_three_dots():
    step = readmes.Step("x", ["Region", "Total 7", "...", "end 1"], ["Region", "East 3", "Total 8", "note", "end 2"])
    assert readmes.shortened(step) == ["Region", "East 3", "Total 8", "...", "end 2"]
    assert readmes.shortened(readmes.Step("x", ["a"], ["b", "c"])) == ["b", "c"]


def programs(name):
    """The first two words of every command of a README."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [c.split()[:2] for found in readmes.FENCE.finditer(text) for c, _ in readmes.commands(found["body"])]


@pytest.mark.parametrize("folder", [".", "examples/chengyue"])
def test_both_languages_run_the_same_commands(folder):
    assert programs(f"{folder}/README.md") == programs(f"{folder}/README.zh.md") != []
