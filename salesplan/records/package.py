"""The parts of a zipped workbook, opened only when the archive is plain, of sane size and undamaged."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from salesplan.records.files import Source
from salesplan.words import Text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_ENTRIES = 20_000
"""A workbook with more entries than this is refused."""
LARGEST_PART = 1000 * 2**20
"""A part that inflates to more than this is refused: a sheet of a million rows with its texts in their cells may [bytes]."""
LARGEST_TOTAL = 1200 * 2**20
"""Parts that together inflate to more than this are refused [bytes]."""
LARGEST_HELD = 600 * 2**20
"""A part that has to be held whole is refused above this [bytes]."""
LARGEST_SMALL_PART = 32 * 2**20
"""Parts other than sheets and texts (styles, relations) are refused above this [bytes]."""
PIECE = 2**21

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Package:
    """A zipped workbook whose entries have been looked over; reading a part checks its checksum and its size.

    Raises: InvalidInput (`damaged-workbook`, `encrypted-workbook`, `suspicious-workbook`, `workbook-too-large`).
    """

    def __init__(self, source: Source) -> None:
        """Look over the entries."""
        self.source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
            entries = self._zip.infolist()
        except (*_DAMAGE, UnicodeDecodeError, IndexError, KeyError):
            raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None
        if len(entries) > MOST_ENTRIES:
            raise source.refused("suspicious-workbook", why=Text("suspicion-entries", count=len(entries)))
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            key = _key(entry.filename)
            if key in self._entries:
                raise source.refused("suspicious-workbook", why=Text("suspicion-twice", part=entry.filename))
            if entry.flag_bits & 1:
                raise source.refused("encrypted-workbook")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise source.refused("suspicious-workbook", why=Text("suspicion-method", part=entry.filename))
            self._entries[key] = entry
        self._check_sizes(entries)

    @property
    def unpacked(self) -> int:
        """What the parts that may be read take once they are unpacked [bytes]."""
        return sum(e.file_size for e in self._entries.values() if not _is_media(e.filename))

    def _check_sizes(self, entries: list[zipfile.ZipInfo]) -> None:
        read = [e for e in entries if not _is_media(e.filename)]
        largest = max((e.file_size for e in read), default=0)
        for size, limit in ((largest, LARGEST_PART), (sum(e.file_size for e in read), LARGEST_TOTAL)):
            if size > limit:
                raise self.source.refused("workbook-too-large", limit=limit // 2**20)

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return _key(name) in self._entries

    @property
    def names(self) -> list[str]:
        """The names of all entries."""
        return [e.filename for e in self._entries.values()]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The inflated bytes of a part, a piece at a time."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise self.source.refused("damaged-workbook", why=Text("damage-part", part=name))
        done = 0
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(PIECE):
                    done += len(piece)
                    yield piece
        except _DAMAGE:
            raise self.source.refused("damaged-workbook", why=Text("damage-checksum", part=name)) from None
        if done != entry.file_size:
            raise self.source.refused("damaged-workbook", why=Text("damage-checksum", part=name))

    def bytes_of(self, name: str, limit: int = LARGEST_HELD) -> bytes:
        """The whole part. Raises: InvalidInput, also for a document type declaration (entities)."""
        pieces, done = [], 0
        for piece in self.pieces(name):
            done += len(piece)
            if done > limit:
                raise self.source.refused("workbook-too-large", limit=limit // 2**20)
            pieces.append(piece)
        data = utf8(b"".join(pieces))
        if declares_entities(data):
            raise self.source.refused("suspicious-workbook", why=Text("suspicion-doctype", part=name))
        return data

    def tree(self, name: str) -> Element:
        """A small part as an element tree. Raises: InvalidInput."""
        root = parsed(self.bytes_of(name, LARGEST_SMALL_PART))
        if root is None:
            raise self.source.refused("damaged-workbook", why=Text("damage-xml", part=name))
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: id -> (last word of the type, name of the target part)."""
        folder, leaf = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if rels not in self:
            return {}
        found = {}
        for element in self.tree(rels):
            target = unquote(element.get("Target", "")).replace("\\", "/")
            if element.get("TargetMode") == "External" or not target:
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            found[element.get("Id", "")] = (kind, posixpath.normpath(path))
        return found


def _is_media(name: str) -> bool:
    return _key(name).startswith(("xl/media/", "xl/embeddings/", "pictures/"))


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def declares_entities(data: bytes) -> bool:
    """Whether XML has a document type declaration, which no workbook needs."""
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data


def utf8(data: bytes) -> bytes:
    """XML as UTF-8 whatever its byte order mark or declaration says; as it is where that fails."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _undeclared(data.decode("utf-16", "replace")).encode()
    start = data[:100]
    if start.startswith(b"<?xml") and b"encoding" in start and b"utf-8" not in start.lower():
        declared = start.split(b"encoding", 1)[1].lstrip(b" =").lstrip(b"\"'")
        name = declared.split(b'"')[0].split(b"'")[0].decode("ascii", "replace")
        try:
            return _undeclared(data.decode(name)).encode()
        except (LookupError, ValueError):
            return data
    return data


def _undeclared(text: str) -> str:
    text = text.lstrip("\ufeff")
    return text.split("?>", 1)[1] if text.startswith("<?xml") and "?>" in text else text


def parsed(data: bytes) -> Element | None:
    """The root of XML, None when it is not well formed or in an encoding that nobody knows."""
    from xml.etree import ElementTree

    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError):
        return None


def local(tag: Any) -> str:
    """The name of an element or attribute without its namespace."""
    return str(tag).rsplit("}", 1)[-1]
