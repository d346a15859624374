"""Sentences of goals: decompose and explain."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
}
