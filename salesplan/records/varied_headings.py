"""Columns of which a list may have several of one meaning: ranges of days in ageing reports, questions of a survey."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from salesplan.records.ageing_headings import bucket_of
from salesplan.words.headers import book

BUCKET, QUESTION = "bucket", "question"
VARIED = (BUCKET, QUESTION)
"""Terms of which a list may have several columns."""
_ASKS = re.compile(r"[您你?？]|满意|打分|评分|satisf|\bhow\b|\brate\b|\blikely\b|\bagree\b")
"""What a heading has that asks somebody something."""
_NUMBERED = re.compile(r"^\s*(?:Q\s*)?\d+\s*[、.．:：)）]")


@cache
def _questions() -> list[tuple[str, re.Pattern[str]]]:
    return [(term, re.compile(pattern)) for term, pattern in book()["questions"].items()]


def question_of(text: str) -> str | None:
    """What a question of a survey asks for, None where the words are no question that is known.

    >>> question_of("2、您对产品质量的满意度"), question_of("How likely are you to recommend us?"), question_of("来源")
    ('score_quality', 'nps', None)
    """
    said = text.casefold()
    return next((term for term, pattern in _questions() if pattern.search(said)), None)


def is_numbered(text: str) -> bool:
    """Whether a heading is numbered as the questions of a survey are."""
    return bool(_NUMBERED.match(text))


def varied_term(kind: str, path: Sequence[str]) -> str | None:
    """`bucket` or `question` where a heading of this kind of export is one.

    >>> varied_term("receivables", ("已逾期", "1-30天")), varied_term("surveys", ("2、您对产品质量的满意度",)), varied_term("sales", ("1-30天",))
    ('bucket', 'question', None)
    """
    if kind == "receivables" and bucket_of(tuple(path)) is not None:
        return BUCKET
    if kind == "surveys" and question_of(path[-1]) is not None and (is_numbered(path[-1]) or bool(_ASKS.search(path[-1].casefold()))):
        return QUESTION
    return None
