"""Split a province's target over its cities, consult them in rounds, and keep every round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import KaifangError
from kaifang.core.period import Period
from kaifang.facts.splitting import (
    Ask,
    Change,
    Plan,
    Round,
    by_base,
    by_base_and_potential,
    changes,
    first_round,
)
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.documents import target_name
from kaifang.programme.errors import InternalOnly
from kaifang.programme.naming import target_text
from kaifang.programme.opening import Programme, Seen, When
from kaifang.programme.progress import Progress

Way = Literal["base", "base_and_potential"]


_AMOUNTS = ("level", "growth", "count")


class NothingToSplit(KaifangError):
    code = "KF-PROG-006"


@dataclass(frozen=True)
class Splitting:
    """A target ready to be split: its amount, the cities' bases, and the indicator's digits."""

    indicator: str
    org: str
    period: Period
    total: Decimal
    bases: Mapping[str, Decimal]
    digits: int

    def plan(
        self,
        way: Way = "base",
        *,
        potentials: Mapping[str, Decimal] | None = None,
        potential_share: Decimal = Decimal(0),
        fixed: Mapping[str, Decimal] | None = None,
        factor: Decimal = Decimal(1),
        pressed: bool = False,
    ) -> Plan:
        """By base, or by base and potential; fixed parts by hand, the rest spread over the others.

        `pressed` (加压) makes the parts add up to at least the total times `factor`.
        Raises: UnfitSplit, CannotApportion.
        """
        if way == "base_and_potential":
            plan = by_base_and_potential(
                self.total, self.bases, potentials or {}, potential_share, self.digits
            )
        else:
            plan = by_base(self.total, self.bases, self.digits)
        return Plan(
            plan.total,
            plan.weights,
            plan.digits,
            plan.bases,
            pressed=pressed,
            factor=factor,
            fixed=fixed or {},
        )


def prepare(
    programme: Programme, target: str, *, as_of: When = None, seen_at: Seen = None
) -> Splitting:
    """What a target comes to, and last year's value of each city below its organisation.

    Raises: InternalOnly; NothingToSplit when the amount or all bases are missing.
    """
    if not programme.viewer.is_internal:
        raise InternalOnly
    entry, figures = programme.target(target), programme.figures(as_of, seen_at)
    indicator = programme.law.indicators.get(entry.indicator or "")
    level = Progress(figures, entry, entry.org).stands.target_level
    base = entry.period.last_year()
    if indicator is None or level is None:
        raise NothingToSplit(found=_named(programme, entry), why=base.name())
    cities = programme.law.orgs.children(entry.org, "city")
    found = {c.id: figures.statement(indicator.id, c.id, base).quantity for c in cities}
    bases = {id: quantity.value for id, quantity in found.items() if quantity}
    if not bases:
        raise NothingToSplit(found=_named(programme, entry), why=base.name())
    total = level.to(indicator.unit).rounded(indicator.digits).value
    return Splitting(indicator.id, entry.org, entry.period, total, bases, indicator.digits)


def _named(programme: Programme, entry: TargetEntry) -> Text:
    """A target in words: what it is about and what it asks."""
    asked = target_text(programme.law, entry)
    return joined([target_name(programme.law, entry), asked], "", " ")


def keep_round(
    one: Splitting, plan: Plan, asked: Round | None = None, *, who: str = "", reason: str = ""
) -> Round:
    """Keep a round of consultation for ever; without `asked`, the first round of the plan."""
    from kaifang.store.rounds import add_round

    asked = asked or first_round(plan)
    content = {"total": str(plan.total), "asks": [_plain(ask) for ask in asked.asks]}
    add_round(one.indicator, one.org, one.period, content, who=who, reason=reason)
    return asked


@dataclass(frozen=True)
class Kept:
    """A round as it was kept: what the parts were to come to, when, by whom and why."""

    round: Round
    total: Decimal
    at: datetime
    who: str
    reason: str


def kept(one: Splitting) -> list[Kept]:
    """All rounds kept for a target, the first one first."""
    from kaifang.store.rounds import rounds

    return [
        Kept(
            Round(row.number, tuple(_ask(ask) for ask in row.content["asks"])),
            Decimal(row.content["total"]),
            row.at,
            row.who,
            row.reason,
        )
        for row in rounds(one.indicator, one.org, one.period)
    ]


def kept_rounds(one: Splitting) -> list[Round]:
    """What was asked in each round, the first one first."""
    return [row.round for row in kept(one)]


def splittable(programme: Programme) -> list[TargetEntry]:
    """Targets with a number for an organisation that has cities below it, in file order.

    Raises: InternalOnly for a public viewer.
    """
    if not programme.viewer.is_internal:
        raise InternalOnly
    law = programme.law
    own = [law.targets[id] for id in law.pack.entries["targets"] if id in law.targets]
    return [
        one
        for one in own
        if one.indicator
        and one.figures
        and one.target.form in _AMOUNTS
        and law.orgs.children(one.org, "city")
        and law.indicators[one.indicator].kind != "ratio"
    ]


def changed(rounds: Sequence[Round]) -> list[Change]:
    """What the last round changed against the one before it."""
    return changes(rounds[-2], rounds[-1]) if len(rounds) > 1 else []


def _plain(ask: Ask) -> dict[str, Any]:
    return {
        "org": ask.org,
        "asked": str(ask.asked),
        "proposed": None if ask.proposed is None else str(ask.proposed),
        "comment": ask.comment,
        "is_fixed": ask.is_fixed,
    }


def _ask(content: Mapping[str, Any]) -> Ask:
    proposed = content["proposed"]
    return Ask(
        content["org"],
        Decimal(content["asked"]),
        None if proposed is None else Decimal(proposed),
        content["comment"],
        content["is_fixed"],
    )
