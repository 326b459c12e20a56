"""Progress: where each target stands, out of the same figures that the pages show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.statement import Authority, Explanation, Statement
from kaifang.core.units import EXACT, Quantity, unit
from kaifang.facts import measures
from kaifang.facts.attainment import attain
from kaifang.facts.board import GROWTH_DIGITS
from kaifang.facts.comparing import Better, Comparator
from kaifang.facts.cube import Held
from kaifang.facts.goals import Attainment, Form, Goal, Known
from kaifang.facts.lights import Light
from kaifang.facts.measures import Measured
from kaifang.facts.pace import schedule
from kaifang.packs.schema.figures import TargetEntry
from kaifang.packs.schema.rules import SeasonEntry
from kaifang.programme.figures import TOO_FEW_FIRMS, Figures, is_exact
from kaifang.programme.lighting import light_of
from kaifang.programme.naming import org_name, quantity_text, target_text

_YEAR = 12
_SPOKEN_OF = (Form.SHARE_NOT_BELOW, Form.RANK)


@dataclass(frozen=True)
class Progress:
    """One target for one organisation: every answer about it, worked out when asked."""

    figures: Figures
    target: TargetEntry
    org: str

    @classmethod
    def of(cls, figures: Figures, target: TargetEntry, org: str) -> Progress:
        """The progress of a target, worked out once for the same figures."""
        key = target.id, org
        held: Progress | None = figures.memory.get(key)
        if held is None:
            held = cls(figures, target, org)
            figures.remember(key, held)
        return held

    @property
    def text(self) -> Text:
        """What the target asks for, in words."""
        return target_text(self.figures.law, self.target)

    @cached_property
    def known(self) -> Held | None:
        """The newest level inside the target's period, to date."""
        if self.target.indicator is None:
            return None
        return self.figures.snapshot.newest(
            self.target.indicator,
            self.org,
            within=self.target.period,
            part=self.target.part_code,
        )

    @cached_property
    def period(self) -> Period | None:
        """The period of the newest level; a month of a sum reaches back where its year is known."""
        if self.known is None:
            return None
        period, year = self.known.period, self.target.period
        to_date = Period(year.start, period.end) if year.start < period.start else period
        if not self.goal.is_flow or to_date == period or self._level(self.org, to_date) is None:
            return period
        return to_date

    @cached_property
    def goal(self) -> Goal:
        form, figures = self.target.target, self.target.figures
        entry = self.figures.law.indicators.get(self.target.indicator or "")
        return Goal(
            form=Form(form.form),
            period=self.target.period,
            value=figures[0] if figures else None,
            high=figures[1] if len(figures) > 1 else None,
            start=form.from_,
            comparator=Comparator(self.target.comparator),
            better=Better(entry.better) if entry else Better.UP,
            is_flow=entry is None or entry.kind == "flow",
            over=self._over,
            of=form.growth_above,
            profile=self.season.shares if self.season else None,
            due=form.by,
        )

    @property
    def season(self) -> SeasonEntry | None:
        """The profile that the pack gives instead of months over twelve."""
        return self.figures.law.seasons.get(self.target.season or "")

    @property
    def is_ceiling(self) -> bool:
        """Whether the attainment is what has been used up of a limit, so that less is better."""
        goal = self.goal
        is_amount = goal.form not in (Form.REDUCTION, *_SPOKEN_OF) and goal.start is None
        if self.target.target.each:  # the share of those who kept to it
            return False
        return is_amount and goal.is_flow and goal.direction is Better.DOWN

    @cached_property
    def stands(self) -> Attainment:
        """Verdict, attainment, points ahead, pace: see `kaifang.facts.attainment`."""
        return attain(self.goal, self._facts())

    @cached_property
    def light(self) -> Light:
        """The light by the programme's scheme, in words."""
        return light_of(self)

    def attainment(self) -> Statement:
        """完成率 as a statement."""
        return self._statement("attainment", self.stands.attainment, self._attainment_formula())

    def ahead(self) -> Statement:
        """超序时进度 as a statement."""
        return self._statement("ahead", self.stands.points_ahead, self._ahead_formula())

    def latest(self) -> Statement | None:
        """The newest level inside the target's period as a statement."""
        if self.period is None or self.target.indicator is None:
            return None
        return self.figures.statement(
            self.target.indicator, self.org, self.period, part=self.target.part_code
        )

    def base(self) -> Statement | None:
        """The value that growth, multiple or reduction refers to."""
        period = self._base_period(self.target.period)
        is_over = Form(self.target.target.form) in (Form.GROWTH, Form.MULTIPLE, Form.REDUCTION)
        if not is_over or period is None or self.target.indicator is None:
            return None
        part = self.target.part_code
        return self.figures.statement(self.target.indicator, self.org, period, part=part)

    def needed(self) -> Statement:
        """What each month left needs, as a statement."""
        pace = self.stands.pace
        absent = Measured(None, "", self.stands.missing or message("missing.not_applicable"))
        formula = None
        if pace is not None and self.stands.target_level is not None and self.known is not None:
            formula = message(
                "formula.needed",
                target=self._words(self.stands.target_level),
                actual=self._known_words(),
                months=same(f"{float(pace.months_left):g}"),
            )
        return self._statement("needed", pace.per_month if pace else absent, formula)

    def course(self) -> list[tuple[Period, Statement, Measured]]:
        """Month by month of the target's year: the level to date and the share it should be.

        Empty where there is no level to reach, or the target is no sum over one year.
        """
        year, level = self.target.period, self.stands.target_level
        entry = self.figures.law.indicators.get(self.target.indicator or "")
        if level is None or entry is None or entry.kind != "flow" or year.months != _YEAR:
            return []
        months = [Period(year.start, month.end) for month in year.each_month()]
        part = self.target.part_code
        return [
            (to_date, self.figures.statement(entry.id, self.org, to_date, part=part),
             schedule(year, to_date, self.goal.profile))
            for to_date in months
        ]  # fmt: skip

    # -- what is known --------------------------------------------------------------------

    @property
    def _over(self) -> Text | None:
        over = self.target.target.over
        if over in ("", "previous_year"):
            return None
        return Period.parse(over).name()

    def _facts(self) -> Known:
        as_of = self.figures.snapshot.as_of
        if self.target.indicator is None:
            return Known(as_of=as_of)
        period = self.period or self._rated_period()
        base, unfit = self._base(self._base_period(self.target.period))
        base_to_date, unfit_to_date = self._base(self._base_period(period))
        rate = self._rate(period)
        now = self._stated(self.org, period)
        vague = None if now is None or is_exact(now) or now.quantity is None else now
        return Known(
            as_of=as_of,
            period=period,
            actual=self._actual(period),
            stated=Comparator(vague.comparator) if vague and self._is_amount else Comparator.EQ,
            stated_high=vague.high if vague else None,
            base=base,
            base_to_date=base_to_date,
            rate=rate,
            before=self._before(period),
            peers={
                peer: self._growth_of(peer, period, as_printed=rate is not None)
                for peer in self.target.target.growth_above
            },
            members=self._members(),
            reason=self._reason(vague),
            no_base=unfit or unfit_to_date,
        )

    def _reason(self, vague: Statement | None) -> Text | None:
        """Why there is no value to judge."""
        if self.known and self.known.withheld:
            return message(TOO_FEW_FIRMS)
        return message("missing.not_exact") if vague else None

    @property
    def _is_amount(self) -> bool:
        """Whether the level itself is held against the goal."""
        return Form(self.target.target.form) in (Form.LEVEL, Form.RANGE, Form.COUNT)

    def _base(self, period: Period | None) -> tuple[Quantity | None, Text | None]:
        """The level of a base period; or why it is none for the newest level."""
        now = self.latest()
        base = self._stated(self.org, period)
        if base is None or now is None:
            return (base.quantity if base else None), None
        unfit = self.figures.unfit(now, base)
        return (None if unfit else base.quantity), unfit

    def _base_period(self, period: Period | None) -> Period | None:
        if period is None:
            return None
        over = self.target.target.over
        if over in ("", "previous_year"):
            return period.last_year()
        years = period.start.year - Period.parse(over).start.year
        return period.last_year(years)

    def _stated(
        self, org: str, period: Period | None, measure: str = "level", base: str = ""
    ) -> Statement | None:
        """A figure of the target's own indicator and part."""
        if period is None or self.target.indicator is None:
            return None
        part = self.target.part_code
        return self.figures.statement(
            self.target.indicator, org, period, measure, base=base, part=part
        )

    def _level(self, org: str, period: Period | None) -> Quantity | None:
        found = self._stated(org, period)
        return found.quantity if found else None

    def _actual(self, period: Period | None) -> Quantity | None:
        """The value that the form speaks of: share or rank, else the level."""
        match Form(self.target.target.form):
            case Form.SHARE_NOT_BELOW:
                return self._share(period)
            case Form.RANK:
                found = self._stated(self.org, period, "rank")
                return found.quantity if found else None
        level = self._stated(self.org, period)
        if self._is_amount:
            return level.quantity if level else None
        return _if_exact(level)

    def _share(self, period: Period | None) -> Quantity | None:
        """The share of the whole as stated, else worked out and not rounded."""
        whole = self.target.target.share_not_below or ""
        found = self._stated(self.org, period, "share", whole)
        if found is not None and found.quantity is not None:
            return _if_exact(found)
        part, of = self._stated(self.org, period), self._stated(whole, period)
        if part is None or of is None or self.figures.unfit(part, of):
            return None
        return _exact(measures.share(_value(part), _value(of)))

    def _rate(self, period: Period | None) -> Quantity | None:
        """The published growth, reduction or multiple; it leads the computed one.

        What we would compute is left to `attain`, which does not round on the way.
        """
        if self._rated is None or period is None or self.target.indicator is None:
            return None
        found = self.figures.statement(
            self.target.indicator, self.org, period, self._rated, part=self.target.part_code
        )
        is_ours = found.authority is Authority.DERIVED and not self._is_ratio
        return None if is_ours else _if_exact(found)

    @property
    def _is_ratio(self) -> bool:
        """Whether its growth is a difference in points, which is told as it is computed."""
        entry = self.figures.law.indicators.get(self.target.indicator or "")
        return entry is not None and entry.kind == "ratio"

    @property
    def _rated(self) -> str | None:
        """The measure in which the form may have been published without a level."""
        form = self.target.target.form
        if form in ("growth", "growth_above"):
            return "growth"
        return form if form in ("reduction", "multiple") else None

    def _rated_period(self) -> Period | None:
        """The newest period inside the target's for which a rate was published without a level."""
        base = self.target.target.over or "previous_year"
        history = self.figures.snapshot.history(
            self.target.indicator or "", self.org, self._rated or "", base, self.target.part_code
        )
        inside = [one.period for one in history if self.target.period.contains(one.period)]
        return inside[-1] if inside else None

    def _before(self, period: Period | None) -> Quantity | None:
        """The share or rank of the same period of last year, which must not be lost."""
        if Form(self.target.target.form) not in _SPOKEN_OF:
            return None
        return self._actual((period or self.target.period).last_year())

    def _growth_of(self, peer: str, period: Period | None, *, as_printed: bool) -> Quantity | None:
        """The growth of another: beside a published one as printed, else not rounded."""
        law = self.figures.law
        if peer == "own_city":
            city = law.orgs.ancestor(self.org, "city") if self.org in law.orgs else None
            peer = city.id if city else ""
        found = self._stated(peer, period, "growth") if peer in law.orgs else None
        is_printed = as_printed or self._is_ratio
        if found is None or is_printed or found.authority is not Authority.DERIVED:
            return _if_exact(found)
        base = period.last_year() if period else None
        now, before = self._stated(peer, period), self._stated(peer, base)
        return _exact(measures.growth(_value(now), _value(before)))

    def _members(self) -> dict[str, Quantity | None]:
        """The values of each member of the list that has to reach the goal by itself."""
        each = self.target.target.each
        if each is None or each not in self.figures.law.lists:
            return {}
        members = [item for item in self.figures.law.lists[each].items if isinstance(item, str)]
        return {member: self._newest_of(member) for member in members}

    def _newest_of(self, org: str) -> Quantity | None:
        found = self.figures.snapshot.newest(
            self.target.indicator or "", org, within=self.target.period, part=self.target.part_code
        )
        return _if_exact(self._stated(org, found.period)) if found else None

    # -- in words -------------------------------------------------------------------------

    def _attainment_formula(self) -> Text | None:
        stands = self.stands
        if self.known is None or stands.target_level is None or stands.attainment.exact is None:
            return None
        target = self._words(stands.target_level)
        return message("formula.attainment", actual=self._known_words(), target=target)

    def _ahead_formula(self) -> Text | None:
        stands = self.stands
        if stands.attainment.exact is None or stands.points_ahead.exact is None:
            return None
        return message(
            "formula.below" if self.is_ceiling else "formula.ahead",
            attainment=same(stands.attainment.text(digits=1)),
            schedule=same(stands.scheduled.text(digits=1)),
        )

    def _known_words(self) -> Text:
        assert self.period is not None
        found = self._level(self.org, self.period)
        name = self.period.name(cumulative=True)
        words = self._words(found) if found else same("—")
        return Text(f"{name.zh}{words.zh}", f"{words.en} in {name.en}")

    def _words(self, quantity: Quantity) -> Text:
        entry = self.figures.law.indicators.get(self.target.indicator or "")
        return quantity_text(quantity, digits=entry.digits if entry else None)

    def _statement(self, measure: str, answer: Measured, formula: Text | None) -> Statement:
        digits = GROWTH_DIGITS
        quantity = answer.quantity(digits)
        missing = None if quantity else (answer.missing or message("missing.no_value"))
        return Statement(
            self.target.indicator or self.target.id,
            self.org,
            self.target.period,
            measure,
            quantity,
            partial(self._explain, measure, quantity, formula, missing),
            digits=digits,
            missing=missing,
            authority=Authority.DERIVED if quantity else None,
            part=self.target.part_code,
            target=self.target.id,
        )

    def _explain(
        self, measure: str, quantity: Quantity | None, formula: Text | None, missing: Text | None
    ) -> Explanation:
        law = self.figures.law
        name = message(f"measure.{measure}")
        about = law.indicators.get(self.target.indicator or "")
        title = about.name.text if about else same(self.target.id)
        answer = Text(quantity.text("zh", 1), quantity.text("en", 1)) if quantity else None
        season = self.season if measure == "ahead" else None
        return Explanation(
            Text(
                f"{title.zh} · {org_name(law, self.org).zh} · {name.zh}",
                f"{title.en} · {org_name(law, self.org).en} · {name.en}",
            ),
            answer or Text(f"—({(missing or title).zh})", f"— ({(missing or title).en})"),
            formula,
            self._inputs(),
            (*law.citations(self.target), *(law.citations(season) if season else ())),
            notes=(self.text, self.stands.says, *_evenness(season)),
            versions=self.figures.versions,
        )

    def _inputs(self) -> tuple[Explanation, ...]:
        if self.period is None or self.target.indicator is None:
            return ()
        now = self.figures.statement(
            self.target.indicator, self.org, self.period, part=self.target.part_code
        )
        base = self.base()
        return tuple(one.explain() for one in (now, base) if one is not None)


def _evenness(season: SeasonEntry | None) -> tuple[Text, ...]:
    """That the schedule does not pass evenly, where it does not."""
    return (message("note.season", name=season.name.text),) if season else ()


def _if_exact(statement: Statement | None) -> Quantity | None:
    """The value of a statement that tells exactly one."""
    return statement.quantity if statement is not None and is_exact(statement) else None


def _value(statement: Statement | None) -> Decimal | None:
    return statement.quantity.value if statement and statement.quantity else None


def _exact(answer: Measured) -> Quantity | None:
    """An answer to as many digits as matter, not rounded to those that are printed."""
    if answer.exact is None:
        return None
    value = EXACT.divide(Decimal(answer.exact.numerator), Decimal(answer.exact.denominator))
    return Quantity(value, unit(answer.unit))
