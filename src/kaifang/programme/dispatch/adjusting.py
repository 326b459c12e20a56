"""Adjustment note 上期调整说明: what of the last issued table is known otherwise since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from kaifang.core.period import Period
from kaifang.core.statement import Statement
from kaifang.programme.dispatch.freezing import Frozen, both
from kaifang.programme.figures import Figures

ADJUSTED = ("actual", "growth")


def adjustments(figures: Figures, issued: Iterable[Frozen]) -> list[Frozen]:
    """Each figure of an issued table that has another value now, with the reason recorded.

    What is not known any more is told as missing. An issued table itself is never touched.
    """
    seen: set[tuple[str, ...]] = set()
    return [found for row in issued for found in _of_row(figures, row, seen)]


def _of_row(figures: Figures, row: Frozen, seen: set[tuple[str, ...]]) -> Iterator[Frozen]:
    """The figures of a row; one that stands in the lines of several targets is told once."""
    law = figures.law
    for name in ADJUSTED:
        was = row[name]
        if was is None or row["indicator"] not in law.indicators or row["org"] not in law.orgs:
            continue
        about = row["indicator"], row["org"], was["period"], was["measure"], was["part"]
        if about in seen:
            continue
        seen.add(about)
        now = figures.statement(
            row["indicator"], row["org"], Period.parse(was["period"]), was["measure"],
            part=was["part"],
        )  # fmt: skip
        if _value(now) != _decimal(was["value"]):
            yield _told(row, was, now)


def _told(row: Frozen, was: Frozen, now: Statement) -> Frozen:
    return {
        "item": row["item"],
        "org": row["org"],
        "org_name": row["org_name"],
        "name": row["name"],
        "measure": was["measure"],
        "period": both(Period.parse(was["period"]).name(cumulative=True)),
        "before": was["text"],
        "now": {"zh": now.text("zh"), "en": now.text("en")},
        "reason": _reason(now),
    }


def _reason(now: Statement) -> str:
    """Why the record was made that holds now; of a computed figure, why its input was."""
    explanation = now.explain()
    told = [explanation.record, *(one.record for one in explanation.inputs)]
    return next((reason for one in told if (reason := one.get("reason", ""))), "")


def _value(now: Statement) -> Decimal | None:
    return now.quantity.value if now.quantity else None


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)
