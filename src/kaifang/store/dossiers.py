"""Open dossiers 卷宗 and add to them: one door, so that two who act at once never both succeed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils import timezone

from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.models.dossiers import Dossier, DossierEvent
from kaifang.store.writing import one_writer

D = TypeVar("D", bound=Dossier)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does to a dossier: `state` and `changes` are what its row says afterwards."""

    kind: str
    state: str
    who: str = ""
    org: str = ""
    reason: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


def open_dossier(
    model: type[D], key: Mapping[str, Any], state: str, *, who: str = "", **columns: Any
) -> D:
    """Return the dossier of a key, opened now if it was not there."""
    with one_writer():
        found: D = model.objects.get_or_create(
            **key,
            defaults={"state": state, "opened_at": timezone.now(), "opened_by": who, **columns},
        )[0]
    return found


def add_event(dossier: Dossier, step: Step, expected: int | None = None) -> DossierEvent:
    """Add a step behind the last one and bring the dossier's row up to it.

    `expected` is the version that the actor had before him (default: that of `dossier`).
    Raises: ChangedMeanwhile, when somebody else was quicker.
    """
    expected = dossier.version if expected is None else expected
    with one_writer():
        current = type(dossier).objects.get(pk=dossier.pk)
        if current.version != expected:
            raise ChangedMeanwhile(found=current.version, expected=expected)
        event: DossierEvent = current.events.create(
            number=expected + 1,
            kind=step.kind,
            at=timezone.now(),
            who=step.who,
            org=step.org,
            reason=step.reason,
            content=dict(step.content),
        )
        after = {"state": step.state, "version": event.number, **step.changes}
        type(dossier).objects.filter(pk=dossier.pk).update(**after)
    for name, value in after.items():
        setattr(dossier, name, value)
    return event
