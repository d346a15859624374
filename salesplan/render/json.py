"""The report as JSON: stable keys, one row a line so that two runs can be compared line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from salesplan.render.alerts import message
from salesplan.render.cells import heads, kind_of, known, own_text, sums_nothing
from salesplan.report import Alert, Note, Report, Table
from salesplan.words import Quantity, Text, term
from salesplan.words.kinds import plain

FORMAT = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str)
_HIDDEN = re.compile("[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]")


def render(report: Report, lang: str) -> str:
    """The report as JSON text; sums and headings of tables are left out, so that adding up a column is safe."""
    parts = [
        f'"format": {FORMAT}',
        f'"report": {dumps(report.name)}',
        f'"plan": {dumps(dict(report.plan))}',
        f'"as_of": {dumps(report.as_of)}',
        f'"inputs": {_lines(({"file": s.file, "sha256": s.sha256, "rows": s.rows} for s in report.inputs), 1)}',
        f'"tables": {_tables(report, lang)}',
        f'"alerts": {_lines((_alert(a, report, lang) for a in report.alerts), 1)}',
        f'"notes": {_lines(_notes(report, lang), 1)}',
    ]
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def dumps(value: Any) -> str:
    """One JSON value on one line: letters of all languages as they are, what would hide on a screen as an escape."""
    text = _ENCODER.encode(value)
    return text if text.isprintable() else _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def _lines(values: Iterable[Any], depth: int) -> str:
    pad = " " * depth
    inside = f",\n{pad} ".join(dumps(v) for v in values)
    return f"[\n{pad} {inside}\n{pad}]" if inside else "[]"


def _tables(report: Report, lang: str) -> str:
    shown = report.tables("data")
    names = [t.name for t in shown]
    if len(set(names)) != len(names):
        raise ValueError(f"two tables of one name: {names}")
    inside = ",\n  ".join(f"{dumps(t.name)}: {_lines(rows(t, report, lang), 2)}" for t in shown)
    return f"{{\n  {inside}\n }}" if inside else "{}"


def rows(table: Table, report: Report, lang: str) -> Iterator[dict[str, Any]]:
    """The table's own rows as mappings of column name to value."""
    columns = heads(table, report, lang)
    names = [c.name for c in table.columns]
    if len(set(names)) != len(names):
        raise ValueError(f"two columns of one name in {table.name}: {names}")
    usual = [head.kind.name for head in columns]
    for row in table.rows:
        if sums_nothing(row):
            kinds = [kind_of(row, i, head).name for i, head in enumerate(columns)] if row.kinds else usual
            yield {n: plain_value(v, k, report, lang) for n, v, k in zip(names, row.values, kinds, strict=True)}


def plain_value(value: Any, kind: str, report: Report, lang: str) -> Any:
    """A value as JSON has it: money in currency units, shares of one, dates as ISO text, missing as null."""
    if type(value) is str or known(value) is None:  # most values of a long table, so asked first
        return value if type(value) is str else None
    if isinstance(value, Quantity):
        return plain_value(value.value, value.kind, report, lang)
    if isinstance(value, Text):
        return own_text(value, report, lang)
    if isinstance(value, (list, tuple)):
        return [plain_value(v, kind, report, lang) for v in value]
    if isinstance(value, Mapping):
        return {k: plain_value(v, "text", report, lang) for k, v in value.items()}
    return plain(value, kind, report.money.digits)


def _alert(alert: Alert, report: Report, lang: str) -> dict[str, Any]:
    return {
        "slug": alert.slug, "level": alert.level, "subject": own_text(alert.subject, report, lang), "message": message(alert, report, lang),
        "evidence": {k: plain_value(v, term(k).kind, report, lang) for k, v in alert.evidence.items()},
    }  # fmt: skip


def _notes(report: Report, lang: str) -> list[str]:
    return [own_text(b.text, report, lang) for b in report.blocks if isinstance(b, Note) and "data" in b.views]
