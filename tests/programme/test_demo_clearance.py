"""Clearance of the demo: invented, the same every time, recorded once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from kaifang.core.event import GivenEvent
from kaifang.packs.law import load
from kaifang.programme.demo import clearing
from kaifang.programme.demo.clearing import EVENTS, PORTS, demo_clearance, record_clearance
from kaifang.store.models import CaseEvent


@pytest.fixture(scope="module")
def everything() -> list[GivenEvent]:
    return list(demo_clearance())


def test_there_are_so_many_each_named_once(everything: list[GivenEvent]) -> None:
    assert len(everything) == EVENTS == 200_000
    assert len({one.id for one in everything}) == EVENTS
    assert {one.source for one in everything} == {"演示"}


def test_they_are_of_the_baseline_and_of_eighteen_months(everything: list[GivenEvent]) -> None:
    times = [one.occurred_at for one in everything if one.type == "arrival"]
    years = Counter(time.year for time in times if isinstance(time, datetime))
    assert set(years) <= {2016, 2017, 2021, 2022, 2023}  # New Year's night in Beijing
    assert min(years[2017], years[2022]) > 12_000
    assert years[2023] > 6_000


def test_ports_inspect_their_share_and_declare_ahead(everything: list[GivenEvent]) -> None:
    arrived = Counter(one.org for one in everything if one.type == "arrival")
    ordered = Counter(one.org for one in everything if one.type == "order")
    for port in PORTS:
        assert ordered[port.org] / arrived[port.org] == pytest.approx(
            port.inspected / 1000, abs=0.02
        )
    orgs = load("demo").orgs
    assert all(orgs[port.org].is_demo for port in PORTS)
    first = {}
    for one in everything:
        first.setdefault(one.case, one.type)
    ahead = Counter(first.values())
    assert ahead["declaration"] / len(first) == pytest.approx(0.25, abs=0.01)


def test_some_are_still_open(everything: list[GivenEvent]) -> None:
    counts = Counter(one.type for one in everything)
    assert 0.98 < counts["pickup"] / counts["arrival"] < 1


def test_they_are_the_same_on_every_machine(everything: list[GivenEvent]) -> None:
    """Pinned as a fingerprint: another one would set aside what is recorded already."""
    lines = (f"{one.id}|{one.occurred_at}|{one.org}|{one.data}" for one in everything)
    assert sha256("\n".join(lines).encode()).hexdigest()[:16] == "910ef2ae285e3418"


@pytest.mark.django_db
def test_recording_again_adds_nothing(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(clearing, "EVENTS", 500)
    monkeypatch.setattr(clearing, "AT_ONCE", 200)
    assert record_clearance() == 500
    assert record_clearance() == 0
    assert CaseEvent.objects.count() == 500


@pytest.mark.django_db
def test_what_was_broken_off_goes_on_where_it_stopped(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaifang.store import events

    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(clearing, "EVENTS", 500)
    events.append(islice(demo_clearance(), 200), source_name="演示数据")
    assert record_clearance() == 300
    assert CaseEvent.objects.values("event").distinct().count() == 500
