"""Alerts in words: level, subject, what was found, on what evidence, where the plan draws the line."""

from __future__ import annotations

from typing import Any

from salesplan.render.cells import known, own_text, said
from salesplan.render.characters import visible
from salesplan.report import Alert, Mark, Report
from salesplan.words import Quantity, Text, form, say, term

ORDER = {"high": 0, "medium": 1, "low": 2}
MARKS: dict[str, Mark] = {"high": "bad", "medium": "warn", "low": ""}


def by_level(alerts: list[Alert]) -> list[Alert]:
    """The alerts, gravest first, each level in its own order."""
    return sorted(alerts, key=lambda a: ORDER[a.level])


def level(alert: Alert, report: Report, lang: str) -> str:
    """The word for how grave it is."""
    return said(Text(f"alert-level-{alert.level}"), report, lang)


def message(alert: Alert, report: Report, lang: str) -> str:
    """What was found, in one sentence."""
    return said(_text(alert), report, lang)


def remedy(alert: Alert, report: Report, lang: str) -> str:
    """What to do about it; empty where nothing is said."""
    return said(say(_text(alert), lang, report.money, part="do"), report, lang)


def _text(alert: Alert) -> Text:
    return Text(alert.slug, **{"subject": alert.subject, **alert.params})


def evidence(alert: Alert, report: Report, lang: str) -> str:
    """The figures behind it, each under its term."""
    shown = (f"{visible(term(k).label(lang))} {_evidence_text(k, v, report, lang)}" for k, v in alert.evidence.items())
    return ("；" if lang == "zh" else "; ").join(shown)


def _evidence_text(key: str, value: Any, report: Report, lang: str) -> str:
    kind = term(key).kind
    if known(value) is None or isinstance(value, (Quantity, Text, str, bool)) or kind in ("text", "code"):
        return own_text(value, report, lang) if known(value) is not None else "–"
    return form(value, kind, report.money, lang, unit=kind == "money")


def place(alert: Alert) -> str:
    """Where the plan draws the line that was crossed."""
    return str(alert.place) if alert.place else ""

