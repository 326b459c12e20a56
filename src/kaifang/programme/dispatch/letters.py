"""Letters as drafts: slips by the relation of the two organisations, and notices of interview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.exchange.drafts import Draft, DraftParagraph, Sentence, together
from kaifang.programme.dispatch.citing import DraftFigures
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.deciding import INTERVIEW, decisions
from kaifang.programme.dispatch.errors import NotDecided
from kaifang.programme.dispatch.freezing import frozen
from kaifang.programme.dispatch.levels import level_name
from kaifang.programme.dispatch.slips import EXTENDED
from kaifang.programme.dispatch.standing_words import StandingWords
from kaifang.programme.dispatch.suggesting import suggestions
from kaifang.programme.dispatch.table import DispatchTable
from kaifang.programme.dispatch.wording import dashed, day_text, gap, plain, sentence, signed, words
from kaifang.programme.naming import org_name
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.tables import source_of, watermark
from kaifang.programme.viewer import Viewer

if TYPE_CHECKING:
    from kaifang.store.models import Slip


def slip_letter(actor: Actor, programme: Programme, slip: Slip) -> Draft:
    """Draft the letter of a slip with serial, level, limit, matter and request.

    Raises: NotAllowed.
    """
    law = programme.law
    demand(actor, Act.DISPATCH, slip.from_org, law.orgs)
    title = words(slip.title)
    paragraphs = [
        DraftParagraph("title", sentence(f"letter.title.{slip.kind}", title=title)),
        DraftParagraph("number", plain(same(slip.serial))),
        DraftParagraph("addressee", _to(programme, slip.to_org)),
        DraftParagraph("body", sentence(f"letter.opens.{slip.kind}", title=title)),
        *(DraftParagraph("body", words(line)) for line in _lines(slip.body)),
        *([] if slip.body else [DraftParagraph("body", gap("letter.no_body"))]),
        DraftParagraph("body", _level(programme, slip)),
        DraftParagraph("body", _request(slip)),
        *signed(law, slip.from_org, slip.events.get(number=1).content.get("on", "")),
    ]
    foot, mark = (message("notice.foot.draft"),), _mark(actor, programme)
    return Draft(f"slip-{slip.pk}", tuple(paragraphs), foot=foot, watermark=mark)


def interview_letter(actor: Actor, table: DispatchTable, rule: str, org: str) -> Draft:
    """Draft the notice of interview 约谈通知 for an organisation that a person decided to invite.

    Raises: NotAllowed, NotDecided.
    """
    programme, law = table.programme, table.programme.law
    demand(actor, Act.DISPATCH, org, law.orgs)
    decision = decisions(programme, table.period).get((rule, org))
    if decision is None or decision.verdict != INTERVIEW:
        raise NotDecided(org=org_name(law, org))
    figures = DraftFigures(programme, table.period, _as_of(table), _seen_at(table))
    body = [
        sentence("letter.interview.opens", period=dashed(table.period.name(cumulative=True)),
                 items=_items(table, rule, org, figures)),
        sentence("letter.interview.decided", rule=_rule(table, rule)),
        sentence("letter.interview.where", **{
            name: gap(f"letter.gap.{name}") for name in ("time", "place", "chair", "people")
        }),
        sentence("letter.interview.words"),
        *([] if decision.named else [sentence("letter.interview.unnamed")]),
    ]  # fmt: skip
    paragraphs = [
        DraftParagraph("title", sentence("letter.title.interview")),
        DraftParagraph("addressee", _to(programme, org)),
        *(DraftParagraph("body", one) for one in body),
        *signed(law, law.head.org),
    ]
    foot = source_of(law, table.figures.versions), message("notice.foot.draft")
    name = f"interview-{law.id}-{table.period.slug}-{org}"
    return Draft(name, tuple(paragraphs), figures.all, foot, _mark(actor, programme))


def _to(programme: Programme, org: str) -> Sentence:
    return sentence("letter.to", to=org_name(programme.law, org))


def _lines(body: str) -> Iterator[str]:
    yield from (line for line in body.splitlines() if line.strip())


def _level(programme: Programme, slip: Slip) -> Sentence:
    of, due = level_name(programme.law, slip.level), day_text(slip.due)
    if slip.events.filter(kind=EXTENDED).exists():
        return sentence("letter.limit_extended", level=of, due=due)
    sent = slip.events.get(number=1).content
    limit = DayLimit(sent["days"], sent["clock"]).text
    return sentence("letter.level", level=of, limit=limit, due=due)


def _request(slip: Slip) -> Sentence:
    return sentence(f"letter.closes.{slip.kind}", due=day_text(slip.due))


def _items(table: DispatchTable, rule: str, org: str, figures: DraftFigures) -> Sentence:
    """How the lines stand that the rule rests on, now; a gap where it rests on none any more."""
    found = [one for one in suggestions(table) if one.rule.id == rule and one.org.id == org]
    rows = [frozen(line) for one in found for line in one.lines]
    standing = StandingWords(table.programme.law, rows, figures)
    return together([standing.item(row) for row in rows], "；", "; ") if rows else gap(
        "letter.interview.nothing"
    )  # fmt: skip


def _rule(table: DispatchTable, rule: str) -> Text:
    entry = table.programme.law.notices.get(rule)
    return entry.name.text if entry else same(rule)


def _as_of(table: DispatchTable) -> str:
    as_of = table.figures.versions.as_of
    return as_of.isoformat() if as_of else ""


def _seen_at(table: DispatchTable) -> datetime:
    return table.figures.versions.seen_at or timezone.now()


def _mark(actor: Actor, programme: Programme) -> Text | None:
    return watermark(programme.for_viewer(Viewer.of(actor)))
