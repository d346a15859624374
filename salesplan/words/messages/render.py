"""Sentences of renderers: words that every report needs."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
}
