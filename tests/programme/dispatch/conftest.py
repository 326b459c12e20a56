"""The demo province in its half-year: a division officer, two city officers, a leader, a stranger."""

from __future__ import annotations

from functools import cache

import pytest

from kaifang.core.observation import Observation, Visibility
from kaifang.packs.law import load
from kaifang.programme.demo.observing import demo_observations
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.viewer import PUBLIC, Viewer
from tests.programme.memory import programme as programme_of

SHIYUAN, BOLING = "demo.shiyuan", "demo.boling"
HALF = "2023-01/2023-06"


@cache
def figures() -> tuple[Observation, ...]:
    """What the demo shows in its own year and the one before."""
    return tuple(one for one in demo_observations() if one.period.end.year >= 2022)


@pytest.fixture(scope="session")
def whole() -> Programme:
    """The programme as an insider sees it."""
    return programme_of(load("demo"), *figures(), viewer=Viewer("", Visibility.INTERNAL))


@pytest.fixture
def public(whole: Programme) -> Programme:
    """The programme as everybody sees it; no store is asked."""
    return whole.for_viewer(PUBLIC)


@pytest.fixture
def programme(whole: Programme, db: None) -> Programme:
    return whole


def actor(name: str, role: Role, org: str) -> Actor:
    return Actor(name, name, (Post(role, org),))


@pytest.fixture
def division() -> Actor:
    return actor("li", Role.DIVISION, "demo")


@pytest.fixture
def shiyuan() -> Actor:
    return actor("zhao", Role.CITY, SHIYUAN)


@pytest.fixture
def boling() -> Actor:
    return actor("qian", Role.CITY, BOLING)


@pytest.fixture
def leader() -> Actor:
    return actor("sun", Role.LEADER, "demo")


@pytest.fixture
def stranger() -> Actor:
    """Somebody who signed in and holds nothing."""
    return Actor("zhou", "zhou")
