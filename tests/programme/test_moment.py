"""As of which day, as seen when: read from texts, in the programme's zone."""

from datetime import UTC, datetime

import pytest

from kaifang.programme.moment import Moment, UnreadableDate

ZONE = "Asia/Shanghai"


def test_a_day_of_seen_at_means_its_end_in_the_zone() -> None:
    moment = Moment.read("2022-06-30", "2022-07-15", ZONE)
    assert moment.seen_at == datetime(2022, 7, 15, 15, 59, 59, 999999, tzinfo=UTC)


def test_an_instant_without_a_zone_is_the_programmes() -> None:
    moment = Moment.read(None, "2022-07-15T08:00:00", ZONE)
    assert moment.seen_at == datetime(2022, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "2022-13-01", "2022-02-30"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate):
        Moment.read(text, None, ZONE)


@pytest.mark.parametrize(
    "text", ["9999-12-31", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-12:00", "soon enough"]
)
def test_an_instant_beyond_time_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate):
        Moment.read(None, text, ZONE)
