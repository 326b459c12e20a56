"""Origins: which submission a recorded value came from, who reported it and who stood for it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localdate

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.core.observation import SUBMISSION
from kaifang.packs.law import Law
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.reporting.history import ACCEPT, APPROVE, ASK, SUBMIT
from kaifang.store.models import SubmissionEvent

_TOLD = {SUBMIT: "submitted", ACCEPT: "accepted", ASK: "correction_asked", APPROVE: "corrected"}


def figure_of(event: SubmissionEvent) -> str:
    """How a record names the step of the submission that brought it: `submission:12:5`."""
    return f"{SUBMISSION}{event.dossier_id}:{event.number}"


def origin_notes(law: Law, figure: str, *, names: bool) -> list[Text]:
    """Who reported a recorded value, who accepted it at each level, who corrected it.

    Organisations are told to everybody, persons only with `names`.
    """
    if not figure.startswith(SUBMISSION):
        return []
    return list(_notes(law, _events(figure), names=names))


def _events(figure: str) -> list[SubmissionEvent]:
    """The steps up to the one that recorded the value, from the last submission on."""
    dossier, _, number = figure.removeprefix(SUBMISSION).partition(":")
    if not (dossier.isdigit() and number.isdigit()):
        return []
    found = SubmissionEvent.objects.filter(dossier_id=int(dossier), number__lte=int(number))
    events = [one for one in found.order_by("number") if one.kind in _TOLD]
    last = max((at for at, one in enumerate(events) if one.kind == SUBMIT), default=0)
    return events[last:]


def _notes(law: Law, events: list[SubmissionEvent], *, names: bool) -> Iterator[Text]:
    known = names_of(one.who for one in events) if names else {}
    for one in events:
        who = same(known.get(one.who, ""))
        org = org_name(law, one.org)
        told = Text(f"{org.zh}{who.zh}", f"{org.en} {who.en}".strip())
        day = same(localdate(one.at).isoformat())
        reason = Text(f"：{one.reason}", f": {one.reason}") if one.reason else same("")
        yield message(f"reporting.note.{_TOLD[one.kind]}", who=told, day=day, reason=reason)
