"""The form of a message."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """A sentence in both languages, with `{names}` for its values; `do_*` is the remedy where it tells a problem."""

    zh: str
    en: str
    do_zh: str = ""
    do_en: str = ""
