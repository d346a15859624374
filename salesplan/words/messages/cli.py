"""Sentences of the command line: help texts, usage errors, progress."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
}
