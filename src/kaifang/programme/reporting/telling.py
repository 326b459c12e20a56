"""Tell the organisations concerned what happened to a form, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Sequence

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.messages.posting import post
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.reporting.history import Filled
from kaifang.programme.rights import Actor
from kaifang.store.models import SubmissionEvent


def listed(names: Sequence[Text]) -> Text:
    """Names one after the other; English has its comma."""
    return joined(list(names))


def state_text(state: str) -> Text:
    """A submission's state in words."""
    return message(f"reporting.state.{state}")


def level_text(level: str) -> Text:
    """A level of review in words."""
    return message(f"reporting.level.{level}")


def standing_text(sheet: Filled) -> Text:
    """Where a form is: its state, and the level whose turn it is."""
    if not sheet.level:
        return state_text(sheet.state)
    return message("reporting.at_level", level=level_text(sheet.level))


def submitted(law: Law, duty: Duty, event: SubmissionEvent, to: str, actor: Actor) -> None:
    """Tell those whose turn it is."""
    _tell("submitted", law, duty, event, to, actor)


def accepted(law: Law, duty: Duty, event: SubmissionEvent, to: str, actor: Actor) -> None:
    """Tell the organisation, and whose turn it is next."""
    level = level_text(event.content["level"])
    key = "passed" if to else "accepted"
    _tell(key, law, duty, event, duty.org, actor, level=level)
    if to:
        _tell("submitted", law, duty, event, to, actor)


def rejected(law: Law, duty: Duty, event: SubmissionEvent, count: int, actor: Actor) -> None:
    """Tell the organisation that cells came back."""
    _tell("rejected", law, duty, event, duty.org, actor, count=count)


def correction_asked(law: Law, duty: Duty, event: SubmissionEvent, to: str, actor: Actor) -> None:
    """Tell those who may approve it."""
    _tell("correction_asked", law, duty, event, to, actor)


def corrected(law: Law, duty: Duty, event: SubmissionEvent, actor: Actor) -> None:
    """Tell the organisation that its correction holds."""
    _tell("corrected", law, duty, event, duty.org, actor)


def correction_refused(law: Law, duty: Duty, event: SubmissionEvent, actor: Actor) -> None:
    """Tell the organisation why everything stays as it was."""
    _tell("correction_refused", law, duty, event, duty.org, actor)


def _tell(
    kind: str,
    law: Law,
    duty: Duty,
    event: SubmissionEvent,
    to: str,
    actor: Actor,
    **params: object,
) -> None:
    what = duty.title(law)
    post(
        f"submission.{kind}",
        message(f"reporting.told.{kind}", what=what, reason=event.reason, **params),
        to_org=to,
        link=duty.link,
        key=f"submission:{event.dossier_id}:{event.number}:{to}",
        by=actor.user,
    )
