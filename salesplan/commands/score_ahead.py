"""What is expected of customers, as tables and notes: models with their parameters, the back-test, which to trust."""

from __future__ import annotations

import datetime as dt

from salesplan.calc.ahead import Ahead
from salesplan.calc.backtest import BackTest
from salesplan.calc.outlook import RULES
from salesplan.commands.score_tables import SHEETS
from salesplan.report import Column, Mark, Row, Table
from salesplan.words import Quantity, Text


def models(ahead: Ahead) -> Table:
    """The parameters of every model that was fitted, in weeks and currency units."""
    columns = (Column("model"), Column("parameter"), Column("value"), Column("log_likelihood"))
    rows = [
        Row((f.model.name, name, value, float(f.log_likelihood))) for f in ahead.forecasts.fits for name, value in f.model.named().items()
    ]  # fmt: skip
    for name, fitted in (("gamma_gamma", ahead.forecasts.repeat_values), ("gamma_gamma_all", ahead.forecasts.values)):
        if fitted is not None:
            rows += [Row((name, k, v, fitted.log_likelihood)) for k, v in (("p", fitted.p), ("q", fitted.q), ("v", fitted.v))]
    return Table("models", columns, rows, Text("title-models"), Text("sheet-method"), SHEETS, (Text("note-models"),))


def back_test(test: BackTest) -> Table:
    """How every method would have done; the trusted ones are marked."""
    columns = (Column("model"), Column("mae"), Column("rmse"), Column("spearman"), Column("bias"), Column("auc"))
    rows = []
    for v in test.verdicts:
        marks: dict[int, Mark] = {}
        if v.model == test.trusted:
            marks[1] = "good"
        if v.model == test.ranker:
            marks[5] = "good"
        rows.append(Row((v.model, _whole(v.mae), _whole(v.rmse), _short(v.spearman), v.bias, _short(v.auc)), marks=marks))
    title = Text("title-backtest", split=str(test.split), days=test.days)
    return Table("backtest", columns, rows, title, Text("sheet-method"))


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
        amount=Quantity("money", ahead.total), by=ahead.value_by, chance_by=ahead.chance_by,
    )]  # fmt: skip
    said += _trust(ahead)
    if len(found.seen) < asked.weak_prior:
        said.append(Text("note-weak-prior", customers=len(found.seen), limit=asked.weak_prior))
    said += [Text(f"edge-{edge}", model=f.model.name) for f in found.fits for edge in f.edges]
    if abs(found.season - 1) > 1e-9:
        said.append(Text("note-season-index", index=f"{found.season:.2f}"))
    if ahead.ends is not None:
        said.append(Text("note-interval", draws=asked.draws, share=Quantity("share", asked.interval)))
    return said


def _trust(ahead: Ahead) -> list[Text]:
    test = ahead.test
    if isinstance(test, str):
        return [Text(f"untested-{test}")]
    own = test.of(test.trusted)
    slug = "note-trust-rule" if test.trusted in RULES else "note-trust"
    said = [Text(
        slug, model=test.trusted, split=str(test.split), days=test.days, mae=Quantity("money", _whole(own.mae)), ranker=test.ranker,
        auc=_short(test.of(test.ranker).auc), recency=_short(test.of("recency").auc),
    )]  # fmt: skip
    if own.bias is not None and abs(own.bias) > 0.1:
        said.append(Text("note-bias-high" if own.bias > 0 else "note-bias-low", share=Quantity("share", abs(own.bias))))
    if test.days < ahead.asked.horizon:
        said.append(Text("note-test-shorter", days=test.days, horizon=ahead.asked.horizon))
    return said
