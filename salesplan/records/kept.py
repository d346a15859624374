"""Readings of files remembered: values of ours as JSON and arrays, and back again, without any code in between."""

from __future__ import annotations

import datetime as dt
import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from salesplan.problem import Place, Problem
from salesplan.records import cache
from salesplan.records.password import PASSWORD
from salesplan.records.reading import FileReading, Layout, LeftOut, Reconciliation
from salesplan.words import MoneyForm, Quantity, Text

if TYPE_CHECKING:
    from salesplan.records.files import Source

Value = TypeVar("Value")
Parts = list[bytes | bytearray | memoryview]

ARRAYS = ("<i4", "<i8", "<M8[D]")
"""The types of arrays that are kept."""
_CLASSES: tuple[type, ...] = (Place, Problem, Quantity, MoneyForm, LeftOut, Reconciliation, Layout, FileReading)
"""What a kept value may be made of, beside texts, numbers, dates, lists, mappings and columns."""


def remembered(
    source: Source, kind: str, rules: object, read: Callable[[], Value], of: type[Value], *, light: bool = False
) -> Value:
    """What `read` gives for a file, from the cache where the same file was read by the same rules before.

    `kind`: what is read of the file; `rules`: everything else that decides it; `of`: the class of the value.
    A `light` value holds no arrays and is found without loading numpy. With a password nothing is kept: what was locked
    stays so. Raises: what `read` raises.
    """
    if not cache.IN_USE.get() or PASSWORD.get() is not None:
        return read()
    key = cache.key_of(kind, source.name, source.sha256, _plain(rules, None, ()))
    found = cache.look_up(key, whole=not light)
    if found is not None:
        try:
            value = _back(found.head, found.parts, {c.__name__: c for c in (*_CLASSES, of)})
            if isinstance(value, of):
                return value
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            pass  # an entry that is not what we wrote is read anew and written over
    value = read()
    parts: Parts = []
    try:
        plain = _plain(value, parts, (*_CLASSES, of))
    except TypeError:
        return value
    if getattr(value, "sha256", source.sha256) == source.sha256:
        cache.keep(key, plain, parts)
    return value


def _plain(value: Any, parts: Parts | None, classes: tuple[type, ...]) -> Any:
    """The value in JSON, arrays put into `parts`; without parts any data class will do. Raises: TypeError."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, list):
        return [_plain(v, parts, classes) for v in value]
    if isinstance(value, tuple):
        return {"tuple": [_plain(v, parts, classes) for v in value]}
    if isinstance(value, Mapping):
        return {"map": [[_plain(k, parts, classes), _plain(v, parts, classes)] for k, v in value.items()]}
    if isinstance(value, Text):
        return {"Text": [value.slug, _plain(dict(value.params), parts, classes)]}
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return {"date": value.isoformat()}
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    if is_dataclass(value) and (parts is None or type(value) in classes):
        held = [[f.name, _plain(getattr(value, f.name), parts, classes)] for f in fields(value)]
        return {type(value).__name__: held}
    if parts is not None:
        return _array(value, parts)
    raise TypeError(type(value))


def _array(value: Any, parts: Parts) -> Any:
    """A column of texts or an array, its bytes put into `parts`; a number of numpy as one of Python."""
    import numpy as np

    from salesplan.frame import Texts

    if isinstance(value, Texts):
        labels = json.dumps(value.labels, ensure_ascii=True).encode()
        parts.append(labels)
        return {"texts": [_array(value.codes, parts), len(parts) - 2]}
    if isinstance(value, np.ndarray) and value.dtype.str in ARRAYS and value.ndim == 1:
        parts.append(np.ascontiguousarray(value).view(np.uint8).data)
        return {"array": [value.dtype.str, len(value), len(parts) - 1]}
    return operator.index(value)


def _back(plain: Any, parts: Any, classes: Mapping[str, type]) -> Any:
    """The value that `_plain` took apart. Raises: KeyError, TypeError, ValueError, IndexError."""
    if isinstance(plain, list):
        return [_back(v, parts, classes) for v in plain]
    if not isinstance(plain, dict):
        return plain
    ((name, held),) = plain.items()
    if name == "tuple":
        return tuple(_back(v, parts, classes) for v in held)
    if name == "map":
        return {_back(k, parts, classes): _back(v, parts, classes) for k, v in held}
    if name == "Text":
        return Text(held[0], **_back(held[1], parts, classes))
    if name == "date":
        return dt.date.fromisoformat(held)
    if name == "fraction":
        return Fraction(held)
    if name in ("texts", "array"):
        return _column(name, held, parts)
    return classes[name](**{field: _back(v, parts, classes) for field, v in held})


def _column(name: str, held: Any, parts: Any) -> Any:
    import numpy as np

    from salesplan.frame import Texts

    if name == "array":
        kind, count, part = held
        if kind not in ARRAYS:
            raise ValueError(kind)
        values = np.frombuffer(parts[part], np.uint8).view(kind)
        if len(values) != count:
            raise ValueError(count)
        return values
    codes = _column("array", held[0]["array"], parts)
    labels = tuple(json.loads(bytes(parts[held[1]])))
    if len(codes) and not -1 <= int(codes.min()) <= int(codes.max()) < len(labels):
        raise ValueError("codes without labels")
    return Texts(codes, labels)
