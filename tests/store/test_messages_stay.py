"""What was sent, read or delivered stays, against this code and against SQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kaifang.store.errors import RecordsStay
from kaifang.store.models import Delivery, Hook, Message, MessageRead

pytestmark = pytest.mark.django_db
MODELS = [Message, MessageRead, Delivery]


@pytest.fixture(autouse=True)
def one_of_each() -> None:
    now = timezone.now()
    hook = Hook.objects.create(kind="webhook", url="https://hooks.example/", events=[], made_at=now)
    message = Message.objects.create(id="m1", key="k1", kind="late", to_org="210100", at=now)
    MessageRead.objects.create(message=message, user="7", at=now)
    Delivery.objects.create(hook=hook, message=message, attempt=1, at=now, outcome="again")
    connection.check_constraints()  # PostgreSQL truncates nothing while checks are pending


@pytest.mark.parametrize("model", MODELS)
def test_the_model_refuses_to_change_or_delete(model: type) -> None:
    row = model.objects.get()  # type: ignore[attr-defined]
    for change in (row.save, row.delete):
        with pytest.raises(RecordsStay):
            change()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET at = at"])
def test_the_database_refuses_to_change_or_delete(model: type, statement: str) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    with (
        pytest.raises(DatabaseError, match="KF-STORE-001"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("receivers", [{}, {"to_user": "7", "to_org": "210100"}])
def test_a_message_has_one_receiver(receivers: dict[str, str]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.create(id="m2", key="k2", kind="late", at=timezone.now(), **receivers)
