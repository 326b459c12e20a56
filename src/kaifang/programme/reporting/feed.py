"""Feed: the due dates of an actor's forms as a calendar that his own diary subscribes to."""

from __future__ import annotations

from kaifang.core.messages import message
from kaifang.exchange.icalendar import Entry, calendar_text
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.due import Owed, owed_by
from kaifang.programme.reporting.telling import state_text
from kaifang.programme.rights import Actor


def due_feed(actor: Actor, programme: Programme, lang: str = "zh", address: str = "") -> str:
    """iCalendar text of what the actor's own organisations owe; `address` begins its links.

    A province or city that owes nothing itself sees the days of those below it.
    """
    own = {post.org for post in actor.posts}
    found = owed_by(actor, programme)
    mine = [one for one in found if one.duty.org in own] or found
    name = message("reporting.feed.name", name=programme.law.head.name.text)
    entries = [_entry(one, programme, lang, address) for one in mine]
    return calendar_text(name.in_(lang), entries)


def _entry(owed: Owed, programme: Programme, lang: str, address: str) -> Entry:
    duty = owed.duty
    title = message("reporting.feed.due", what=duty.title(programme.law))
    state = state_text(owed.state) if owed.state else owed.timeliness.label
    text = message("reporting.feed.state", state=state, due=duty.law_due.isoformat())
    uid = f"{duty.form.id}/{duty.org}/{duty.period.slug}@kaifang"
    link = address.rstrip("/") + duty.link if address else ""
    return Entry(uid, duty.due, title.in_(lang), text.in_(lang), link)
