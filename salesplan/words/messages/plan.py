"""Sentences of the plan language: what can be wrong with a plan, and its remedies."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
}
