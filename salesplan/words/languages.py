"""Which language a reader reads, zh or en."""

from __future__ import annotations

import os
from collections.abc import Mapping

LANGUAGES = ("zh", "en")


def language_of(environment: Mapping[str, str] | None = None) -> str:
    """The reader's language by the environment: SALESPLAN_LANG, then LC_ALL, LC_MESSAGES, LANG; else en.

    Windows sets none of them; there the language of its own windows counts.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    ('zh', 'en')
    """
    env = os.environ if environment is None else environment
    for name in ("SALESPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if env.get(name):
            return "zh" if env[name].lower().startswith("zh") else "en"
    return _language_of_windows() if os.name == "nt" and environment is None else "en"


def _language_of_windows() -> str:
    import ctypes

    chinese = 0x04
    """Primary language identifier. Source: [MS-LCID] 2.2."""
    return "zh" if getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage() & 0x3FF == chinese else "en"  # noqa: B009
