"""Split a province's target over its cities, consult them in rounds, and keep every round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import KaifangError
from kaifang.core.orgs import Orgs
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
from kaifang.programme.rights import Act, Actor, demand

Way = Literal["base", "base_and_potential"]


_AMOUNTS = ("level", "growth", "count")


class NothingToSplit(KaifangError):
    code = "KF-PROG-006"


@dataclass(frozen=True)
class Answer:
    """What a city answers to a round: its own proposal 自报数, why, and whether it is accepted."""

    org: str
    proposed: Decimal | None
    comment: str = ""
    accepted: bool = False

    @property
    def plain(self) -> dict[str, Any]:
        """The answer as the store keeps it, to the last digit."""
        proposed = None if self.proposed is None else str(self.proposed)
        return {
            "org": self.org,
            "proposed": proposed,
            "comment": self.comment,
            "accepted": self.accepted,
        }

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Answer:
        """Read an answer as it was kept."""
        proposed = content["proposed"]
        number = None if proposed is None else Decimal(proposed)
        return cls(content["org"], number, content["comment"], content["accepted"])


@dataclass(frozen=True)
class Splitting:
    """A target ready to be split: its amount, the cities' bases, and the indicator's digits."""

    indicator: str
    org: str
    period: Period
    total: Decimal
    bases: Mapping[str, Decimal]
    digits: int
    orgs: Orgs

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
    return Splitting(
        indicator.id, entry.org, entry.period, total, bases, indicator.digits, programme.law.orgs
    )


def _named(programme: Programme, entry: TargetEntry) -> Text:
    """A target in words: what it is about and what it asks."""
    asked = target_text(programme.law, entry)
    return joined([target_name(programme.law, entry), asked], "", " ")


def keep_round(
    actor: Actor,
    one: Splitting,
    plan: Plan,
    asked: Round | None = None,
    *,
    answers: Sequence[Answer] = (),
    reason: str = "",
) -> Round:
    """Keep a round of consultation for ever; without `asked`, what the plan asks of each.

    `answers` are those to the round before it, which they explain.

    Raises: NotAllowed.
    """
    from kaifang.store import audit
    from kaifang.store.rounds import add_round
    from kaifang.store.writing import one_writer

    demand(actor, Act.SPLIT_TARGET, one.org, one.orgs)
    asked = asked or first_round(plan)
    content = {
        "total": str(plan.total),
        "plan": _plan(plan),
        "asks": [_plain(ask) for ask in asked.asks],
        "answers": [answer.plain for answer in answers],
    }
    with one_writer():
        row = add_round(one.indicator, one.org, one.period, content, who=actor.name, reason=reason)
        audit.record(
            Act.SPLIT_TARGET.value,
            f"split:{one.indicator}:{one.org}:{one.period.code}#{row.number}",
            actor=actor.user,
            after=content,
            reason=reason,
            person=actor.told,
        )
    return replace(asked, number=row.number)


@dataclass(frozen=True)
class Kept:
    """A round as it was kept: the plan it follows, what was answered, when, by whom and why."""

    round: Round
    plan: Plan
    at: datetime
    who: str
    reason: str

    @property
    def total(self) -> Decimal:
        """What the parts were to come to."""
        return self.plan.total


def kept(one: Splitting) -> list[Kept]:
    """All rounds kept for a target, the first one first, each with the answers to it."""
    from kaifang.store.rounds import rounds

    rows = rounds(one.indicator, one.org, one.period)
    later = [*(row.content.get("answers", []) for row in rows[1:]), []]  # the last has none yet
    return [
        Kept(_round(row.number, row.content["asks"], answers), _plan_of(one, row.content),
             row.at, row.who, row.reason)
        for row, answers in zip(rows, later, strict=False)
    ]  # fmt: skip


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


def _round(number: int, asks: Sequence[Mapping[str, Any]], answers: Sequence[Any]) -> Round:
    found = Round(number, tuple(_ask(ask) for ask in asks))
    for one in answers:
        answer = Answer.read(one)
        found = found.answered(answer.org, answer.proposed, answer.comment)
    return found


def _plan(plan: Plan) -> dict[str, Any]:
    """What a later round needs to spread the rest in the same way."""
    return {
        "weights": _texts(plan.weights),
        "digits": plan.digits,
        "bases": _texts(plan.bases),
        "pressed": plan.pressed,
        "factor": str(plan.factor),
        "fixed": _texts(plan.fixed),
        "floors": _texts(plan.floors),
    }


def _plan_of(one: Splitting, content: Mapping[str, Any]) -> Plan:
    """The plan of a round; one kept without it was split by base."""
    total, asks = Decimal(content["total"]), content["asks"]
    fixed = {ask["org"]: Decimal(ask["asked"]) for ask in asks if ask["is_fixed"]}
    kept_plan = content.get("plan")
    if kept_plan is None:
        return Plan(total, one.bases, one.digits, one.bases, fixed=fixed)
    return Plan(
        total,
        _numbers(kept_plan["weights"]),
        kept_plan["digits"],
        _numbers(kept_plan["bases"]),
        pressed=kept_plan["pressed"],
        factor=Decimal(kept_plan["factor"]),
        fixed=_numbers(kept_plan["fixed"]),
        floors=_numbers(kept_plan["floors"]),
    )


def _texts(numbers: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: str(number) for key, number in numbers.items()}


def _numbers(texts: Mapping[str, str]) -> dict[str, Decimal]:
    return {key: Decimal(text) for key, text in texts.items()}


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
