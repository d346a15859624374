"""Sentences: no slug twice, both languages whole, the same values named in both."""

from collections import Counter
from string import Formatter

import pytest

from salesplan.words.messages import MESSAGES, THREADS


def names(template):
    return {field for _, field, _, _ in Formatter().parse(template) if field}


def test_no_slug_stands_in_two_threads():
    counts = Counter(slug for messages in THREADS.values() for slug in messages)
    assert [slug for slug, count in counts.items() if count > 1] == []
    assert sum(counts.values()) == len(MESSAGES)


@pytest.mark.parametrize("slug", MESSAGES)
def test_both_languages_say_the_same(slug):
    message = MESSAGES[slug]
    assert message.zh
    assert message.en
    assert bool(message.do_zh) == bool(message.do_en)
    assert slug == slug.lower()
    assert not any(word.isdigit() for word in slug.split("-"))
    assert names(message.zh + message.do_zh) == names(message.en + message.do_en), slug
