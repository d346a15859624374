"""Sentences in zh and en by slug, one file a thread; a problem's message also says what to do."""

from salesplan.words.messages.cli import MESSAGES as CLI
from salesplan.words.messages.customers import MESSAGES as CUSTOMERS
from salesplan.words.messages.diff import MESSAGES as DIFF
from salesplan.words.messages.entry import Message
from salesplan.words.messages.goals import MESSAGES as GOALS
from salesplan.words.messages.lists import MESSAGES as LISTS
from salesplan.words.messages.maps import MESSAGES as MAPS
from salesplan.words.messages.performance import MESSAGES as PERFORMANCE
from salesplan.words.messages.plan import MESSAGES as PLAN
from salesplan.words.messages.records import MESSAGES as RECORDS
from salesplan.words.messages.render import MESSAGES as RENDER
from salesplan.words.messages.replan import MESSAGES as REPLAN
from salesplan.words.messages.review import MESSAGES as REVIEW
from salesplan.words.messages.review_why import MESSAGES as REVIEW_WHY
from salesplan.words.messages.systems import MESSAGES as SYSTEMS

THREADS: dict[str, dict[str, Message]] = {"cli": CLI, "plan": PLAN, "records": RECORDS, "lists": LISTS, "maps": MAPS, "systems": SYSTEMS, "goals": GOALS, "customers": CUSTOMERS, "performance": PERFORMANCE, "review": REVIEW, "review_why": REVIEW_WHY, "replan": REPLAN, "diff": DIFF, "render": RENDER}
"""The sentences of each thread."""

MESSAGES: dict[str, Message] = {**CLI, **PLAN, **RECORDS, **LISTS, **MAPS, **SYSTEMS, **GOALS, **CUSTOMERS, **PERFORMANCE, **REVIEW, **REVIEW_WHY, **REPLAN, **DIFF, **RENDER}
"""All sentences by slug."""

__all__ = ["MESSAGES", "THREADS", "Message"]
