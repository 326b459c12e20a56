"""The demo province in its second quarter: a zone, its city, the province, another city, a stranger."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings

from kaifang.facts.form_values import Given
from kaifang.packs.law import Law, load
from kaifang.programme.rights import Actor, Post, Role
from tests.flushing import records_may_be_flushed
from tests.store.conftest import other_store, pattern

if TYPE_CHECKING:  # records cannot be imported before Django is set up
    from kaifang.programme.opening import Programme

__all__ = ["other_store", "pattern", "records_may_be_flushed"]

PROVINCE, CITY, OTHER_CITY = "demo", "demo.shiyuan", "demo.biwan"
ZONE = "demo.zone.shiyuan-etdz"
QUARTERLY, MONTHLY = "demo.zones.quarter", "demo.funds.month"
Q2, JUNE = "2023-Q2", "2023-06"
FUNDS, GDP = "investment.funds_in_place:to_date", "zones.gdp:to_date"
OVER, SIGNED = "zones.projects_over_100m:to_date", "investment.projects_signed:to_date"
CONTRACT, LANDED = "investment.contract_value:to_date", "investment.projects_landed:to_date"

ZONE_OFFICER = Actor("11", "区经办", (Post(Role.ZONE, ZONE),))
SECOND_OFFICER = Actor("12", "区经办乙", (Post(Role.ZONE, ZONE),))
CITY_OFFICER = Actor("21", "市经办", (Post(Role.CITY, CITY),))
CITY_REVIEWER = Actor("22", "市审核", (Post(Role.REVIEWER, CITY),))
OTHER_CITY_OFFICER = Actor("23", "邻市经办", (Post(Role.CITY, OTHER_CITY),))
DIVISION = Actor("31", "省处室", (Post(Role.DIVISION, PROVINCE),))
PROVINCE_REVIEWER = Actor("32", "省审核", (Post(Role.REVIEWER, PROVINCE),))
STRANGER = Actor("99", "外人", (Post(Role.FIRM, "91210000MA0000000X"),))
ALONE = Actor("1", "单机", solo=True)


def given(value: str | None, reason: str = "") -> Given:
    return Given(None if value is None else Decimal(value), reason)


def whole(**other: Given) -> dict[str, Given]:
    """A form on which nothing is wrong: every cell in the unit of its row."""
    values = {
        FUNDS: given("31.2"),
        GDP: given("145.6"),
        OVER: given("4"),
        SIGNED: given("12"),
        CONTRACT: given("80.5"),
        LANDED: given("7"),
    }
    return {**values, **other}


@pytest.fixture(autouse=True)
def house(settings: Settings, tmp_path: Path) -> None:
    """An office with a folder of its own."""
    settings.SOLO = False
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


@pytest.fixture(scope="session")
def law() -> Law:
    return load("demo")


@pytest.fixture
def programme(db: None, law: Law) -> Programme:
    from kaifang.programme.opening import Programme

    return Programme.of(law)


@pytest.fixture
def submitted(programme: Programme) -> Callable[..., int]:
    """Submit the zone's form for the second quarter; answers its version."""
    from kaifang.programme.reporting.filling import submit

    def act(actor: Actor = ZONE_OFFICER, version: int = 0, **other: Given) -> int:
        return submit(actor, programme, QUARTERLY, ZONE, Q2, whole(**other), version).version

    return act
