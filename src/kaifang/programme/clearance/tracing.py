"""How a row of a flow study came about: what is counted, in which cases, by what rule."""

from __future__ import annotations

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.citation import Citation
from kaifang.core.messages import message
from kaifang.core.statement import Explanation
from kaifang.packs.schema.processes import ProcessClock
from kaifang.programme.clearance.explaining import about, event_name, told
from kaifang.programme.clearance.flows import FlowStudy, study_flow
from kaifang.programme.clearance.limiting import LimitFinding, study_limits
from kaifang.programme.clearance.parts import OFF_THE_WAY, FlowPart
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.studying import held_of
from kaifang.programme.clearance.telling import holder_name, percent
from kaifang.programme.opening import Programme


def explain_part(programme: Programme, picked: Selection, part: FlowPart) -> Explanation:
    """Explain a part that a selection shows: what it counts, and against what."""
    teller = _Teller(programme, picked, part)
    moment = picked.moment
    return Explanation(
        title=joined([part_name(picked, part), *about(picked)], "，", ", "),
        answer=teller.answer(),
        formula=teller.formula(),
        citations=teller.citations(),
        notes=tuple(teller.notes()),
        versions=programme.figures(moment.as_of, moment.seen_at).versions,
    )


def part_name(picked: Selection, part: FlowPart) -> Text:
    """What a part is called."""
    if part.kind == "limit":
        return _clock(picked, part).name.text
    if part.kind == "holder":
        return holder_name(picked.process, part.names[0])
    if part.kind == OFF_THE_WAY:
        return message("clearance.part.off.name")
    way = joined([event_name(picked.process, one) for one in part.names], " → ", " → ")
    if part.kind in ("edge", "variant"):
        return way
    return message(f"clearance.part.{part.kind}.name", way=way)


def _clock(picked: Selection, part: FlowPart) -> ProcessClock:
    return next(one for one in picked.process.clocks if one.id == part.names[0])


_WORKED = ("working_day", "working_hour")


class _Teller:
    """Finds the row of a part and puts it into words."""

    def __init__(self, programme: Programme, picked: Selection, part: FlowPart) -> None:
        self.law, self.picked, self.part = programme.law, picked, part
        self.flow: FlowStudy = study_flow(picked)

    def answer(self) -> Text:
        kind, names = self.part.kind, self.part.names
        if kind == "edge":
            found = next(
                one for one in self.flow.bottlenecks if (one.edge.source, one.edge.target) == names
            )
            share = message("clearance.part.share_of_waiting", share=percent(found.share * 100))
            return joined([told(found.edge.took), share], "；", "; ")
        if kind == "holder":
            held = next(one for one in held_of(self.picked) if one.holder == names[0])
            share = message("clearance.part.share_of_time", share=percent(held.share * 100))
            return joined([told(held.took), share], "；", "; ")
        if kind == "rework":
            again = next(one for one in self.flow.rework if one.activity == names[0])
            return message("clearance.part.again", cases=again.cases, repeats=again.repeats)
        if kind == "limit":
            limit = self._limit()
            return self._share(limit.over or 0, limit.ended or 0)
        return self._share(self._cases(), self.flow.cases)

    def formula(self) -> Text:
        if self.part.kind == "limit":
            clock = _clock(self.picked, self.part)
            assert clock.limit is not None  # the others have no figures
            (start,), (stop,) = clock.start, clock.stop
            limit = message(f"trs.limit.{clock.counted_in}", n=clock.limit.n)
            return message(
                "clearance.part.limit", start=self._name(start), stop=self._name(stop), limit=limit
            )
        if self.part.kind == "holder":
            return message("clearance.part.holder", holder=part_name(self.picked, self.part))
        way = joined([self._name(one) for one in self.part.names], " → ", " → ")
        return message(f"clearance.part.{self.part.kind}", way=way)

    def citations(self) -> tuple[Citation, ...]:
        own = self.picked.process
        if self.part.kind == "limit":
            cited = self.law.cited(_clock(self.picked, self.part).cite, own.where)
            if cited:
                return tuple(cited)
        return tuple(self.law.citations(own))

    def notes(self) -> list[Text]:
        own, kind = self.picked.process, self.part.kind
        found = [message("clearance.part.which_cases")]
        if kind == "edge":
            found.append(message("clearance.part.waiting"))
        if kind == "limit" and _clock(self.picked, self.part).counted_in in _WORKED:
            day = self.picked.moment.known_in(self.picked.zone)
            found.append(message("clearance.part.calendar", day=day.isoformat()))
        if self.picked.withholds:
            found.append(message("clearance.part.withheld"))
        return [*found, own.note.text] if own.note else found

    def _limit(self) -> LimitFinding:
        found = study_limits(self.picked, self.law)
        return next(one for one in found if one.clock.id == self.part.names[0])

    def _cases(self) -> int:
        kind, names = self.part.kind, self.part.names
        if kind == OFF_THE_WAY:
            return round((self.flow.deviating or 0) * self.flow.cases)
        if kind == "variant":
            return next(one.count for one in self.flow.variants if one.activities == names)
        rows = self.flow.deviations
        return next(one.cases for one in rows if (one.kind, one.activities) == (kind, names))

    def _share(self, count: int, of: int) -> Text:
        share = percent(count * 100 / of) if of else same("—")
        return message("clearance.part.share", count=count, of=of, share=share)

    def _name(self, event: str) -> Text:
        return event_name(self.picked.process, event)
