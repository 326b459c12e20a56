"""What was worked out of a log is kept as long as the log: pages ask for it again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from kaifang.programme.clearance.picking import Selection

MOST_REMEMBERED = 256
T = TypeVar("T")
_keeping = Lock()


def remembered(picked: Selection, question: str, answer: Callable[[], T]) -> T:
    """The answer to a question about a selection; worked out anew once its log is another.

    `question` names everything that the answer depends on but the selection.
    """
    kept, key = picked.measured.answers, _key(picked, question)
    with _keeping:
        if key in kept:
            kept.move_to_end(key)
            known: T = kept[key]
            return known
    told = answer()
    with _keeping:
        kept[key] = told
        kept.move_to_end(key)
        while len(kept) > MOST_REMEMBERED:
            kept.popitem(last=False)
    return told


def _key(picked: Selection, question: str) -> Hashable:
    return (
        picked.period,
        picked.base_year,
        tuple(sorted(picked.where.items())),
        picked.moment,
        picked.withholds,
        question,
    )
