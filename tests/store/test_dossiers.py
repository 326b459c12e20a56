"""Dossiers: numbered events, one winner of two, nothing changed or deleted afterwards."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from kaifang.store.dossiers import Step, add_event, open_dossier
from kaifang.store.errors import ChangedMeanwhile, RecordsStay
from kaifang.store.models import Submission, SubmissionEvent

pytestmark = pytest.mark.django_db

KEY = {"form": "funds", "org": "990100", "period": "2023-Q1"}


def opened() -> Submission:
    return open_dossier(Submission, KEY, "draft", who="7", pack="demo")


def test_a_key_has_one_dossier() -> None:
    assert opened().pk == opened().pk
    assert Submission.objects.get().opened_by == "7"


def test_events_are_numbered_and_move_the_state() -> None:
    one = opened()
    add_event(one, Step("fill", "draft", who="7", content={"a": "1.20"}))
    add_event(one, Step("submit", "submitted", who="7", changes={"level": "city"}))
    kept = Submission.objects.get()
    assert (kept.state, kept.version, kept.level) == ("submitted", 2, "city")
    assert [(e.number, e.kind, e.content) for e in kept.events.order_by("number")] == [
        (1, "fill", {"a": "1.20"}),
        (2, "submit", {}),
    ]
    assert (one.state, one.version, one.level) == ("submitted", 2, "city")


def test_of_two_who_saw_the_same_version_one_is_told() -> None:
    mine, yours = opened(), opened()
    add_event(mine, Step("fill", "draft"))
    with pytest.raises(ChangedMeanwhile) as told:
        add_event(yours, Step("fill", "draft"))
    assert told.value.code == "KF-STORE-050"
    assert SubmissionEvent.objects.count() == 1


def test_an_event_and_its_dossier_stand_or_fall_together() -> None:
    one = opened()
    with pytest.raises(ValueError, match="too late"):
        _add_and_fail(one)
    assert (Submission.objects.get().version, SubmissionEvent.objects.count()) == (0, 0)


@transaction.atomic
def _add_and_fail(one: Submission) -> None:
    add_event(one, Step("fill", "draft"))
    raise ValueError("too late")


def test_models_refuse_to_delete() -> None:
    one = opened()
    event = add_event(one, Step("fill", "draft"))
    with pytest.raises(RecordsStay):
        one.delete()
    with pytest.raises(RecordsStay):
        event.delete()
    with pytest.raises(RecordsStay):
        Submission.objects.all().delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_submissionevent SET kind = 'other'",
        "DELETE FROM store_submissionevent",
        "UPDATE store_submission SET org = '990200'",
        "DELETE FROM store_submission",
    ],
)
def test_the_database_refuses_too(statement: str) -> None:
    add_event(opened(), Step("fill", "draft"))
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="KF-STORE-001"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
