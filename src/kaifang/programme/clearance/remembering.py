"""What was worked out of a log is kept until something is recorded: pages ask for it again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from kaifang.cases.logs import EventLog
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.clearance.picking import Selection

MOST_REMEMBERED = 256
T = TypeVar("T")
_kept: OrderedDict[Hashable, tuple[EventLog, ProcessEntry, Any]] = OrderedDict()
_keeping = Lock()


def remembered(picked: Selection, question: str, answer: Callable[[], T]) -> T:
    """The answer to a question about a selection; worked out anew once its log is another.

    `question` names everything that the answer depends on but the selection.
    """
    key = _key(picked, question)
    with _keeping:
        held = _kept.get(key)
    if held is not None and held[0] is picked.log and held[1] is picked.process:
        known: T = held[2]
        return known
    told = answer()
    with _keeping:
        _kept[key] = (picked.log, picked.process, told)
        _kept.move_to_end(key)
        while len(_kept) > MOST_REMEMBERED:
            _kept.popitem(last=False)
    return told


def _key(picked: Selection, question: str) -> Hashable:
    return (
        picked.process.id,
        picked.period,
        picked.base_year,
        tuple(sorted(picked.where.items())),
        picked.moment,
        picked.withholds,
        question,
    )
