"""A port's clearance, as its customs tells it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from kaifang.core.event import GivenEvent

NOON = datetime(2023, 4, 20, 4, 0, tzinfo=UTC)


def event(number: int = 1, **changes: Any) -> GivenEvent:
    """The numbered event of a feed: an arrival at noon, with what is different about it."""
    usual = {
        "source": "customs/dalian",
        "id": f"{number:06}",
        "process": "clearance",
        "case": f"0908{number:04}",
        "type": "arrive",
        "occurred_at": NOON + timedelta(minutes=number),
        "org": "210200",
        "data": {"port": "大窑湾", "value_cny": "12.50", "boxes": 3},
    }
    return GivenEvent(**{**usual, **changes})


def by_force(statement: str, *values: object) -> None:
    """Change records as whoever holds the database could, past its guards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement, values)
