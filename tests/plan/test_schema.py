"""The JSON Schema says what the checker says: it takes the plans to copy, and refuses what is plainly wrong."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from salesplan.plan.goals import Goals
from salesplan.plan.head import Head
from salesplan.plan.plan import Plan
from salesplan.plan.schema import field_docs, json_schema

ROOT = Path(__file__).parent.parent.parent


class Editor(yaml.SafeLoader):
    """Reads as editors do: numbers are numbers, dates are texts."""


Editor.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", ":merge"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def mistakes(text, chapter=None):
    schema = json_schema(chapter)
    Draft202012Validator.check_schema(schema)
    return [e.json_path for e in Draft202012Validator(schema).iter_errors(yaml.load(text, Editor))]


WHOLE = sorted([*ROOT.glob("plans/small.*.yaml"), *ROOT.glob("plans/full.*/plan.yaml"), *ROOT.glob("examples/*/plan-*/plan.yaml")])
GOALS = sorted([*ROOT.glob("plans/full.*/goals.yaml"), *ROOT.glob("examples/*/plan-*/goals.yaml")])


@pytest.mark.parametrize("plan", WHOLE, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_plans_are_taken(plan):
    assert mistakes(plan.read_text("utf-8")) == []


@pytest.mark.parametrize("goals", GOALS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_chapters_are_taken(goals):
    text = goals.read_text("utf-8")
    assert mistakes(text, "goals") == []
    assert mistakes("goals:\n" + "".join(f"  {line}\n" for line in text.splitlines()), "goals") == []


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("curency: CNY", "$"),
        ("unit: 十万元", "$.unit"),
        ("currency: RMBY", "$.currency"),
        ("ramp: [25, 50%]", "$.ramp"),
        ("basis: {amount: gross}", "$.basis"),
        ("data: {slaes: x}", "$.data"),
        ("team: [{id: E1}]", "$.team"),
        ("team: [{name: a, joined: 2027/1/1}]", "$.team"),
        ("goals: {targets: {revenu: 1}}", "$.goals"),
        ("goals: {targets: {revenue: 1}, split: {revenu: {}}}", "$.goals"),
        ("goals: {targets: {revenue: 1}, growth: {at_most: lots}}", "$.goals"),
    ],
)
def test_what_is_plainly_wrong_is_refused(line, path):
    found = mistakes(f"name: x\nyear: 2027\n{line}\n")
    assert found
    assert found[0].startswith(path)


def test_keys_may_stand_without_a_value_and_later_chapters_too():
    assert mistakes("name: x\nyear: 2027\nteam:\nunit:\nmarket: {personas: []}\nscenarios: {a: {}}\ngoals:\n  targets: {revenue: 1}\n  fixed:\n  coverage: 1\n") == []


@pytest.mark.parametrize("model", [Head, Goals, *Head.__subclasses__()])
def test_every_field_has_its_reference(model):
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert set(field_docs(model)) == keys


def test_the_schema_carries_every_reference():
    schema = json_schema()
    parts = {"Plan": schema, **schema["$defs"]}
    bare = [(name, key) for name, part in parts.items() for key, field in part.get("properties", {}).items() if not field.get("description")]
    assert bare == []
    assert schema["properties"]["name"]["description"] == field_docs(Plan)["name"]
