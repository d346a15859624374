"""`salesplan check`: whether a plan makes sense, every problem at its place, and what the plan says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesplan.commands.options import Lang, PlanArgument, Scenario, one_of, result_language

if TYPE_CHECKING:
    from salesplan.plan.plan import Plan
    from salesplan.problem import Problem
    from salesplan.words.texts import Text

INVALID, ALERTED = 3, 4
"""Exit codes: the plan cannot be used; there are notices and `--strict` was given."""


def command(
    plan: PlanArgument = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORM", help="option-check-format", parser=one_of("--format", ("terminal", "json")))
    ] = "terminal",
    scenario: Scenario = None,
    lang: Lang = None,
    strict: Annotated[bool, typer.Option("--strict", help="option-check-strict")] = False,
) -> int:
    """The exit code, after the plan's problems, or what it says, are shown."""
    from salesplan.problem import InvalidInput

    found, problems = examined(plan, scenario)
    language = result_language(lang, found.language if found else None)
    notices = found.notices if found else ()
    if format == "json":
        print(as_json(found, problems, language), end="")
    elif problems:
        raise InvalidInput(problems)
    else:
        assert found is not None
        print(summary(found, language))
    if problems:
        return INVALID
    return ALERTED if strict and notices else 0


def examined(path: Path | None, scenario: str | None) -> tuple[Plan | None, list[Problem]]:
    """The plan and its problems; without a named scenario, those that only a scenario brings as well."""
    from salesplan.plan.load import examine
    from salesplan.problem import InvalidInput, Problem

    try:
        plan, problems = examine(path, scenario=scenario)
        if scenario is None and plan is not None:
            for name in plan.scenarios:
                known = {(p.place, p.slug) for p in problems}
                problems += [p for p in examine(path, scenario=name)[1] if (p.place, p.slug) not in known]
    except InvalidInput as error:
        return None, list(error.problems)
    return plan, sorted(problems, key=Problem.order)


def summary(plan: Plan, lang: str) -> str:
    """What a sound plan says, in a few lines, with its notices."""
    from salesplan.words.texts import say

    money = plan.money_form()
    lines = [say(text, lang, money) for text in said(plan, lang)]
    notices = [f"{n.place}: {say_of(n, lang)}" for n in plan.notices]
    return "\n".join([lines[0], *(f"  {line}" for line in lines[1:]), *notices])


def say_of(problem: Problem, lang: str) -> str:
    """The sentence of a notice."""
    from salesplan.words.texts import Text, say

    return say(Text(problem.slug, **problem.params), lang)


def said(plan: Plan, lang: str) -> list[Text]:
    """What a plan says: its year and money, targets, splits, people, holds and promises."""
    from salesplan.words.texts import Text

    year = plan.fiscal
    texts = [
        Text("check-sound", name=plan.name),
        Text("check-head", year=plan.year, first=str(year.months[0]), last=str(year.months[-1]), currency=plan.currency, unit=plan.unit),
    ]  # fmt: skip
    if isinstance(plan.team, tuple) and plan.team:
        vacant = sum(p.open for p in plan.team)
        texts.append(Text("check-people-open" if vacant else "check-people", count=len(plan.team), open=vacant))
    goals = plan.goals
    if goals is None:
        return [*texts, Text("check-no-goals")]
    texts += [_targets(plan, lang), *(_split(plan, metric, lang) for metric in goals.split)]
    texts += [
        Text(slug, count=count)
        for slug, count in (("check-holds", len(goals.fixed)), ("check-never", len(goals.never)))
        if count
    ]
    if goals.commitments:
        silent = sum(amount is None for amount in goals.commitments.values())
        texts.append(Text("check-commitments", count=len(goals.commitments), silent=silent))
    return texts


def _targets(plan: Plan, lang: str) -> Text:
    """The targets in the plan's order."""
    from salesplan.words import Quantity, term
    from salesplan.words.texts import Text

    assert plan.goals is not None
    targets = [
        Text("check-target", metric=_label(metric, lang), amount=Quantity(term(metric).kind, amount))
        for metric, amount in plan.goals.targets.items()
    ]
    return Text("check-targets", targets=targets)


def _split(plan: Plan, metric: str, lang: str) -> Text:
    """How a target is split: its dimensions, each with the number of its members."""
    from salesplan.plan.goals import DimensionSplit, PersonSplit
    from salesplan.words.texts import Text

    assert plan.goals is not None
    ways = []
    for dimension, split in plan.goals.split[metric].items():
        if isinstance(split, DimensionSplit) and split.members:
            ways.append(Text("check-by-members", dimension=_label(dimension, lang), count=len(split.members)))
        elif isinstance(split, PersonSplit):
            ways.append(Text("check-by-person", dimension=_label(dimension, lang), within=_label(split.within, lang)))
        else:
            ways.append(Text("check-by", dimension=_label(dimension, lang)))
    return Text("check-split", metric=_label(metric, lang), ways=ways)


def _label(key: str, lang: str) -> str:
    """The label of a metric or a dimension; a name of the user's own as it is."""
    from salesplan.words import term

    return term(key).label(lang)


def as_json(plan: Plan | None, problems: list[Problem], lang: str) -> str:
    """The check as JSON, in the form of every report, with its problems."""
    from salesplan.render.json import dumps

    about = {
        "name": plan.name if plan else None, "year": plan.year if plan else None,
        "currency": plan.currency if plan else None, "commit": plan.commit() if plan else None,
    }  # fmt: skip
    parts = {
        "format": 1,
        "report": "check",
        "plan": about,
        "as_of": None,
        "inputs": [{"file": file, "sha256": digest, "rows": None} for file, digest in (plan.sources if plan else ())],
        "tables": {},
        "alerts": [],
        "notes": [say_of(n, lang) for n in (plan.notices if plan else ())],
    }
    lines = ",\n".join(f' "{key}": {dumps(value)}' for key, value in parts.items())
    listed = ",\n".join(f"  {dumps(_problem(p, lang))}" for p in problems)
    return f'{{\n{lines},\n "problems": [{chr(10) + listed + chr(10) + " " if listed else ""}]\n}}\n'


def _problem(problem: Problem, lang: str) -> dict[str, str | int | None]:
    """A problem as JSON has it."""
    from salesplan.problem import Place
    from salesplan.render.problems import message, remedy

    place = problem.place or Place("")
    return {
        "slug": problem.slug, "file": place.file or None, "line": place.line, "column": place.column,
        "message": message(problem, lang), "remedy": remedy(problem, lang) or None,
    }  # fmt: skip
