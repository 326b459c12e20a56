"""Marks: up to which batch of events somebody has read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from kaifang.store.models import EventBatch


@dataclass(frozen=True, slots=True)
class EventMark:
    """A batch of events by number and root: it tells one store, and one history, from another."""

    batch: int = 0
    root: str = ""
    last_event: int = 0

    @classmethod
    def latest(cls) -> Self:
        return cls._of(EventBatch.objects.order_by("-id"))

    def is_in_store(self) -> bool:
        return self == self._of(EventBatch.objects.filter(id=self.batch))

    @classmethod
    def _of(cls, batches: Any) -> Self:
        found = batches.values_list("id", "root", "last_event").first()
        return cls(*found) if found else cls()
