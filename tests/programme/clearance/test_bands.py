"""Steps held against their bands, and who is told when one has left it: counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kaifang.core.event import GivenEvent
from kaifang.packs.law import Law, load
from kaifang.packs.linting.bands import (
    BandFieldUnfit,
    BandTellsNobody,
    BandUpsideDown,
    band_findings,
)
from kaifang.packs.linting.processes import DeclaredTwice, NotDeclared
from kaifang.packs.schema.bands import StepBand
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.clearance.banding import BandFinding, hold_bands
from kaifang.programme.clearance.picking import select
from kaifang.programme.clearance.ringing import KIND, ring
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import INTERNAL
from kaifang.store import events
from kaifang.store.models import Message
from tests.programme.clearance.test_studying import HOUR, case

CITE = [{"assumption": {"zh": "示例", "en": "Example"}, "by": "Kaifang", "date": "2026-11-22"}]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def demo() -> Programme:
    """The demo as whoever stands at its head sees it."""
    return Programme.of(load("demo"), viewer=INTERNAL)


def at(port: str, org: str, hours: int, count: int, year: int = 2023) -> Iterator[GivenEvent]:
    """Cases of June that customs held for so many hours."""
    for n in range(count):
        times = {
            "arrival": f"{year}-06-01 00",
            "declaration": f"{year}-06-01 00",
            "release": f"{year}-06-01 {hours:02}",
            "pickup": f"{year}-06-01 {hours:02}",
        }
        for one in case(f"{port}{year}-{hours}-{n}", port, **times):
            yield replace(one, org=org)


def findings(programme: Programme) -> dict[tuple[str, str | None], BandFinding]:
    picked = select(programme, first="2023-06", last="2023-06")
    return {(one.band.id, one.place): one for one in hold_bands(picked)}


# -- bands ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_month_above_its_declared_band_is_found(demo: Programme) -> None:
    # the demo's band is from 1 to 4 hours
    events.append(at("甲港", "demo.lanpu", 5, 30), source_name="test")
    events.append(at("乙港", "demo.biwan", 4, 30), source_name="test")
    events.append(at("丙港", "demo.shazhu", 0, 30), source_name="test")
    found = findings(demo)
    one = found[("customs_month", "甲港")]
    assert (one.value, one.low, one.high, one.org) == (5 * HOUR, HOUR, 4 * HOUR, "demo.lanpu")
    told = {place: one.standing for (band, place), one in found.items() if band == "customs_month"}
    assert told == {"甲港": "above", "乙港": "within", "丙港": "below"}


@pytest.mark.django_db
def test_fewer_than_thirty_cases_are_held_against_nothing(demo: Programme) -> None:
    events.append(at("甲港", "demo.lanpu", 5, 29), source_name="test")
    one = findings(demo)[("customs_month", "甲港")]
    assert (one.standing, one.value, one.cases) == ("unknown", None, 29)
    assert one.reason is not None
    assert not one.left


@pytest.mark.django_db
def test_a_band_from_history_runs_from_p10_to_p90_of_the_same_month(demo: Programme) -> None:
    for hours in range(1, 12):  # 1, 2 … 11 hours, three cases each: p10 is 2 hours, p90 is 10
        events.append(at("甲港", "demo.lanpu", hours, 3, year=2022), source_name="test")
    events.append(at("甲港", "demo.lanpu", 11, 30), source_name="test")
    one = findings(demo)[("whole_history", "甲港")]
    assert (one.low, one.high) == (pytest.approx(2 * HOUR), pytest.approx(10 * HOUR))
    assert one.standing == "above"


@pytest.mark.django_db
def test_without_history_there_is_no_band(demo: Programme) -> None:
    events.append(at("甲港", "demo.lanpu", 5, 30), source_name="test")
    one = findings(demo)[("whole_history", "甲港")]
    assert (one.standing, one.value, one.high) == ("unknown", 5 * HOUR, None)
    assert one.reason is not None


@pytest.mark.django_db
def test_the_public_is_not_shown_what_a_port_would_give_away() -> None:
    events.append(at("甲港", "demo.lanpu", 5, 30), source_name="test")
    events.append(at("乙港", "demo.biwan", 5, 2), source_name="test")
    found = findings(Programme.of(load("demo")))
    assert found[("customs_month", "甲港")].cases is None
    assert found[("customs_month", "乙港")].cases is None


# -- alarms -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_city_of_the_port_is_told_once(demo: Programme) -> None:
    events.append(at("甲港", "demo.lanpu", 5, 30), source_name="test")
    assert ring(demo.law, date(2023, 7, 2)) == 1
    assert ring(demo.law, date(2023, 7, 3)) == 0
    (message,) = Message.objects.filter(kind=KIND)
    assert (message.to_org, message.to_user) == ("demo.lanpu", "")
    assert "5.00 h, above 4.00 h (30 cases)" in message.body_en
    assert message.link.startswith("/clearance/bands/?process=demo.clearance&first=2023-06")


@pytest.mark.django_db
def test_what_lies_within_or_in_another_month_tells_nobody(demo: Programme) -> None:
    events.append(at("乙港", "demo.biwan", 4, 30), source_name="test")
    events.append(at("甲港", "demo.lanpu", 5, 30), source_name="test")
    assert ring(demo.law, date(2023, 6, 15)) == 0  # June has not ended
    assert ring(demo.law, date(2023, 8, 1)) == 0  # and July had none
    assert not Message.objects.filter(kind=KIND).exists()


@pytest.mark.django_db
def test_another_port_of_the_month_is_told_for_itself(demo: Programme) -> None:
    events.append(at("甲港", "demo.lanpu", 5, 30), source_name="test")
    assert ring(demo.law, date(2023, 7, 2)) == 1
    events.append(at("丙港", "demo.shazhu", 6, 30), source_name="test")
    assert ring(demo.law, date(2023, 7, 2)) == 1
    assert set(Message.objects.filter(kind=KIND).values_list("to_org", flat=True)) == {
        "demo.lanpu", "demo.shazhu",
    }  # fmt: skip


# -- lint -------------------------------------------------------------------------------------


def band(**told: Any) -> StepBand:
    given = {
        "id": "one",
        "name": {"zh": "区间", "en": "band"},
        "step": "customs",
        "declared": {"low": 1, "high": 2, "unit": "hour"},
        "cite": CITE,
    }
    return StepBand.model_validate({**given, **told})


def process(*bands: StepBand) -> ProcessEntry:
    law: Law = load("demo")
    return law.processes["demo.clearance"].model_copy(update={"bands": bands})


def test_the_bands_of_the_demo_are_sound() -> None:
    assert list(band_findings(load("demo").processes["demo.clearance"])) == []


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"step": "loading"}, NotDeclared),
        ({"by": "berth"}, NotDeclared),
        ({"by": "credit_code"}, BandFieldUnfit),
        ({"tell": ("pilot",)}, NotDeclared),
        ({"tell": ("customs",)}, BandTellsNobody),
        ({"declared": {"low": 2, "high": 2, "unit": "hour"}}, BandUpsideDown),
    ],
)
def test_a_wrong_band_is_told(told: dict[str, Any], error: type) -> None:
    assert [type(one) for one in band_findings(process(band(**told)))] == [error]


def test_two_bands_of_one_name_are_told() -> None:
    assert [type(one) for one in band_findings(process(band(), band()))] == [DeclaredTwice]


@pytest.mark.parametrize(
    "told",
    [
        {"declared": None},
        {"history": {"years": 1}},
        {"declared": {"unit": "hour"}},
        {"cite": []},
    ],
)
def test_a_band_is_declared_one_way_with_its_citation(told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        band(**told)
