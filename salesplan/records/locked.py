"""Workbooks that are locked with a password."""

from __future__ import annotations

import io
from dataclasses import replace

from salesplan.records.files import Source

EXCELS_OWN = "VelvetSweatshop"
"""The password that Excel tries before it asks: workbooks that are only protected against changes have it."""


def unlocked(source: Source, password: str | None) -> Source:
    """The workbook inside a locked one. Raises: InvalidInput (`encrypted-workbook`, `wrong-password`)."""
    for tried in (password, EXCELS_OWN):
        data = _decrypted(source.data, tried) if tried else None
        if data is not None:
            return replace(source, data=data)
    raise source.refused("wrong-password" if password else "encrypted-workbook")


def _decrypted(data: bytes, password: str) -> bytes | None:
    """The bytes inside, None when the password does not fit or the lock cannot be read."""
    import msoffcrypto

    out = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, **({"verify_password": True} if file.format == "ooxml" else {}))
        file.decrypt(out)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        return None  # the library fails in many ways, on a wrong password and on damage alike
    return out.getvalue()
