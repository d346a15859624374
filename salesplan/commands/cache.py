"""`salesplan cache`: what is kept of files that were read before, and how to drop it."""

from __future__ import annotations

from typing import Annotated

import typer

from salesplan.commands.options import Lang, one_of, result_language

ACTIONS = ("show", "clear")


def command(
    action: Annotated[
        str, typer.Argument(metavar="show|clear", help="option-cache-action", parser=one_of("show|clear", ACTIONS))
    ] = "show",
    lang: Lang = None,
) -> int:
    """The exit code, after what is kept was told or dropped."""
    from salesplan.records import cache
    from salesplan.words.texts import Text, say

    place = cache.folder()
    count, size = cache.clear() if action == "clear" else cache.contents()
    slug = "cache-cleared" if action == "clear" else "cache-holds"
    said = Text(slug, folder=str(place or "-"), count=count, size=f"{size / 2**20:.1f}", limit=cache.LARGEST_CACHE // 2**20)
    print(say(said, result_language(lang, None)))
    return 0
