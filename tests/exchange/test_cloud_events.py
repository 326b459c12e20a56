"""CloudEvents as events of cases: read as they are, refused where they say what nobody reads."""

import json
from typing import Any

import pytest

from kaifang.exchange.cloud_events import CloudEventUnreadable, events_in_body

EVENT = {
    "specversion": "1.0",
    "id": "17",
    "source": "customs/dalian",
    "type": "release",
    "subject": "090820230000000001",
    "time": "2023-04-20T08:20:00+08:00",
    "datacontenttype": "application/json",
    "announcedat": "2023-04-20T08:21:00+08:00",
    "actor": "关员甲",
    "onbehalfof": "91210200",
    "org": "210200",
    "sequence": "4",
    "amends": "16",
    "amendssource": "customs",
    "data": {"port": "大窑湾"},
}


def written(*events: Any) -> bytes:
    return json.dumps(list(events)).encode()


def test_every_attribute_is_read() -> None:
    (one,) = events_in_body(written(EVENT), "clearance")
    assert (one.source, one.id, one.process, one.case) == (
        "customs/dalian", "17", "clearance", "090820230000000001",
    )  # fmt: skip
    assert (one.type, one.occurred_at) == ("release", EVENT["time"])
    assert (one.announced_at, one.actor, one.on_behalf_of) == (
        EVENT["announcedat"], "关员甲", "91210200",
    )  # fmt: skip
    assert (one.org, one.sequence, one.amends, one.amends_source) == ("210200", 4, "16", "customs")
    assert one.data == {"port": "大窑湾"}


@pytest.mark.parametrize("what", [0, False, [], ""])
def test_only_null_says_nothing(what: Any) -> None:
    """The store refuses what it was given, rather than record something else."""
    (one,) = events_in_body(written({**EVENT, "data": what, "amends": what, "org": what}))
    assert (one.data, one.amends, one.org) == (what, what, what)
    (one,) = events_in_body(written({**EVENT, "data": None, "amends": None, "org": None}))
    assert (one.data, one.amends, one.org) == ({}, "", "")


def test_a_list_is_read_like_lines() -> None:
    lines = b"\n\n".join(json.dumps({**EVENT, "id": id}).encode() for id in "12") + b"\n"
    assert [one.id for one in events_in_body(lines)] == ["1", "2"]
    assert events_in_body(lines) == events_in_body(
        written({**EVENT, "id": "1"}, {**EVENT, "id": "2"})
    )
    assert events_in_body(b"") == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"{", "Expecting property name"),
        (b"\"\xff\"", "utf-8"),
        (b"[1]", "int"),
        (b'[{"id": "\\ud800"}]', "surrogates"),
        (b'"\xed\xa0\x80"', "utf-8"),
        (b"[" * 100_000, "recursion"),
        (written({**EVENT, "specversion": "0.3"}), "specversion: 0.3"),
        (written({**EVENT, "subject": None}), "subject: None"),
        (written({**EVENT, "id": 17}), "id: 17"),
        (written({**EVENT, "colour": "red"}), "colour"),
        (written({**EVENT, "process": "project"}), "process: project"),
        (written({**EVENT, "sequence": "four"}), "sequence: four"),
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused(body: bytes, found: str) -> None:
    with pytest.raises(CloudEventUnreadable) as refused:
        events_in_body(body, "clearance")
    assert found in refused.value.params["found"]


def test_the_line_that_is_wrong_is_told() -> None:
    with pytest.raises(CloudEventUnreadable) as refused:
        events_in_body(json.dumps(EVENT).encode() + b"\n{}")
    assert refused.value.where == "2"
