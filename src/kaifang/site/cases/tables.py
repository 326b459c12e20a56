"""The registers, the list of cases, and the columns of its stages."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.cases.clocks import ClockState
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.position import amount
from kaifang.cases.renaming import EARLIER, state_among
from kaifang.core.bilingual import joined as text_joined
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import CaseField
from kaifang.programme.casework.clocking import ClockFace, counted, faces, nearest_clock
from kaifang.programme.casework.evidence import GivenEvidence, given_evidence
from kaifang.programme.casework.history import CaseEntry
from kaifang.programme.casework.listing import (
    ENDED,
    OPEN,
    OVERDUE,
    Register,
    case_name,
    case_number,
)
from kaifang.programme.casework.reading import CaseView
from kaifang.programme.casework.values import codes_once, told_value, unit_of
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.lights import Light
from kaifang.site.components.marks import MARKS
from kaifang.site.components.markup import element, joined, said
from kaifang.site.components.statements import document_address
from kaifang.site.components.tables import Column, Row, Table, invented, named

Names = Callable[[str], Mapping[str, str]]  # the names of the cases of a process, by number


class Words:
    """What recorded values are called; lists of codes and names of cases are looked up once."""

    def __init__(self, law: Law, names: Names) -> None:
        self.law, self.names, self.codes = law, names, codes_once(law)

    def of(self, field: CaseField, value: object) -> object:
        """A value in words; another case by its name."""
        if field.kind == "case" and field.of:
            return self.names(field.of).get(str(value), value)
        return told_value(self.law, field, value, self.codes)


FIELDS_SHOWN = 4
_CLOCK = ("clock", "due")  # shown where a clock of some case is running
CARDS_A_STATE = 20


def register_table(asked: Asked, found: Sequence[Register], query: QueryDict) -> Table:
    """One row a register, with what whoever asks may see of it."""
    columns = [
        Column("name", _("Register")),
        Column("open", _("Open"), _("cases"), "number"),
        Column("overdue", _("Overdue"), _("cases"), "number"),
        Column("ended", _("Ended"), _("cases"), "number"),
        Column("rests", _("Rests on"), kind="words"),
    ]
    rows = [_register(asked, one) for one in found]
    made = Table("registers", _("Registers"), columns, rows, query, _source(asked))
    return invented(made) if asked.law.head.demo else made


def _register(asked: Asked, one: Register) -> Row:
    here = reverse("cases:list", args=[one.process.id])

    def counted_as(count: int, state: str) -> Figure:
        href = asked.address(here, state=state) if count else ""
        return Figure(Decimal(count), href, digits=0, panel=False)

    return Row({
        "name": named(one.process.name.text, asked.address(here)),
        "open": counted_as(one.open, OPEN),
        "overdue": counted_as(one.overdue, OVERDUE),
        "ended": counted_as(one.ended, ENDED),
        "rests": _rests_on(asked, one),
    }, key=one.process.id)  # fmt: skip


def _rests_on(asked: Asked, one: Register) -> SafeString:
    """The clauses that the register rests on, or whose assumption it is."""
    state = f"?{urlencode(asked.state)}" if asked.state else ""
    told: dict[str, object] = {}  # a document once, however many of its clauses are cited
    for cite in asked.law.citations(one.process):
        words = said(cite.document.title if cite.document else cite.reason)
        href = document_address(cite, state) if cite.document else ""
        told.setdefault(words, element("a", words, href=href) if href else words)
    return joined(list(told.values()), " · ")


def case_table(
    asked: Asked,
    own: Definition,
    cases: Sequence[CaseView],
    query: QueryDict,
    words: Words,
    empty: object = "",
) -> Table:
    """Cases with their nearest clock; a file holds every declared field."""
    fields, named_by = own.process.fields, f"field:{_naming(own)}"
    rows = [_row(asked, own, one, words) for one in cases]
    first = [
        Column("case", _("Case")),
        Column("org", _("Organisation"), kind="told"),
        Column("state", _("State"), kind="short"),
        Column("since", _("In it since"), kind="short"),
        Column("clock", _("Nearest clock"), kind="light"),
        Column("due", _("Due day"), kind="short"),
    ]
    more = [_column(one) for one in fields]
    shown = [
        one for one in first if one.key not in _CLOCK or any(row.cells["clock"] for row in rows)
    ]
    told = [
        one
        for one in more
        if one.key != named_by and any(row.cells[one.key] is not None for row in rows)
    ]
    return Table(
        f"cases-{own.process.id}", own.process.name.text, [*shown, *told[:FIELDS_SHOWN]], rows,
        query, _source(asked), empty=empty,
        leaves=[Column("number", _("Case number")), *first, *more],
    )  # fmt: skip


def _column(field: CaseField) -> Column:
    """A number with its unit in the head, everything else in words."""
    kind = "number" if field.kind in ("amount", "integer") else "told"
    unit = unit_of(field) if field.unit else ""
    return Column(f"field:{field.id}", field.name.text, unit, kind)


def _row(asked: Asked, own: Definition, one: CaseView, words: Words) -> Row:
    nearest, of_demo = nearest_clock(one.state), is_demo(asked, one)
    return Row({
        "number": one.case,
        "case": named(case_name(one), address(asked, own, one), _numbered(asked, one)),
        "org": said(org_name(asked.law, one.org), short=True),
        "state": one.state.definition.label("states", one.state.state or ""),
        "since": day_of(one.state.since),
        "clock": light(nearest) if nearest else "",
        "due": nearest.due.isoformat() if nearest and nearest.due else "",
        **{
            f"field:{each.id}": _cell(each, one.state.values.get(each.id), words, of_demo)
            for each in own.process.fields
        },
    }, key=one.case)  # fmt: skip


def _cell(field: CaseField, value: object, words: Words, of_demo: bool) -> object:
    if value in (None, ""):
        return None
    number = amount(value) if field.kind == "amount" else None
    if number is not None:
        return Figure(number, authority="demo" if of_demo else "published", panel=False)
    if field.kind == "integer":
        return Decimal(value) if str(value).lstrip("-").isdecimal() else said(value)
    return said(words.of(field, value))


def _naming(own: Definition) -> str:
    return next((one.id for one in own.process.fields if one.kind == "text"), "")


def address(asked: Asked, own: Definition, one: CaseView) -> str:
    """Where a case stands."""
    return asked.address(reverse("cases:show", args=[own.process.id, one.case]))


def is_demo(asked: Asked, one: CaseView) -> bool:
    """Whether a case is of an invented organisation; then it says so wherever it stands."""
    return one.org in asked.law.orgs and asked.law.orgs[one.org].is_demo


def _numbered(asked: Asked, one: CaseView) -> str:
    number = case_number(one.case)
    return f"{number} · {MARKS['demo'][0]}" if is_demo(asked, one) else number


def linked(asked: Asked, one: CaseView) -> SafeString:
    """The name of a case as a link to it."""
    return named(case_name(one), address(asked, one.state.definition, one))


def light(face: ClockFace) -> Light:
    """A clock as a light: its name as the word, how it stands as the sentence."""
    return Light(face.colour, face.says, face.name)


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A clock with its light and its amounts in words."""

    state: ClockState
    light: Light
    used: object
    limit: object
    extended: object
    due: date | None


def clocks(view: CaseView) -> list[ShownClock]:
    """All clocks of a case, in the order of the definition."""
    return [_clock(face) for face in faces(view.state)]


def _clock(face: ClockFace) -> ShownClock:
    one = face.state
    status = message(f"case.clock.{one.status}")
    says = face.says if one.status != "suspended" else text_joined([status, face.says], "，", ", ")
    return ShownClock(
        one,
        Light(face.colour, says, face.name),
        counted(one.used, one.unit) if one.used is not None else None,
        counted(one.limit, one.unit) if one.limit is not None else None,
        counted(one.extended, one.unit) if one.extended else None,
        face.due,
    )


def day_of(at: object) -> str | None:
    """The day of an instant."""
    return date_format(timezone.localtime(at), "Y-m-d") if at else None


def _source(asked: Asked) -> object:
    return source_line(asked.programme, asked.figures.versions)


# -- by stages --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    """A case on its stage."""

    title: str
    href: str
    below: object
    light: object


@dataclass(frozen=True, slots=True)
class Stage:
    """A state with the first of its cases; `more` of them stand in the list at `href`."""

    name: object
    count: int
    cards: Sequence[Card]
    more: int
    href: str


def stages(asked: Asked, own: Definition, cases: Iterable[CaseView]) -> list[Stage]:
    """One column a state, in the order of the definition."""
    by_state: dict[str, list[CaseView]] = {id: [] for id in own.states}
    for one in cases:
        by_state.setdefault(state_among(one.state, own.process), []).append(one)
    return [_stage(asked, own, id, found) for id, found in by_state.items()]


def _stage(asked: Asked, own: Definition, id: str, found: Sequence[CaseView]) -> Stage:
    cards = [_card(asked, own, one) for one in found[:CARDS_A_STATE]]
    href = asked.address(reverse("cases:list", args=[own.process.id]), state=id)
    name = message("case.state.earlier") if id == EARLIER else own.label("states", id)
    return Stage(name, len(found), cards, len(found) - len(cards), href)


def _card(asked: Asked, own: Definition, one: CaseView) -> Card:
    nearest = nearest_clock(one.state)
    org = said(org_name(asked.law, one.org), short=True)
    return Card(
        case_name(one), address(asked, own, one), f"{org} · {day_of(one.state.since) or '—'}",
        light(nearest) if nearest else None,
    )  # fmt: skip


# -- what happened ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Earlier:
    """A wording that a correction replaced."""

    event: Event
    who: str
    evidence: Sequence[GivenEvidence]
    values: Sequence[tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the timeline in words; `correct` is where it is corrected.

    of: whose it is, where it stands in the history of a case that another was merged into.
    """

    entry: CaseEntry
    name: object
    who: str
    behalf: str
    state: object
    reason: object
    evidence: Sequence[GivenEvidence]
    values: Sequence[tuple[object, object]]
    remark: str
    because: str
    before: Sequence[Earlier]
    correct: str
    of: object = ""


def timeline(
    asked: Asked,
    view: CaseView,
    history: Sequence[CaseEntry],
    correctable: Container[str],
    words: Words,
) -> list[Told]:
    """What happened to a case, the latest on top, with who did it by name."""
    own = view.state.definition
    events = [event for one in history for event in (one.event, *one.replaced)]
    names = names_of({id for one in events for id in (one.actor, one.on_behalf_of)})
    here = reverse("cases:show", args=[own.process.id, view.case])
    return [
        _entry(asked, own, one, names, words,
               asked.address(here, correct=one.event.seq)
               if one.event.type in correctable and not one.withdrawn else "")
        for one in history
    ]  # fmt: skip


def joined_timeline(
    asked: Asked,
    own: Sequence[Told],
    merged: Sequence[tuple[CaseView, Sequence[CaseEntry]]],
    words: Words,
) -> list[Told]:
    """The timeline of a case with those of the cases merged into it, in place and named."""
    others = [
        replace(one, of=org_name(asked.law, view.org))
        for view, history in merged
        for one in timeline(asked, view, history, (), words)
    ]
    return sorted([*own, *others], key=lambda one: one.entry.event.occurred_at, reverse=True)


def _entry(
    asked: Asked,
    own: Definition,
    one: CaseEntry,
    names: Mapping[str, str],
    words: Words,
    correct: str,
) -> Told:
    event = one.event
    moved = one.step.after != one.step.before
    return Told(
        entry=one,
        name=own.label("events", event.type),
        who=names.get(event.actor, ""),
        behalf=names.get(event.on_behalf_of, ""),
        state=own.label("states", one.step.after) if moved and one.step.after else None,
        reason=own.label("reasons", event.reason) if event.reason else None,
        evidence=given_evidence(own, event.data),
        values=_values(own, event, words),
        remark=str(event.data.get("remark") or ""),
        because=str(event.data.get("because") or ""),
        before=[
            Earlier(old, names.get(old.actor, ""), given_evidence(own, old.data),
                    _values(own, old, words))
            for old in one.replaced
        ],
        correct=correct,
    )  # fmt: skip


def _values(own: Definition, event: Event, words: Words) -> list[tuple[object, object]]:
    given = [(one, event.data.get(one.id)) for one in own.process.fields]
    return [
        (one.name.text, words.of(one, value))
        for one, value in given
        if value not in (None, "") and one.id != "remark"
    ]
