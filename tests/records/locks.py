"""Workbooks locked with a password, made for tests."""

import io


def locked(data, password):
    """The bytes of a workbook behind a password, as Excel writes it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()
