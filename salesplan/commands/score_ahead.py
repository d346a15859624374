"""What is expected of customers, as tables and notes: models with their parameters, the back-test, which to trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salesplan.calc.ahead import Ahead
from salesplan.calc.backtest import BackTest
from salesplan.calc.boosted import can_boost
from salesplan.calc.outlook import BOOSTED, RULES
from salesplan.calc.regular import RegularGeometric
from salesplan.commands.score_tables import PAPER, TERMINAL
from salesplan.report import DATA, Column, Mark, Row, Table
from salesplan.words import Quantity, Text

COIN = 0.5
"""How often a coin ranks a buyer above somebody who does not buy."""


def method(name: str) -> Text:
    """What a method is called in words: `bg_nbd+own_mean` is a model of orders times a customer's own mean."""
    model, _, value = name.partition("+")
    if value in ("own_mean", "gamma_gamma"):
        return Text("opinion-times", model=method(model), value=Text(f"opinion-{_slug(value)}"))
    return Text(f"opinion-{_slug(name)}")


def chance(name: str) -> Text:
    """What the chance of a method is called: that of a model does not hang on what its orders are worth."""
    model, _, value = name.partition("+")
    return method(model) if value in ("own_mean", "gamma_gamma") else method(name)


def _slug(name: str) -> str:
    return name.replace("_", "-").replace("+", "-")


def models(ahead: Ahead) -> list[Table]:
    """The parameters of every model that was fitted, in weeks and currency units: in words for people, by key for programs."""
    columns = (Column("model"), Column("parameter"), Column("value"), Column("log_likelihood"))
    found = [(f.model.name, name, value, float(f.log_likelihood)) for f in ahead.forecasts.fits for name, value in f.model.named().items()]
    for name, fitted in (("gamma_gamma", ahead.forecasts.repeat_values), ("gamma_gamma_all", ahead.forecasts.values)):
        if fitted is not None:
            found += [(name, k, v, fitted.log_likelihood) for k, v in (("p", fitted.p), ("q", fitted.q), ("v", fitted.v))]
    read = [Row((method(name), *rest)) for name, *rest in found]
    return [
        Table("models_shown", columns, read, Text("title-models"), Text("sheet-method"), PAPER, (Text("note-models"),)),
        Table("models", columns, [Row(values) for values in found], Text("title-models"), views=DATA),
    ]


def back_test(test: BackTest, best: str, said: Sequence[Text]) -> list[Table]:
    """How every method would have done, the trusted ones marked: the main ones for a screen, all on paper, by key for programs.

    `best` is the model with the highest likelihood; `said` is what a reader is told under it.
    """
    columns = (Column("model"), Column("mae"), Column("rmse"), Column("spearman"), Column("bias"), Column("auc"))
    rows = [(v.model, _whole(v.mae), _whole(v.rmse), _short(v.spearman), v.bias, _short(v.auc)) for v in test.verdicts]
    read = [Row((method(name), *rest), marks=_trusted(name, test)) for name, *rest in rows]
    main = {test.trusted, test.ranker, f"{best}+own_mean", BOOSTED, *RULES}
    few = [row for row, v in zip(read, test.verdicts, strict=True) if v.model in main]
    title, sheet = Text("title-backtest", split=str(test.split), days=test.days), Text("sheet-method")
    more = (Text("note-more-methods"),) if len(few) < len(read) else ()
    return [
        Table("backtest_main", columns, few, title, views=TERMINAL, notes=(*said, *more)),
        Table("backtest_shown", columns, read, title, sheet, PAPER, tuple(said)), Table("backtest", columns, [Row(r) for r in rows], title, views=DATA),
    ]  # fmt: skip


def _trusted(name: str, test: BackTest) -> dict[int, Mark]:
    return {n: "good" for n, trusted in ((1, test.trusted), (5, test.ranker)) if name == trusted}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def notes(ahead: Ahead | str) -> list[Text]:
    """What is expected in all, which method it comes from, how that did, and what the data cannot tell."""
    if isinstance(ahead, str):
        return [Text(f"ahead-{ahead}")]
    asked, found = ahead.asked, ahead.forecasts
    until = found.as_of + dt.timedelta(found.days)
    said = [Text(
        "note-ahead", days=found.days, until=str(until), buyers=f"{ahead.buyers:,.0f}", customers=f"{len(found.seen):,}",
        amount=Quantity("money", ahead.total), by=method(ahead.value_by), chance_by=chance(ahead.chance_by),
    )]  # fmt: skip
    said += _trust(ahead)
    if len(found.seen) < asked.weak_prior:
        said.append(Text("note-weak-prior", customers=len(found.seen), limit=asked.weak_prior))
    said += _opinions(ahead)
    for edge in dict.fromkeys(e for f in found.fits for e in f.edges):
        said.append(Text(f"edge-{edge}", models=Text("list", parts=[method(f.model.name) for f in found.fits if edge in f.edges])))
    if abs(found.season - 1) > 1e-9:
        said.append(Text(f"note-season-{found.season_by}", index=f"{found.season:.2f}"))
    return said + interval(ahead)


def interval(ahead: Ahead) -> list[Text]:
    """What the low and the high end of expected sales mean, or that there are none."""
    if ahead.ends is None:
        return [Text("note-no-interval", by=method(ahead.value_by))] if ahead.asked.draws else []
    return [Text("note-interval", draws=ahead.asked.draws, share=Quantity("share", ahead.asked.interval))]


def _opinions(ahead: Ahead) -> list[Text]:
    """Whether customers order at regular intervals, and what boosted trees say, or why they say nothing."""
    asked, found, said = ahead.asked, ahead.forecasts, []
    if isinstance(found.best.model, RegularGeometric):
        k = found.best.model.k
        said.append(Text("note-regular", k=k, spread=f"{k**-0.5:.0%}"))
    names = {f.name for f in found.forecasts}
    other = BOOSTED if ahead.value_by != BOOSTED else f"{found.best.model.name}+own_mean"
    if BOOSTED in names:
        value = found.of(other).value
        said.append(Text("note-second-opinion", by=method(other), amount=Quantity("money", round(float(value.sum())) if value is not None else 0)))
    elif asked.boosted and len(found.seen) >= asked.boosted_customers:
        said.append(Text("note-trees-short" if can_boost() else "note-trees-missing"))
    return said


def _trust(ahead: Ahead) -> list[Text]:
    test = ahead.test
    if isinstance(test, str):
        return [Text(f"untested-{test}")]
    own = test.of(test.trusted)
    slug = "note-trust-rule" if test.trusted in RULES else "note-trust"
    said = [Text(
        slug, model=method(test.trusted), split=str(test.split), days=test.days, mae=Quantity("money", _whole(own.mae)), ranker=chance(test.ranker),
        auc=_short(test.of(test.ranker).auc), recency=_short(test.of("recency").auc),
    )]  # fmt: skip
    if (test.of(test.ranker).auc or 0) <= COIN:
        said.append(Text("note-ranker-weak"))
    if own.bias is not None and abs(own.bias) > 0.1:
        said.append(Text("note-bias-high" if own.bias > 0 else "note-bias-low", share=Quantity("share", abs(own.bias))))
    if test.days < ahead.asked.horizon:
        said.append(Text("note-test-shorter", days=test.days, horizon=ahead.asked.horizon))
    return said
