"""Sentences in zh and en by slug, one file a thread; a problem's message also says what to do."""

from salesplan.words.messages.cli import MESSAGES as CLI
from salesplan.words.messages.entry import Message
from salesplan.words.messages.goals import MESSAGES as GOALS
from salesplan.words.messages.plan import MESSAGES as PLAN
from salesplan.words.messages.records import MESSAGES as RECORDS
from salesplan.words.messages.render import MESSAGES as RENDER

MESSAGES: dict[str, Message] = {**CLI, **PLAN, **RECORDS, **GOALS, **RENDER}

__all__ = ["MESSAGES", "Message"]
