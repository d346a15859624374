"""A plan's own language is known even when the rest of it is wrong."""

import pytest

from salesplan.plan.language import language_of_plan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("language: zh\nyear: nonsense\n", "zh"),
        ("name: x\nlanguage: en\n", "en"),
        ("language: fr\n", None),
        ("language: [zh]\n", None),
        ("name: x\n", None),
        ("just a text", None),
        ("language: zh\n  : {[\n", None),
    ],
)
def test_it_is_read_as_far_as_it_stands(tmp_path, text, expected):
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    assert language_of_plan(file) == expected
    assert language_of_plan(tmp_path) == expected


def test_no_plan_has_no_language(tmp_path):
    assert language_of_plan(tmp_path / "nothing.yaml") is None
