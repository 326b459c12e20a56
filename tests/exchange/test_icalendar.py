"""iCalendar: all-day entries, escaped, folded at 75 octets, the same text for the same entries."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kaifang.exchange.icalendar import Entry, calendar_text, folded

ENTRY = Entry("a@b", date(2023, 12, 31), "报送，第一; 第二, 三", "一行\n二行", "https://x.cn/a")


def test_entry_is_written_as_the_standard_wants_it() -> None:
    assert calendar_text("日历", [ENTRY]).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kaifang//Kaifang//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:日历",
        "X-WR-CALNAME:日历",
        "BEGIN:VEVENT",
        "UID:a@b",
        "DTSTAMP:20231231T000000Z",
        "DTSTART;VALUE=DATE:20231231",
        "DTEND;VALUE=DATE:20240101",
        "SUMMARY:报送，第一\\; 第二\\, 三",
        "DESCRIPTION:一行\\n二行",
        "URL:https://x.cn/a",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_folded_lines_are_short_and_join_again(text: str) -> None:
    parts = list(folded(text))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text
