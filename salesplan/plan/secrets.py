"""Passwords, tokens and keys in a plan's text: a plan is kept in git and read by many, so it holds none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from salesplan.plan.text import SHOWN_AT_MOST, SourceText
from salesplan.problem import Place, Problem

MASK = "••••"
"""What stands in a message where the secret stood."""

_HINT = re.compile(
    r"pass|pwd|secret|token|key|密码|口令|密钥|令牌|://[^\s/]*@|hook|AKIA|gh[pousr]_|sk-|xox|eyJ|sig=", re.IGNORECASE
)
_NAMED = (
    r"""(?:^|[\s{,\[-])["']?(?:\w+[_-])?(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key"""
    r"""|private[_-]?key|密码|口令|密钥|令牌)["']?\s*[:：]\s*(?P<secret>[^\s#,}\]][^#,}\]]*)"""
)
_SHAPES = (
    r"://[^\s/:@]+:(?P<secret>[^\s/@]+)@",
    r"[?&](?i:access_?token|token|key|api_?key|sig|signature|secret|password)=(?P<secret>[\w%.~+/=-]{8,})",
    r"(?:/(?:web)?hooks?|slack\.com/services)/(?P<secret>(?=[\w/-]*\d)[\w/-]{8,})",
    r"-----BEGIN (?P<secret>[A-Z ]*PRIVATE KEY)-----",
    r"\b(?P<secret>AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,}|sk-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*)",
)
_ELSEWHERE = re.compile(r"""["']?(?:\$\{?\w+\}?|env:\w+|null|~|yes|no|true|false)["']?\s*$""", re.IGNORECASE)


def secrets(text: str, name: str) -> list[Problem]:
    r"""One `plan-holds-secret` a line that holds a secret, shown with the secret masked.

    The name of an environment variable (`$SMTP_PASSWORD`) is no secret.

    >>> [p.place.text for p in secrets("a: 1\nsmtp: {password: hunter2}", "plan.yaml")]
    ['smtp: {password: ••••}']
    """
    return list(_found(text, name)) if _HINT.search(text) else []


def _found(text: str, name: str) -> Iterator[Problem]:
    source = SourceText(name, text)
    count = 0
    for i, line in enumerate(source.lines):
        spans = _spans(line)
        if not spans:
            continue
        shown, at = _masked(line, spans), spans[0][0]
        yield Problem("plan-holds-secret", Place(name, i + 1, at + 1, len(MASK), text=shown))
        count += 1
        if count == SHOWN_AT_MOST:
            return


@cache
def _patterns() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """Compiled only for plans that may hold a secret: most need not wait for it."""
    return re.compile(_NAMED, re.IGNORECASE), tuple(re.compile(shape) for shape in _SHAPES)


def _spans(line: str) -> list[tuple[int, int]]:
    """Where secrets stand in a line, from left to right, none inside another."""
    named, shapes = _patterns()
    plain = line.lstrip().startswith("#")
    found = [] if plain else [m.span("secret") for m in named.finditer(line) if not _ELSEWHERE.match(m["secret"])]
    found += [m.span("secret") for shape in shapes for m in shape.finditer(line)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _masked(line: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        line = line[:start] + MASK + line[end:]
    return line
