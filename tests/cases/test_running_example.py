"""The textbook's log of compensation requests (van der Aalst, Process Mining, 2016), counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kaifang.cases import (
    EventLog,
    between,
    directly_follows,
    durations,
    log_of,
    rework,
    summary,
    variants,
)

NAMES = {
    "a": "register request",
    "b": "examine thoroughly",
    "c": "examine casually",
    "d": "check ticket",
    "e": "decide",
    "f": "reinitiate request",
    "g": "pay compensation",
    "h": "reject request",
}
REQUESTS = """
1 a 30-12 11:02, b 31-12 10:06, d 05-01 15:12, e 06-01 11:18, h 07-01 14:24
2 a 30-12 11:32, d 30-12 12:12, c 30-12 14:16, e 05-01 11:22, g 08-01 12:05
3 a 30-12 14:32, c 30-12 15:06, d 30-12 16:34, e 06-01 09:18, f 06-01 12:18, b 06-01 13:06, d 08-01 11:43, e 09-01 09:55, g 15-01 10:45
4 a 06-01 15:02, d 07-01 12:06, b 08-01 14:43, e 09-01 12:02, h 12-01 15:44
5 a 06-01 09:02, c 07-01 10:16, d 08-01 11:22, e 10-01 13:28, f 11-01 16:18, d 14-01 14:33, c 16-01 15:50, e 19-01 11:18, f 20-01 12:48, c 21-01 09:06, d 21-01 11:34, e 23-01 13:12, h 24-01 14:56
6 a 06-01 15:02, c 06-01 16:06, d 07-01 16:22, e 07-01 16:52, g 16-01 11:47
"""


@pytest.fixture(scope="module")
def log() -> EventLog:
    rows = []
    for line in REQUESTS.split("\n")[1:-1]:
        case, _, events = line.partition(" ")
        for event in events.split(", "):
            code, day, clock = event.split()
            year = 2010 if day.endswith("12") else 2011
            time = datetime.strptime(f"{day}-{year} {clock}", "%d-%m-%Y %H:%M").replace(tzinfo=UTC)
            rows.append((case, NAMES[code], time))
    return log_of(rows)


def test_it_has_six_cases_of_six_variants(log: EventLog) -> None:
    assert (log.cases, log.events, len(log.activities)) == (6, 42, 8)
    assert [one.count for one in variants(log).found] == [1] * 6


def test_what_followed_what(log: EventLog) -> None:
    """36 steps: 42 events less the last one of six cases."""
    graph = directly_follows(log)
    codes = {name: code for code, name in NAMES.items()}
    found = {codes[e.source] + codes[e.target]: e.took.count for e in graph.edges}
    assert found == {
        "ab": 1, "ac": 3, "ad": 2, "bd": 2, "be": 1, "cd": 4, "ce": 2, "db": 1, "dc": 2, "de": 6,
        "ef": 3, "eg": 3, "eh": 3, "fb": 1, "fc": 1, "fd": 1,
    }  # fmt: skip
    assert sum(found.values()) == 36
    assert graph.starts == {"register request": 6}
    assert graph.ends == {"reject request": 3, "pay compensation": 3}


def test_how_long_it_took(log: EventLog) -> None:
    """From decision to rejection 27:06, 75:42 and 25:44 hours: 128:32 in all."""
    edge = directly_follows(log).edge("decide", "reject request")
    assert edge is not None
    hour, minute = 3600, 60
    assert edge.took.median == 27 * hour + 6 * minute
    assert edge.took.mean == pytest.approx((128 * hour + 32 * minute) / 3)
    assert edge.took.least == 25 * hour + 44 * minute
    assert durations(log)[0] == 8 * 24 * hour + 3 * hour + 22 * minute


def test_what_was_done_again(log: EventLog) -> None:
    """Cases 3 and 5 were decided anew, case 5 twice; only case 5 was looked at casually again."""
    found = {one.activity: (one.cases, one.repeats) for one in rework(log)}
    assert found == {
        "check ticket": (2, 3),
        "decide": (2, 3),
        "examine casually": (1, 2),
        "reinitiate request": (1, 1),
    }


def test_from_registration_to_the_first_decision(log: EventLog) -> None:
    took, known = between(log, "register request", "decide")
    assert known.all()
    assert took[5] == 25 * 3600 + 50 * 60  # case 6: 6 January 15:02 to 7 January 16:52


def test_the_summary_adds_up(log: EventLog) -> None:
    found = summary(log)
    assert sum(found["activities"].values()) == found["events"] == 42
    assert found["durations"]["count"] == found["cases"] == 6
