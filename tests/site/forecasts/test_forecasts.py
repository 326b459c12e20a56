"""Forecasts are for those who signed in, and say plainly when there is too little to tell from."""

import re
from functools import cache

import pytest
from django.contrib.auth import get_user_model

from kaifang.core.observation import Observation
from kaifang.packs.law import load
from kaifang.programme.demo.observing import demo_observations

ADDRESS = "/data/forecast/?indicator=trade.total"


@pytest.fixture
def inside(client, alone):
    """Somebody who has signed in."""
    client.force_login(get_user_model().objects.create_user("anna"))
    return client


@pytest.fixture
def years(db) -> None:
    """A store that holds all years of the invented province's trade."""
    from kaifang.store.installing import install
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    install(load("demo"))
    append(trade(), kind=Batch.Kind.DEMO, reason="演示数据")


@cache
def trade() -> tuple[Observation, ...]:
    """The province's own trade; working out the whole demo takes seconds, so it is done once."""
    about = "trade.total", "demo"
    return tuple(o for o in demo_observations() if (o.indicator, o.org) == about)


def test_the_public_is_told_why_not(years, read) -> None:
    page = read(ADDRESS, status=403)
    assert "该内容仅限内部用户查看" in page
    assert "This is for internal users only" in read(ADDRESS, "en", status=403)


def test_the_menu_shows_it_to_signed_in_users_only(liaoning, read, inside) -> None:
    assert 'href="/data/forecast/"' in read("/data/")
    inside.logout()
    assert 'href="/data/forecast/"' not in read("/data/")


def test_it_shows_value_interval_chance_and_back_test(years, inside, read) -> None:
    page = read(ADDRESS)
    assert "完成目标的可能性" in page
    assert "把握约60%" in page  # four past years: (n − 1) / (n + 1)
    assert re.search(r'"figure">[\d,.]+–[\d,.]+亿元<', page)  # the unit once
    marked = r'亿元</span><span class="mark mark--demo".*%</span><span class="mark mark--demo"'
    assert re.search(marked, page, re.DOTALL)  # interval and chance are invented too
    assert "回测4年" in page
    assert 'data-chart="year-end"' in page


def test_too_little_history_is_said(demo, inside, read) -> None:
    page = read(f"{ADDRESS}&org=demo.lanpu")
    assert "data-chart" not in page
    assert "年份不足不作预测" in page


def test_a_year_that_is_over_is_not_forecast(liaoning, inside, read) -> None:
    assert "全年已结束" in read(f"{ADDRESS}&org=210000")
