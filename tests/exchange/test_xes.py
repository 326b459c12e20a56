"""XES: what stands in a file becomes cases and events; what is broken is told with its line."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kaifang.cases import EventLog
from kaifang.cases.errors import EventIncomplete, LogUnreadable, TimeUnreadable
from kaifang.exchange.xes import read_xes
from kaifang.exchange.xes_events import xes_events

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n'
GLOBALS = """<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<global scope="event"><string key="concept:name" value="__INVALID__"/></global>
<classifier name="Activity" keys="concept:name"/>
<string key="source" value="by hand"/>
"""
TIME = "2023-04-20T08:20:00.000+08:00"
READERS = [lambda file: read_xes(file, zone="UTC"), lambda file: list(xes_events(file))]


def event(name: str, time: str = TIME, more: str = "") -> str:
    return (
        f'<event><string key="concept:name" value="{name}"/>'
        f'<date key="time:timestamp" value="{time}"/>{more}</event>\n'
    )


def trace(name: str, *events: str, more: str = "") -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{more}{"".join(events)}</trace>\n'


def read(tmp_path: Path, *traces: str) -> EventLog:
    file = tmp_path / "log.xes"
    file.write_text(HEAD + GLOBALS + "".join(traces) + "</log>", "utf-8")
    return read_xes(file, zone="Asia/Shanghai")


def test_traces_become_cases_and_their_attributes_those_of_the_case(tmp_path: Path) -> None:
    port = '<string key="port" value="大连"/>'
    log = read(
        tmp_path,
        trace("一", event("arrive"), event("leave", "2023-04-20T09:20:00.500+08:00"), more=port),
        trace("二", event("arrive", "2023-04-20T00:20:00Z")),
    )
    assert (log.case_ids, log.activities) == (("一", "二"), ("arrive", "leave"))
    assert (log.ticks_per_second, (log.last - log.first).tolist()) == (1000, [3_600_500, 0])
    assert log.origin + timedelta(milliseconds=int(log.ticks[0])) == datetime(
        2023, 4, 20, 0, 20, tzinfo=UTC
    )
    assert log.attributes["port"].is_one_of("大连").tolist() == [True, False]


def test_lists_within_events_are_not_taken_for_the_event(tmp_path: Path) -> None:
    nested = '<list key="parts"><values><string key="concept:name" value="wrong"/></values></list>'
    deep = '<string key="org:resource" value="anna"><string key="concept:name" value="wrong"/></string>'
    log = read(tmp_path, trace("a", event("arrive", more=nested + deep)))
    assert log.activities == ("arrive",)


def test_a_time_without_a_zone_is_that_of_the_zone_given(tmp_path: Path) -> None:
    log = read(tmp_path, trace("a", event("x", "2023-04-20T08:20:00"), event("y", TIME)))
    assert log.ticks.tolist() == [0, 0]


def test_traces_of_one_name_are_one_case_and_of_none_their_own(tmp_path: Path) -> None:
    nameless = f"<trace>{event('x')}</trace>"
    log = read(tmp_path, trace("a", event("x")), trace("a", event("y")), nameless, nameless)
    assert log.lengths.tolist() == [2, 1, 1]
    assert log.case_ids == ("a", "#2", "#3")


def test_a_trace_without_events_is_no_case(tmp_path: Path) -> None:
    log = read(tmp_path, trace("empty"), trace("a", event("x")))
    assert log.case_ids == ("a",)


def test_events_out_of_order_are_put_in_the_order_of_time(tmp_path: Path) -> None:
    early = event("early", "2023-04-19T08:20:00+08:00")
    log = read(tmp_path, trace("a", event("late"), early, event("as late")))
    names = [log.activities[code] for code in log.activity]
    assert names == ["early", "late", "as late"]


def test_a_compressed_file_is_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "log.xes.gz"
    file.write_bytes(gzip.compress((HEAD + trace("a", event("x")) + "</log>").encode()))
    assert read_xes(file, zone="Asia/Shanghai").events == 1


@pytest.mark.parametrize(
    ("bad", "error", "line"),
    [
        (event("x", "yesterday"), TimeUnreadable, "7"),
        (event("x", ""), EventIncomplete, "7"),
        (f'<event><date key="time:timestamp" value="{TIME}"/></event>', EventIncomplete, "7"),
    ],
)
def test_a_broken_event_is_told_with_its_line(
    tmp_path: Path, bad: str, error: type[Exception], line: str
) -> None:
    with pytest.raises(error) as refusal:
        read(tmp_path, trace("a", bad))
    assert str(refusal.value).split("[")[0].rstrip(":").endswith(line)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<log><trace>",
        b"not xml",
        b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa">]><log>&a;</log>',
    ],
)
def test_what_is_no_xes_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "log.xes"
    file.write_bytes(content)
    with pytest.raises(LogUnreadable):
        read_xes(file, zone="Asia/Shanghai")


@pytest.mark.parametrize("read_it", READERS)
def test_another_encoding_is_told_as_such(tmp_path: Path, read_it: Any) -> None:
    file = tmp_path / "log.xes"
    text = (HEAD + trace("a", event("到港")) + "</log>").replace("UTF-8", "GB18030")
    file.write_bytes(text.encode("gb18030"))
    with pytest.raises(LogUnreadable) as refused:
        read_it(file)
    assert "UTF-8" in refused.value.says.en


@pytest.mark.parametrize("read_it", READERS)
def test_a_tag_that_never_ends_does_not_fill_the_memory(tmp_path: Path, read_it: Any) -> None:
    file = tmp_path / "log.xes.gz"
    with gzip.open(file, "wb", 1) as out:
        out.write(HEAD.encode() + b'<trace><string key="concept:name" value="')
        for _ in range(40):
            out.write(b"A" * 1_000_000)
    with pytest.raises(LogUnreadable) as refused:
        read_it(file)
    assert "16 MB" in refused.value.says.en


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.xes.gz"
    file.write_bytes(gzip.compress(HEAD.encode() * 100)[:40])
    with pytest.raises(LogUnreadable):
        read_xes(file, zone="Asia/Shanghai")
