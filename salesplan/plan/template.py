"""Plans to copy: what `init` writes, from the repository's `plans/` or from the installed package."""

from __future__ import annotations

import json
from pathlib import Path

HOMES = (Path(__file__).parent.parent / "plans", Path(__file__).parent.parent.parent / "plans")
"""Where the plans to copy are: in an installed package, in a working copy."""


def home() -> Path:
    """The folder of the plans to copy. Raises: FileNotFoundError in a broken installation."""
    for folder in HOMES:
        if (folder / "small.zh.yaml").is_file():
            return folder
    raise FileNotFoundError("plans")


def one_file(lang: str, name: str = "plan.yaml") -> dict[str, bytes]:
    """A plan in one file, with its schema beside it: file names and their bytes.

    >>> list(one_file("en"))
    ['plan.yaml', 'plan.schema.json']
    """
    return {name: (home() / f"small.{lang}.yaml").read_bytes(), "plan.schema.json": schema_bytes()}


def folder(lang: str) -> dict[str, bytes]:
    """A plan in a folder, with its schemas: paths relative to the folder, and their bytes."""
    root = home() / f"full.{lang}"
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    chapters = [name for name in ("goals", "customers") if f"{name}.yaml" in files]
    return {**files, "plan.schema.json": schema_bytes(), **{f"{name}.schema.json": schema_bytes(name) for name in chapters}}


def schema_bytes(chapter: str | None = None) -> bytes:
    """The schema as a file."""
    from salesplan.plan.schema import json_schema

    return (json.dumps(json_schema(chapter), ensure_ascii=False, indent=1) + "\n").encode()
