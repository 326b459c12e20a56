"""When something happened of which only the day is known: behind what came before, on that day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.opening import Programme

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2023, 5, 4)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, "2023-05-04T00:00:00+08:00"),
        ("2023-05-03T23:59:59+08:00", "2023-05-04T00:00:00+08:00"),
        ("2023-05-03T16:00:00+00:00", "2023-05-04T00:00:01+08:00"),  # midnight in Shanghai
        ("2023-05-04T10:00:00+08:00", "2023-05-04T10:00:01+08:00"),
        ("2023-05-04T23:59:59.500000+08:00", "2023-05-04T23:59:59.500001+08:00"),
        ("2023-05-04T23:59:59.999999+08:00", "2023-05-04T23:59:59.999999+08:00"),
    ],
)
def test_an_act_of_a_day_stays_on_that_day(
    programme: Programme, last: str | None, expected: str
) -> None:
    from kaifang.programme.casework.history import instant_on

    before = datetime.fromisoformat(last) if last else None
    found = instant_on(programme, "demo.project", DAY, before)
    assert found.astimezone(SHANGHAI).isoformat() == expected
