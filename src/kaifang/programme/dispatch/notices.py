"""Notice 通报 as a draft: an issued or circulated table in sentences, for a person to finish.

Every sentence is a template over statements; what nobody has recorded stands as a gap 【】.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.exchange.drafts import Draft, DraftParagraph, Role, Sentence, together
from kaifang.packs.law import Law
from kaifang.programme.dispatch.circulating import CIRCULATED, ISSUED, WITHDRAWN
from kaifang.programme.dispatch.citing import DraftFigures
from kaifang.programme.dispatch.deciding import INTERVIEW, NOTICE, decisions
from kaifang.programme.dispatch.errors import NotForNotice
from kaifang.programme.dispatch.freezing import Frozen, text_of
from kaifang.programme.dispatch.relations import SlipKind, relation
from kaifang.programme.dispatch.requirements import requirements
from kaifang.programme.dispatch.standing_words import StandingWords, whole_of
from kaifang.programme.dispatch.wording import dashed, figure, gap, plain, sentence, signed, words
from kaifang.programme.naming import org_name
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.tables import watermark
from kaifang.programme.viewer import Viewer

if TYPE_CHECKING:
    from kaifang.store.models import Decision, Dispatch

Decided = Mapping[tuple[str, str], "Decision"]
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class NoticeDraft:
    """What a notice is drafted from: a table as it was frozen, and what was decided since."""

    programme: Programme
    dispatch: Dispatch
    at: datetime
    on: str
    content: Mapping[str, Any]
    asked: Sequence[str]
    decided: Decided

    @property
    def law(self) -> Law:
        return self.programme.law

    @property
    def period(self) -> Period:
        return Period.parse(self.dispatch.period)

    @property
    def rows(self) -> list[Frozen]:
        rows: list[Frozen] = self.content["rows"]
        return rows

    @property
    def is_issued(self) -> bool:
        return self.dispatch.state == ISSUED

    @property
    def unnamed(self) -> frozenset[str]:
        """Who is decided upon without being named; a decision that names goes before."""
        taken = [(org, one) for (_, org), one in self.decided.items() if one.verdict in MEASURES]
        named = {org for org, one in taken if one.named}
        return frozenset(org for org, one in taken if org not in named)


MEASURES = (NOTICE, INTERVIEW)


def notice(actor: Actor, programme: Programme, dispatch: Dispatch) -> Draft:
    """Draft the notice of a table. Raises: NotAllowed, NotForNotice."""
    law = programme.law
    demand(actor, Act.DISPATCH, law.head.org or "", law.orgs)
    source = _source(programme.for_viewer(Viewer.of(actor)), dispatch)
    as_of = source.content["versions"]["as_of"] or ""
    figures = DraftFigures(source.programme, source.period, as_of, source.at)
    standing = StandingWords(law, source.rows, figures, source.unnamed)
    paragraphs = [
        *_opening(source),
        *_sections(actor, source, standing),
        *signed(law, law.head.org, source.on if source.is_issued else ""),
    ]
    return Draft(
        f"notice-{law.id}-{source.period.slug}",
        tuple(paragraphs),
        figures.all,
        tuple(_foot(source)),
        watermark(source.programme),
    )


def _source(programme: Programme, dispatch: Dispatch) -> NoticeDraft:
    kind = ISSUED if dispatch.state == ISSUED else CIRCULATED
    event = dispatch.events.filter(kind=kind).order_by("-number").first()
    if event is None or dispatch.state == WITHDRAWN:
        raise NotForNotice(found=message(f"dispatch.state.{dispatch.state}"))
    sent = dispatch.events.get(kind=CIRCULATED).content
    content, on = event.content, event.content.get("on", sent["sent"])
    decided = decisions(programme, Period.parse(dispatch.period))
    return NoticeDraft(programme, dispatch, event.at, on, content, sent["asked"], decided)


# -- head and foot --------------------------------------------------------------------------------


def _opening(source: NoticeDraft) -> Iterator[DraftParagraph]:
    whole, period = whole_of(source.law), dashed(source.period.name(cumulative=True))
    yield DraftParagraph("title", sentence("notice.title", period=period, whole=whole))
    yield DraftParagraph("addressee", _addressee(source))
    up_to = _up_to(source)
    told = plain(Text(f"{up_to.year}年{up_to.month}月", f"{up_to:%Y-%m}")) if up_to else _no_data()
    yield DraftParagraph("body", sentence("notice.opening", period=period, whole=whole, up_to=told))


def _addressee(source: NoticeDraft) -> Sentence:
    """Governments by name, where all that were asked are such; else a gap."""
    orgs, head = source.law.orgs, source.law.head.org or ""
    is_told = [relation(orgs, head, org) is SlipKind.REMIND for org in source.asked]
    if not head or not is_told or not all(is_told):
        return together([gap("notice.to.gap"), plain(Text("：", ":"))])
    cities = {row["org"] for row in source.rows} & {one.id for one in orgs if one.kind == "city"}
    if cities and set(source.asked) >= cities and len(cities) > 1:
        return sentence("notice.to.governments")
    return sentence("notice.to.some", names=_names(source.law, source.asked))


def _up_to(source: NoticeDraft) -> date | None:
    actuals = [row["actual"] for row in source.rows if row["actual"]]
    known = [Period.parse(one["period"]).end for one in actuals if one["value"] is not None]
    return max(known, default=None)


def _no_data() -> Sentence:
    return gap("notice.missing", why=message("missing.no_value"))


def _foot(source: NoticeDraft) -> Iterator[Text]:
    versions, dispatch = source.content["versions"], source.dispatch
    of = "issued" if source.is_issued else "circulated"
    yield message(
        f"notice.foot.{of}",
        period=dashed(source.period.name(cumulative=True)),
        edition=dispatch.edition,
        on=source.on,
        head=source.content.get("head", ""),
    )
    yield message(
        "notice.foot.versions",
        data=versions["data"],
        pack=versions["pack"],
        hash=versions["pack_hash"][:12],
        engine=versions["engine"],
    )
    yield message("notice.foot.draft")


# -- sections -------------------------------------------------------------------------------------


def _sections(
    actor: Actor, source: NoticeDraft, standing: StandingWords
) -> Iterator[DraftParagraph]:
    told = {
        "progress": list(_progress(source.law, standing)),
        "behind": _bodies(standing.behind()),
        "decisions": _bodies(_decisions(source)),
        "adjusted": _bodies(_adjusted(source, standing.figures)),
        "asked": _bodies(requirements(actor, source.programme, source.asked, source.unnamed)),
    }
    for number, (name, paragraphs) in enumerate(told.items(), 1):
        yield _head("head", number, message(f"notice.head.{name}"))
        yield from paragraphs


def _progress(law: Law, standing: StandingWords) -> Iterator[DraftParagraph]:
    for number, indicator in enumerate(standing.main_indicators(), 1):
        yield _head("subhead", number, law.indicator(indicator).name.text)
        yield DraftParagraph("body", standing.progress(indicator))


def _head(role: Role, number: int, name: Text) -> DraftParagraph:
    zh = _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)
    numeral = Text(zh, str(number))
    return DraftParagraph(role, sentence(f"notice.{role}", number=numeral, name=name))


def _bodies(sentences: Sequence[Sentence]) -> list[DraftParagraph]:
    return [DraftParagraph("body", one) for one in sentences]


def _decisions(source: NoticeDraft) -> list[Sentence]:
    """What a person decided, rule by rule; who is not to be named is only counted."""
    found: list[Sentence] = []
    for rule in dict.fromkeys(rule for rule, _ in source.decided):
        for measure in MEASURES:
            of = {org: one for (by, org), one in source.decided.items()
                  if by == rule and one.verdict == measure}  # fmt: skip
            named = [org for org, one in of.items() if one.named]
            found += _decided(source.law, rule, measure, named, len(of) - len(named))
    return [together(found)] if found else [gap("notice.no_decision")]


def _decided(
    law: Law, rule: str, measure: str, named: Sequence[str], hidden: int
) -> Iterator[Sentence]:
    entry = law.notices.get(rule)
    by = entry.name.text if entry else same(rule)
    if named:
        yield sentence(f"notice.decided.{measure}", rule=by, names=_names(law, named))
    if hidden:
        yield sentence(f"notice.unnamed.{measure}", rule=by, count=hidden)


def _adjusted(source: NoticeDraft, figures: DraftFigures) -> list[Sentence]:
    if not source.is_issued:
        return [gap("notice.adjusted.gap")]
    since, rows = source.content["adjusted_since"], source.content["adjusted"]
    if not since:
        return [sentence("notice.adjusted.first")]
    period = dashed(Period.parse(since).name(cumulative=True))
    if not rows:
        return [sentence("notice.adjusted.none", period=period)]
    told = [_change(row, figures, period) for row in rows]
    return [together([sentence("notice.adjusted.since", period=period), *told])]


def _change(row: Frozen, figures: DraftFigures, since: Text) -> Sentence:
    before, now = figures.adjusted(row, since)
    told = sentence(
        "notice.adjusted",
        org=text_of(row["org_name"]),
        name=text_of(row["name"]),
        period=dashed(text_of(row["period"])),
        measure=message(f"measure.{row['measure']}"),
        before=figure(before),
        now=figure(now),
    )
    if row["reason"]:
        return together([told, sentence("notice.adjusted.reason", words=words(row["reason"]))])
    return together([told, gap("notice.adjusted.no_reason"), sentence("notice.full_stop")])


def _names(law: Law, orgs: Sequence[str]) -> Text:
    ordered = sorted(orgs, key=lambda org: law.orgs.place(org) if org in law.orgs else -1)
    return joined([org_name(law, org) for org in ordered])
