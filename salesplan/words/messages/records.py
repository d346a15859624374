"""Sentences of records: what can be wrong with an export, and what was done with it."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
    "rows-kept": Message("保留 {rows} 行", "{rows} rows kept"),
}
