"""Kinds of messages: dotted words such as `submission.late`, and how a hook asks for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaifang.core.errors import KaifangError

EVERYTHING = "*"
_WORD = r"[a-z][a-z0-9_]*"
_ASKED = re.compile(rf"\*|{_WORD}(\.{_WORD})*(\.\*)?")


class UnreadableEvents(KaifangError):
    """What a hook asks for is no kind of message, or nothing at all."""

    code = "KF-PROG-048"


def events_in(text: str) -> list[str]:
    """Take apart what a person wrote: kinds between commas (Chinese ones too) or blanks.

    >>> events_in("submission.*， task.assigned")
    ['submission.*', 'task.assigned']
    """
    return [one for one in re.split(r"[\s,，、;；]+", text) if one]


def check_events(events: Sequence[str]) -> None:
    """Refuse what no message could ever match. Raises: UnreadableEvents."""
    wrong = [one for one in events if not _ASKED.fullmatch(one)]
    if wrong or not events:
        raise UnreadableEvents(found=", ".join(wrong) or "—")


def asks(event: str, kind: str) -> bool:
    """Whether an entry of a subscription means a kind.

    >>> asks("submission.*", "submission.late"), asks("task.*", "submission.late")
    (True, False)
    """
    if event.endswith(EVERYTHING):
        return kind.startswith(event[:-1])
    return event == kind
