"""Workbooks of Excel 97 (.xls) and in binary parts (.xlsb), built record by record, so that any oddity can be made.

A cell is None, a text, a number, a bool, an `Error`, or a `Formula` around the result that was stored (None: none was).
"""

import io
import struct
import zipfile
from dataclasses import dataclass

from workbooks import links

ERROR_CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


@dataclass(frozen=True)
class Error:
    text: str


@dataclass(frozen=True)
class Formula:
    result: object


@dataclass(frozen=True)
class Styled:
    value: float
    style: int


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def wide(text, short=False):
    """A Unicode text as BIFF8 holds it, in one byte a character where that is enough."""
    narrow = all(ord(c) < 256 for c in text)
    raw = text.encode("latin-1" if narrow else "utf-16-le")
    count = len(raw) if narrow else len(raw) // 2
    return struct.pack("<B" if short else "<H", count) + bytes([not narrow]) + raw


def compound(streams, *, cutoff=4096):
    """The bytes of a compound file; streams below the cutoff go into the small stream."""
    small, entries, body, fat = b"", [], b"", []
    minifat = []

    def put(data):
        nonlocal body
        if not data:
            return 0xFFFFFFFE
        start, count = len(fat), -(-len(data) // 512)
        body += data + b"\0" * (-len(data) % 512)
        fat.extend([*range(start + 1, start + count), 0xFFFFFFFE])
        return start

    for name, data in streams.items():
        if len(data) < cutoff:
            start, count = len(minifat), -(-len(data) // 64)
            small += data + b"\0" * (-len(data) % 64)
            minifat.extend([*range(start + 1, start + count), 0xFFFFFFFE])
        else:
            start = put(data)
        entries.append((name, 2, start, len(data)))
    mini_start = put(small)
    minifat_start = put(struct.pack(f"<{len(minifat)}I", *minifat).ljust(-(-len(minifat) // 128) * 512, b"\xff")) if minifat else 0xFFFFFFFE
    directory = b""
    for i, (name, kind, start, size) in enumerate([("Root Entry", 5, mini_start, len(small)), *entries]):
        raw = name.encode("utf-16-le") + b"\0\0"
        right = i + 1 if 0 < i < len(entries) else 0xFFFFFFFF
        child = 1 if i == 0 and entries else 0xFFFFFFFF
        directory += raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child) + b"\0" * 36
        directory += struct.pack("<IQ", start, size)
    first_entry = put(directory)
    count = len(fat)
    while True:
        tables = -(-(count + 0) // 128)
        if count == len(fat) + tables:
            break
        count = len(fat) + tables
    first_table = len(fat)
    fat.extend([0xFFFFFFFD] * tables)
    body += struct.pack(f"<{len(fat)}I", *fat).ljust(tables * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIIII", 0, tables, first_entry, 0, cutoff, minifat_start, 1 if minifat else 0, 0xFFFFFFFE, 0, 0)[: 4 * 9]
    table_sectors = [first_table + i for i in range(tables)]
    return head + struct.pack("<109I", *(table_sectors + [0xFFFFFFFF] * (109 - tables))) + body


class Shared:
    """A table of shared texts that is cut into records of 8,224 bytes wherever they are full."""

    def __init__(self):
        self.at, self.texts, self.total = {}, [], 0

    def index(self, text):
        self.total += 1
        if text not in self.at:
            self.at[text] = len(self.texts)
            self.texts.append(text)
        return self.at[text]

    def records(self, room=8224):
        bodies = [struct.pack("<II", self.total, len(self.texts))]
        for i, text in enumerate(self.texts):
            narrow = all(ord(c) < 256 for c in text)
            raw = text.encode("latin-1" if narrow else "utf-16-le")
            units = [raw[j : j + 1] for j in range(len(raw))] if narrow else [raw[j : j + 2] for j in range(0, len(raw), 2)]
            rich = i % 3 == 1
            head = struct.pack("<HB", len(units), (not narrow) | (8 if rich else 0)) + (struct.pack("<H", 1) if rich else b"")
            if len(bodies[-1]) + len(head) > room:
                bodies.append(b"")
            bodies[-1] += head
            for unit in units:
                if len(bodies[-1]) + len(unit) > room:
                    bodies.append(bytes([not narrow]))
                bodies[-1] += unit
            if rich:
                bodies.append(b"\0\0\1\0") if len(bodies[-1]) + 4 > room else bodies.__setitem__(-1, bodies[-1] + b"\0\0\1\0")
        return b"".join(record(0x003C if i else 0x00FC, body) for i, body in enumerate(bodies))


def rk(value):
    """The four bytes that hold a number, None when they cannot."""
    for factor, flag in ((1, 0), (100, 1)):
        whole = value * factor
        if abs(whole) < 2**29 and whole == round(whole) and round(whole) / factor == value:
            return struct.pack("<i", round(whole) << 2 | 2 | flag)
    raw = struct.pack("<d", value)
    return raw[4:] if raw[:4] == b"\0\0\0\0" and not raw[4] & 3 else None


def _xls_cell(row, column, value, shared):
    style = 0
    if isinstance(value, Styled):
        value, style = value.value, value.style
    at = struct.pack("<HHH", row, column, style)
    if isinstance(value, bool):
        return record(0x0205, at + bytes([value, 0]))
    if isinstance(value, Error):
        return record(0x0205, at + bytes([ERROR_CODES[value.text], 1]))
    if isinstance(value, Formula):
        return _xls_formula(at, value.result)
    if isinstance(value, str):
        return record(0x00FD, at + struct.pack("<I", shared.index(value))) if shared is not None else record(0x0204, at + wide(value))
    short = rk(value)
    return record(0x027E, at + short) if short else record(0x0203, at + struct.pack("<d", value))


def _xls_formula(at, result):
    after = b""
    if isinstance(result, bool):
        said = bytes([1, 0, result, 0, 0, 0, 255, 255])
    elif isinstance(result, Error):
        said = bytes([2, 0, ERROR_CODES[result.text], 0, 0, 0, 255, 255])
    elif isinstance(result, str) and result:
        said, after = bytes([0, 0, 0, 0, 0, 0, 255, 255]), record(0x0207, wide(result))
    elif result is None or result == "":
        said = bytes([3, 0, 0, 0, 0, 0, 255, 255])
    else:
        said = struct.pack("<d", result)
    return record(0x0006, at + said + b"\0" * 6 + b"\2\0\x1e\1\0") + after


def xls_stream(*sheets, formats=(), styles=(0,), hidden=(), date1904=False, shared=True, merges=(), before=b"", names=None):
    """A stream of BIFF8; `formats` are number formats from 164 on, `styles` the format of each style."""
    texts = Shared()
    bodies = []
    for rows in sheets:
        cells = b"".join(
            _xls_cell(i, j, value, texts if shared else None) for i, row in enumerate(rows) for j, value in enumerate(row) if value is not None
        )
        merged = record(0x00E5, struct.pack("<H", len(merges)) + b"".join(struct.pack("<4H", *m) for m in merges)) if merges else b""
        bodies.append(record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0)) + cells + merged + record(0x000A))
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0)) + before + record(0x0042, struct.pack("<H", 1200))
    start += record(0x0022, struct.pack("<H", date1904))
    start += b"".join(record(0x041E, struct.pack("<H", 164 + i) + wide(f)) for i, f in enumerate(formats))
    start += b"".join(record(0x00E0, struct.pack("<HH", 0, f) + b"\0" * 16) for f in styles)
    names = names or [f"S{i + 1}" for i in range(len(sheets))]
    table = texts.records() if shared else b""
    at = len(start) + sum(len(record(0x0085, b"\0" * 6 + wide(n, short=True))) for n in names) + len(table) + 4
    for i, (name, body) in enumerate(zip(names, bodies, strict=True)):
        start += record(0x0085, struct.pack("<IBB", at, hidden[i] if i < len(hidden) else 0, 0) + wide(name, short=True))
        at += len(body)
    return start + table + record(0x000A) + b"".join(bodies)


def xls(*sheets, **given):
    """The bytes of an .xls file."""
    return compound({"Workbook": xls_stream(*sheets, **given)})


def binary(kind, body=b""):
    """A record of .xlsb: kind and length in seven bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + body


def long_text(text):
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def _xlsb_cell(column, value, shared):
    style = 0
    if isinstance(value, Styled):
        value, style = value.value, value.style
    at = struct.pack("<II", column, style)
    if isinstance(value, Formula):
        result = value.result
        kind, said = (
            (10, bytes([result])) if isinstance(result, bool) else (11, bytes([ERROR_CODES[result.text]])) if isinstance(result, Error)
            else (8, long_text(result)) if isinstance(result, str) else (9, struct.pack("<d", result))
        )  # fmt: skip
        return binary(kind, at + said + b"\0\0" + struct.pack("<II", 0, 0))
    if isinstance(value, bool):
        return binary(4, at + bytes([value]))
    if isinstance(value, Error):
        return binary(3, at + bytes([ERROR_CODES[value.text]]))
    if isinstance(value, str):
        return binary(7, at + struct.pack("<I", shared.index(value))) if shared is not None else binary(6, at + long_text(value))
    short = rk(value)
    return binary(2, at + short) if short else binary(5, at + struct.pack("<d", value))


def xlsb_parts(*sheets, formats=(), styles=(0,), hidden=(), date1904=False, shared=True, merges=()):
    """The parts of an .xlsb file by name."""
    texts = Shared()
    found = {}
    for i, rows in enumerate(sheets, 1):
        data = binary(129) + binary(148, struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, 255)) + binary(145)
        for r, row in enumerate(rows):
            data += binary(0, struct.pack("<I", r) + b"\0" * 13)
            data += b"".join(_xlsb_cell(j, v, texts if shared else None) for j, v in enumerate(row) if v is not None)
        data += binary(146) + b"".join(binary(176, struct.pack("<4I", *m)) for m in merges) + binary(130)
        found[f"xl/worksheets/sheet{i}.bin"] = data
    targets = [("worksheet", f"worksheets/sheet{i}.bin") for i in range(1, len(sheets) + 1)] + [("styles", "styles.bin")]
    if shared:
        targets.append(("sharedStrings", "sharedStrings.bin"))
        found["xl/sharedStrings.bin"] = binary(159, struct.pack("<II", texts.total, len(texts.texts))) + b"".join(binary(19, b"\0" + long_text(t)) for t in texts.texts) + binary(160)
    found["xl/styles.bin"] = (
        binary(615, struct.pack("<I", len(formats))) + b"".join(binary(44, struct.pack("<H", 164 + i) + long_text(f)) for i, f in enumerate(formats)) + binary(616) + binary(617, struct.pack("<I", len(styles)))
        + b"".join(binary(47, struct.pack("<HH", 0xFFFF, f) + b"\0" * 12) for f in styles) + binary(618)
    )  # fmt: skip
    found["xl/workbook.bin"] = binary(131) + binary(153, struct.pack("<I", date1904) + b"\0" * 8) + binary(143) + b"".join(
        binary(156, struct.pack("<II", hidden[i] if i < len(hidden) else 0, i + 1) + long_text(f"rId{i + 1}") + long_text(f"S{i + 1}"))
        for i in range(len(sheets))
    ) + binary(144) + binary(157, b"\0" * 26) + binary(132)  # fmt: skip
    found["xl/_rels/workbook.bin.rels"] = links(*targets)
    found["_rels/.rels"] = links(("officeDocument", "xl/workbook.bin"))
    return found


def xlsb(*sheets, **given):
    """The bytes of an .xlsb file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in xlsb_parts(*sheets, **given).items():
            archive.writestr(name, data)
    return out.getvalue()
