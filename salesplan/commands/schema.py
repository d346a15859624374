"""`salesplan schema`: the JSON Schema of plans, from the same models that check them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from salesplan.commands.options import Lang, one_of


def command(
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="option-schema-output")] = None,
    chapter: Annotated[
        str | None, typer.Option("--chapter", metavar="NAME", help="option-schema-chapter", parser=one_of("--chapter", ("goals",)))
    ] = None,
    lang: Lang = None,  # noqa: ARG001 - every command takes it; the schema has one language
) -> int:
    """The exit code, after the schema is printed or written."""
    from salesplan.plan.template import schema_bytes

    content = schema_bytes(chapter)
    if output is None:
        print(content.decode(), end="")
        return 0
    from salesplan.render.files import write_whole

    write_whole(output, content)
    return 0
