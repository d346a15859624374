"""The encoding of a text file, by rule: marks first, then UTF-8, then the Chinese encoding whose words make sense."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from salesplan.records.files import Source

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_SAMPLE = 2**16


def decoded_text(source: Source) -> tuple[str, str]:
    """The whole file as text, and the name of its encoding.

    Raises: InvalidInput (`unreadable-encoding`, `not-a-text-file`).
    """
    name = encoding_of(source)
    text = strictly(source, name)
    return text.removeprefix("\ufeff"), _said(name)


def encoding_of(source: Source) -> str:
    """The codec that reads the file; a Chinese or Western one is chosen by a sample, the others have read all of it.

    Raises: InvalidInput (`unreadable-encoding`, `not-a-text-file`).
    """
    data = source.data
    for mark, name in _MARKS:
        if data.startswith(mark):
            _without_nul(source, strictly(source, name))
            return name
    if b"\0" in data:
        wide = _wide(data[:_SAMPLE])
        if not wide:
            raise source.refused("not-a-text-file")
        _without_nul(source, strictly(source, wide))
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and error.reason == "unexpected end of data":
            raise source.refused("unreadable-encoding", encoding="utf-8") from None
        return legacy(data)
    return "utf-8"


def _said(name: str) -> str:
    return name.removesuffix("-le").removesuffix("-be")


def strictly(source: Source, name: str) -> str:
    """The file decoded, every byte of it. Raises: InvalidInput (`unreadable-encoding`)."""
    try:
        return source.data.decode(name)
    except UnicodeError:
        raise source.refused("unreadable-encoding", encoding=_said(name)) from None


def _without_nul(source: Source, text: str) -> None:
    if "\0" in text:
        raise source.refused("not-a-text-file")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark shows by NULs on one side of ASCII characters only."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 4 * even and odd > len(sample) // 16:
        return "utf-16-le"
    if even > 4 * odd and even > len(sample) // 16:
        return "utf-16-be"
    return None


def legacy(data: bytes) -> str:
    """`gb18030`, `big5` or `cp1252`: whichever decodes and gives the larger share of everyday characters.

    The first-level characters of GB 2312 and Big5 (the 3,755 and 5,401 most used) make up nearly all
    of real text, and hardly any of text read in the wrong encoding. High bytes that stand alone
    between ASCII letters are those of a Western encoding.
    """
    sample = _high_lines(data)
    alone = _share_alone(sample)
    scores = {name: _everyday_share(sample, name) for name in ("gb18030", "big5")}
    best = max(scores, key=lambda n: scores[n])
    if alone > 0.6 or scores[best] < 0:
        return "cp1252"
    return best


def _high_lines(data: bytes) -> bytes:
    """Up to a sample's worth of lines that have bytes beyond ASCII."""
    picked, size = [], 0
    for line in _lines(data):
        if not line.isascii():
            picked.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
    return b"\n".join(picked)


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines, a piece of the text at a time."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at + _SAMPLE) + 1 or len(data)
        yield from data[at:end].splitlines()
        at = end


def _share_alone(sample: bytes) -> float:
    high = [b >= 0x80 for b in sample]
    lone = sum(h and not (a or b) for a, h, b in zip([False, *high], high, [*high[1:], False], strict=False))
    return lone / max(sum(high), 1)


def _everyday_share(sample: bytes, name: str) -> float:
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return -1
    wide = [c for c in text if c >= "\x80"]
    first, last, low, high = (0xB0, 0xD7, 0xA1, 0xFE) if name == "gb18030" else (0xA4, 0xC6, 0x40, 0xFE)
    everyday = 0
    for character in wide:
        raw = character.encode(name)
        everyday += len(raw) == 2 and first <= raw[0] <= last and low <= raw[1] <= high
    return everyday / max(len(wide), 1)
