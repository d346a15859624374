"""The password that opens locked workbooks in this run."""

from __future__ import annotations

from contextvars import ContextVar

PASSWORD: ContextVar[str | None] = ContextVar("password of locked workbooks", default=None)
"""What `--password-env` names; None when it was not given."""
