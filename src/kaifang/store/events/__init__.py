"""Events 事件 of cases: appended in batches, once each, sealed, verified, never overwritten."""

from kaifang.store.events.adding import Appended, append, flaws, last_event
from kaifang.store.events.errors import BatchTooLarge
from kaifang.store.events.holding import hold, settle, waiting
from kaifang.store.events.reading import (
    RecordedEvent,
    named,
    of_case,
    of_cases,
    processes,
    recorded,
)
from kaifang.store.events.recalling import cases_of
from kaifang.store.events.verifying import EventFault, verify

__all__ = [
    "Appended",
    "BatchTooLarge",
    "EventFault",
    "RecordedEvent",
    "append",
    "cases_of",
    "flaws",
    "hold",
    "last_event",
    "named",
    "of_case",
    "of_cases",
    "processes",
    "recorded",
    "settle",
    "verify",
    "waiting",
]
