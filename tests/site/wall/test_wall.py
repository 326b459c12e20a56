"""The wall: dark, slow, and only what is public, whoever has signed in."""

from datetime import date
from decimal import Decimal

from django.contrib.auth import get_user_model

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.site.wall.views import SECONDS
from tests.site.pages import Reader
from tests.site.tables import text_of


def test_it_is_dark_and_turns_slowly(demo, read) -> None:
    page = read("/wall/")
    assert 'data-theme="dark"' in page
    assert f'data-seconds="{SECONDS}"' in page
    assert SECONDS >= 20
    assert "停住" in page


def test_it_shows_headlines_map_course_and_lights(demo, read) -> None:
    page = read("/wall/")
    assert "货物进出口总额" in page
    assert 'id="map"' in page
    assert 'data-chart="course"' in page
    assert "项目标" in page


def test_it_never_shows_what_is_internal(demo, client, alone) -> None:
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    hidden = Observation(
        indicator="trade.total", org="demo", period=Period.to_date(2023, 7), unit="亿元",
        value=Decimal("7777.7"), announced=date(2023, 7, 14), visibility=Visibility.INTERNAL,
    )  # fmt: skip
    append([hidden], kind=Batch.Kind.IMPORT, reason="内部快报")
    client.force_login(get_user_model().objects.create_user("anna"))
    wall, board = (client.get(f"/{one}/?as_of=2023-08-01") for one in ("wall", "board"))
    assert "7,777.7" not in text_of(wall.content.decode())
    assert "7,777.7" in text_of(board.content.decode())


def test_without_months_or_cities_it_shows_what_was_promised(liaoning, read) -> None:
    page = read("/wall/")
    assert "承诺的目标" in page
    assert "锚定增长6%" in page
    assert "data-chart" not in page


def test_a_turn_goes_round(liaoning, read) -> None:
    (wall,) = [one for one in Reader(read("/wall/?turn=6")).named("div") if "data-wall" in one]
    assert wall["data-next"] == "?turn=1"
