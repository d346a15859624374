"""Map files: small YAML files that say what the headers of an export mean; read with places, written for review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mapped
from functools import cache
from pathlib import Path

from salesplan.plan.guess import guess
from salesplan.plan.nodes import Mapping, Node, Scalar, is_null
from salesplan.plan.nodes import Sequence as Items
from salesplan.plan.source import read_source
from salesplan.problem import InvalidInput, Place, Problem
from salesplan.records.headings import fold, unit_names
from salesplan.records.saved_maps import Rows, SavedMap
from salesplan.words.headers import kinds, synonyms

LARGEST = 2**20
"""A map above this many bytes is refused [bytes]."""
SUFFIXES = (".yaml", ".yml")
KEYS = ("map", "kind", "headers", "columns", "unit", "basis", "returns", "counted", "repeated", "dates", "system")
CHOICES = {
    "basis": ("tax_included", "tax_excluded"), "repeated": ("once", "lines"), "dates": ("day_first", "month_first"), "map": ("1",),
}  # fmt: skip
MANY = frozenset({"status", "doc_type"})
"""Terms that several columns may have."""


def read_maps(folder: Path, shown: str, place: Place | None = None) -> tuple[SavedMap, ...]:
    """The maps of a folder, in the order of their names.

    `shown`: the folder as the user sees it; `place`: where the plan names it. Raises: InvalidInput with all that is wrong.
    """
    if not folder.is_dir():
        raise InvalidInput([Problem("no-such-maps", place, {"folder": shown})])
    found: list[SavedMap] = []
    problems: list[Problem] = []
    for path in sorted(p for p in folder.iterdir() if p.suffix.casefold() in SUFFIXES and not p.name.startswith(".")):
        try:
            found.append(read_map(path, f"{shown.rstrip('/')}/{path.name}"))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return tuple(found)


def read_map(path: Path, shown: str) -> SavedMap:
    """One map. Raises: InvalidInput with everything that is wrong with it, each at its line and column."""
    try:
        content = path.read_bytes()
    except OSError:
        raise InvalidInput([Problem("no-such-file", Place(shown), {"file": shown, "guess": ""})]) from None
    if len(content) > LARGEST:
        raise InvalidInput([Problem("file-too-large", Place(shown), {"file": shown, "size": len(content) >> 20, "limit": LARGEST >> 20})])
    root, problems = read_source(content, shown)
    if root is None or problems:
        raise InvalidInput(problems or [Problem("map-not-a-map", Place(shown), {"file": shown})])
    if not isinstance(root, Mapping) or "columns" not in root.values:
        raise InvalidInput([Problem("map-not-a-map", Place(shown, 1, 1), {"file": shown})])
    reader = _Reader(root, shown)
    made = reader.made()
    if reader.problems:
        raise InvalidInput(reader.problems)
    return made


@cache
def terms_of(kind: str) -> tuple[str, ...]:
    """The terms that a kind of export knows, sorted."""
    return tuple(sorted(synonyms(kind)))


class _Reader:
    """A map in the making, with what is wrong noted on the way."""

    def __init__(self, root: Mapping, shown: str) -> None:
        self.root, self.shown = root, shown
        self.problems: list[Problem] = []

    def made(self) -> SavedMap:
        for key, node in self.root.keys.items():
            if key not in KEYS:
                self._wrong("map-key-unknown", node, key=key, guess=guess(key, KEYS), known=list(KEYS))
        said = self._one_of("kind", kinds())
        kind = said if said in kinds() else "sales"
        columns = self._columns(kind)
        headers = tuple(text for text, _ in self._texts("headers")) or tuple(h for h, t in columns.items() if t)
        if not headers:
            self._wrong("map-not-a-map", self.root.keys["columns"], file=self.shown)
        for key in ("map", *CHOICES):
            self._one_of(key, CHOICES[key])
        basis, repeated, dates = (self._one_of(k, ()) for k in ("basis", "repeated", "dates"))
        unit = self._one_of("unit", unit_names())
        return SavedMap(
            self.shown, kind, headers, columns, unit, basis, self._rows("returns"), self._rows("counted"), repeated, dates,  # type: ignore[arg-type]
        )  # fmt: skip

    def _wrong(self, slug: str, node: Node, **params: object) -> None:
        if all(p.place != node.place for p in self.problems):
            self.problems.append(Problem(slug, node.place, params))

    def _columns(self, kind: str) -> dict[str, str]:
        node = self.root.values["columns"]
        if not isinstance(node, Mapping):
            self._wrong("map-not-a-map", self.root.keys["columns"], file=self.shown)
            return {}
        columns: dict[str, str] = {}
        taken: dict[str, str] = {}
        for header, value in node.values.items():
            term = "" if is_null(value) else value.text if isinstance(value, Scalar) else None
            if term is None or (term and term not in terms_of(kind)):
                said = term or ""
                self._wrong("map-term-unknown", value, term=said, guess=guess(said, terms_of(kind)), known=list(terms_of(kind)))
            elif term and term not in MANY and term in taken:
                self._wrong("map-term-twice", value, term=term, header=header, first=taken[term])
            else:
                columns[header] = term
                taken.setdefault(term, header)
        return columns

    def _one_of(self, key: str, known: Sequence[str]) -> str | None:
        node = self.root.values.get(key)
        if node is None or is_null(node):
            return None
        text = node.text if isinstance(node, Scalar) else ""
        if known and text not in known and fold(text) not in {fold(k) for k in known}:
            self._wrong("map-value-unknown", node, key=key, value=text, known=list(known), guess=guess(text, known))
        return text

    def _texts(self, key: str) -> list[tuple[str, Node]]:
        node = self.root.values.get(key)
        if node is None or is_null(node):
            return []
        items = node.items if isinstance(node, Items) else [node]
        for item in items:
            if not isinstance(item, Scalar):
                self._wrong("map-value-unknown", item, key=key, value="", known=["–"], guess="")
        return [(i.text, i) for i in items if isinstance(i, Scalar) and i.text]

    def _rows(self, key: str) -> Rows | None:
        """A column and the texts in it: `{column: ..., values: [...]}`."""
        node = self.root.values.get(key)
        if node is None or is_null(node):
            return None
        column = node.values.get("column") if isinstance(node, Mapping) else None
        values = node.values.get("values") if isinstance(node, Mapping) else None
        said = values.items if isinstance(values, Items) else [values] if isinstance(values, Scalar) else []
        texts = tuple(s.text for s in said if isinstance(s, Scalar) and s.text)
        if not isinstance(column, Scalar) or not column.text or not texts:
            self._wrong("map-rows-unclear", self.root.keys[key], key=key)
            return None
        return Rows(column.text, texts, column.place)


def map_text(kind: str, columns: Mapped[str, str], ignored: Sequence[str], *, system: str | None, unit: str, file: str) -> str:
    """The text of a map for a file as it was read, ready to be reviewed and changed.

    `columns`: header -> term; `ignored`: headers that are not read.
    """
    from salesplan.words import say
    from salesplan.words.texts import Text

    head = [f"# {say(Text(slug, file=file), lang)}" for slug in ("map-about", "map-how") for lang in ("zh", "en")]
    lines = [*head, "map: 1", f"kind: {kind}"]
    lines += [f"system: {system}"] if system else []
    lines += [f"unit: {unit}"] if unit in unit_names() and unit != "元" else []
    lines += ["headers:", *(f"  - {quoted(h)}" for h in columns), "columns:"]
    lines += [f"  {quoted(h)}: {t}" for h, t in columns.items()]
    lines += [f"  {quoted(h)}: null" for h in dict.fromkeys(ignored) if h not in columns]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as a YAML scalar, in quotes where it must be.

    >>> quoted("单据编号"), quoted("Deal - ID"), quoted("税率(%)"), quoted("a: b")
    ('单据编号', 'Deal - ID', '税率(%)', '"a: b"')
    """
    plain = text.strip() == text and text and not any(_needs_quotes(text))
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'


def _needs_quotes(text: str) -> Iterator[bool]:
    yield text[0] in "-?:,[]{}#&*!|>'\"%@`=~<" or text[-1] == ":"
    yield any(mark in text for mark in (": ", " #", "\n", "\t", "\r", "：", '"', "\\")) or not text.isprintable()
    yield text.casefold() in ("null", "true", "false", "yes", "no", "on", "off", "~") or text[0].isdigit()
