"""The plan language as JSON Schema, for editors that complete and check a plan while it is typed."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from salesplan.plan.customers import Customers
from salesplan.plan.goals import METRICS, Goals
from salesplan.plan.performance import Performance
from salesplan.plan.plan import CUSTOMERS_NOT_YET_READ, GOALS_NOT_YET_READ, NOT_YET_READ, PERFORMANCE_NOT_YET_READ, Plan
from salesplan.plan.revisions import Revision

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CHAPTER_MODELS: dict[str, type[BaseModel]] = {"goals": Goals, "customers": Customers, "performance": Performance}
"""Chapters that have a schema of their own, for their own file."""


def json_schema(chapter: str | None = None) -> dict[str, Any]:
    """The schema (2020-12) of a whole plan, or of one chapter's file.

    >>> json_schema()["properties"]["year"]["description"]
    'The fiscal year that the targets are for.'
    """
    model = CHAPTER_MODELS[chapter] if chapter else Plan
    schema = model.model_json_schema()
    definitions: dict[str, Any] = schema.setdefault("$defs", {})
    if chapter is None:
        _put_chapters(schema)
    for name, part in [(model.__name__, schema), *definitions.items()]:
        _describe(part, _documented().get(name, {}))
    if chapter is None:
        schema["properties"].update(_left_alone(NOT_YET_READ))
        schema["properties"]["scenarios"] = {
            "type": "object", "description": "Scenarios of a one-file plan by name, each with only what differs.",
        }  # fmt: skip
        _put_revisions(definitions["Goals"], definitions)
        _describe_goals(definitions["Goals"])
        definitions["Customers"]["properties"].update(_left_alone(CUSTOMERS_NOT_YET_READ))
        definitions["Performance"]["properties"].update(_left_alone(PERFORMANCE_NOT_YET_READ))
        schema["title"] = "salesplan plan"
    else:
        if chapter == "goals":
            _put_revisions(schema, definitions)
            _describe_goals(schema)
        else:
            schema["properties"].update(_left_alone(CUSTOMERS_NOT_YET_READ if chapter == "customers" else PERFORMANCE_NOT_YET_READ))
        schema = _wrapped(schema, chapter)
    return {"$schema": DIALECT, **schema}


def _put_chapters(schema: dict[str, Any]) -> None:
    """Put the schemas of chapters, which are loaded late, where the plan's own leaves room for them."""
    for key, model in CHAPTER_MODELS.items():
        if model.__name__ not in schema["$defs"]:
            part = model.model_json_schema()
            schema["$defs"] |= {**part.pop("$defs", {}), model.__name__: part}
            schema["properties"][key] = {"anyOf": [{"$ref": f"#/$defs/{model.__name__}"}, {"type": "null"}]}


def _put_revisions(goals: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Put the schema of revisions, which are loaded late, under the goals."""
    part = Revision.model_json_schema()
    definitions |= {**part.pop("$defs", {}), "Revision": part}
    _describe(part, field_docs(Revision))
    goals["properties"]["revisions"]["anyOf"][0]["items"] = {"$ref": "#/$defs/Revision"}


def _wrapped(schema: dict[str, Any], chapter: str) -> dict[str, Any]:
    """A chapter's file may hold the chapter's keys at its top, or under the chapter's name."""
    definitions = schema.pop("$defs", {})
    inside = {"type": "object", "properties": {chapter: {"$ref": "#/$defs/Chapter"}}, "required": [chapter]}
    return {
        "title": f"salesplan {chapter}",
        "if": {"required": [chapter]},
        "then": {**inside, "additionalProperties": False},
        "else": {"$ref": "#/$defs/Chapter"},
        "$defs": {**definitions, "Chapter": schema},
    }


def _describe(part: dict[str, Any], docs: dict[str, str]) -> None:
    """Put the string under each field into its property, and let a key stand without a value."""
    required = part.get("required", [])
    for name, field in part.get("properties", {}).items():
        field.pop("title", None)
        field.pop("default", None)
        if name not in required and not _takes_null(field):
            _allow_null(field)
        if name in docs:
            field["description"] = docs[name]


def _takes_null(field: dict[str, Any]) -> bool:
    return any(option.get("type") == "null" for option in field.get("anyOf", ()))


def _allow_null(field: dict[str, Any]) -> None:
    inside = dict(field)
    field.clear()
    field["anyOf"] = [inside, {"type": "null"}]


def _describe_goals(part: dict[str, Any]) -> None:
    part["properties"]["split"]["anyOf"][0]["propertyNames"] = {"enum": list(METRICS)}
    part["properties"].update(_left_alone(GOALS_NOT_YET_READ))


def _left_alone(keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: {"description": "Not read by this version; left alone."} for key in keys}


@cache
def _documented() -> dict[str, dict[str, str]]:
    """The strings under the fields of every section, by class and key."""
    modules = {m.__module__ for m in _models(Plan)}
    return {name: docs for module in sorted(modules) for name, docs in _classes(module)}


def field_docs(model: type[BaseModel]) -> dict[str, str]:
    """The string under each field of a section, by the key that a plan writes; its parents' fields included.

    >>> field_docs(Goals)["never"]
    'Combinations that get nothing, such as `{region: 东北, product: 新品}`. Default: none.'
    """
    return _documented().get(model.__name__, {})


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A section and its parents."""
    from salesplan.plan import customers, goals, head, performance, plan, revisions

    for module in (head, goals, revisions, customers, performance, plan):
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, BaseModel) and found.__module__.startswith("salesplan."):
                yield found
    yield model


def _classes(module: str) -> Iterator[tuple[str, dict[str, str]]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            docs = dict(_fields(node, sys.modules[module]))
            for parent in (_named(base) for base in node.bases):
                docs = {**_inherited(parent), **docs}
            yield node.name, docs


def _named(base: ast.expr) -> str:
    return base.id if isinstance(base, ast.Name) else ""


def _inherited(parent: str) -> dict[str, str]:
    """The fields of the head are fields of the plan as well."""
    if parent != "Head":
        return {}
    return next(docs for name, docs in _classes("salesplan.plan.head") if name == "Head")


def _fields(node: ast.ClassDef, module: Any) -> Iterator[tuple[str, str]]:
    """Key and string of each field: the string is the statement below the field."""
    model = getattr(module, node.name)
    for field, below in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            info = getattr(model, "model_fields", {}).get(field.target.id)
            yield (info.alias if info is not None and info.alias else field.target.id), below.value.value
