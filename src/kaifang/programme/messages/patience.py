"""Patience: how long a receiver asks to be left alone, as `Retry-After` says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
_DIGITS = 9


def asked_until(head: str, now: datetime) -> datetime | None:
    """When the receiver wants to be asked again, a day from now at most; None where it says nothing.

    Seconds or a date (RFC 9110, 10.2.3); what is neither is as if it were not there.

    >>> asked_until("120", datetime(2022, 7, 15, 9, tzinfo=UTC)).isoformat()
    '2022-07-15T09:02:00+00:00'
    >>> asked_until("Fri, 15 Jul 2022 09:30:00 GMT", datetime(2022, 7, 15, 9, tzinfo=UTC)).minute
    30
    >>> asked_until("soon", datetime(2022, 7, 15, 9, tzinfo=UTC))
    """
    if head.isascii() and head.isdigit():
        seconds = int(head) if len(head) <= _DIGITS else 10**_DIGITS
        return now + min(timedelta(seconds=seconds), LONGEST)
    try:
        then = parsedate_to_datetime(head)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max(then, now), now + LONGEST)
