"""The language that a plan asks for, even when the rest of it is wrong: its problems are told in it too."""

from __future__ import annotations

from pathlib import Path

from salesplan.plan.load import located
from salesplan.plan.nodes import Mapping, Scalar
from salesplan.plan.source import read_source
from salesplan.plan.text import LARGEST_FILE
from salesplan.problem import InvalidInput
from salesplan.words.languages import LANGUAGES


def language_of_plan(path: str | Path | None) -> str | None:
    """`zh` or `en` as the head of the plan says; None where it says nothing, or cannot be read."""
    try:
        head = located(path).head
        root, _ = read_source(head.read_bytes()[:LARGEST_FILE], head.name) if head.is_file() else (None, [])
    except (InvalidInput, OSError):
        return None
    said = root.values.get("language") if isinstance(root, Mapping) else None
    return said.text if isinstance(said, Scalar) and said.text in LANGUAGES else None
