"""`salesplan check`: whether a plan makes sense, every problem at its place, and what the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salesplan.commands.options import Lang, Scenario, one_of, result_language

if TYPE_CHECKING:
    from salesplan.plan.plan import Plan
    from salesplan.problem import Problem
    from salesplan.words.texts import Text

INVALID, ALERTED = 3, 4
"""Exit codes: the plan cannot be used; there are notices and `--strict` was given."""


def command(
    plan: Annotated[list[Path] | None, typer.Argument(metavar="PLAN", help="option-check-plan")] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORM", help="option-check-format", parser=one_of("--format", ("terminal", "json")))
    ] = "terminal",
    scenario: Scenario = None,
    lang: Lang = None,
    strict: Annotated[bool, typer.Option("--strict", help="option-check-strict")] = False,
) -> int:
    """The exit code, after the problems of all plans, or what they say, are shown."""
    from salesplan.problem import InvalidInput

    checked = [examined(path, scenario) for path in distinct(plan or [])]
    plans = [found for found, _ in checked if found is not None]
    problems = [p for _, found in checked for p in found]
    language = result_language(lang, next((p.language for p in plans if p.language), None))
    if format == "json":
        print(as_json(plans, problems, language), end="")
    elif problems:
        raise InvalidInput(problems)
    else:
        print("\n".join(summary(p, language) for p in plans))
    if problems:
        return INVALID
    return ALERTED if strict and any(p.notices for p in plans) else 0


def distinct(paths: Sequence[Path]) -> list[Path | None]:
    """One path a plan: its head and its chapters, when several of its files are named, are the same plan."""
    from salesplan.plan.load import located
    from salesplan.problem import InvalidInput

    heads: dict[Path, Path | None] = {}
    for path in paths:
        try:
            heads.setdefault(located(path).head, path)
        except InvalidInput:
            heads[path] = path
    return list(heads.values()) or [None]


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


def as_json(plans: Sequence[Plan], problems: list[Problem], lang: str) -> str:
    """The check as JSON, in the form of every report, with its problems; it is about the first plan where there are several."""
    from salesplan.render.json import dumps

    plan = plans[0] if plans else None
    about = {
        "name": plan.name if plan else None, "year": plan.year if plan else None,
        "currency": plan.currency if plan else None, "commit": plan.commit() if plan else None,
    }  # fmt: skip
    parts = {
        "format": 1,
        "report": "check",
        "plan": about,
        "as_of": None,
        "inputs": [{"file": file, "sha256": digest, "rows": None} for p in plans for file, digest in p.sources],
        "tables": {},
        "alerts": [],
        "notes": [say_of(n, lang) for p in plans for n in p.notices],
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
