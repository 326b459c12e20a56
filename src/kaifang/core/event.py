"""Event 事件: what happened in a case, as its sender states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class GivenEvent:
    """One event. `source` and `id` together name it for good: sent again, it is the same event.

    `occurred_at` and `announced_at` are instants with a zone, or ISO 8601 texts of such. `org` is
    the place or body where it happened, `actor` who did it, `on_behalf_of` for whom; `sequence`
    the sender's own order among equal times. `data` holds texts, whole numbers, truth values,
    null, lists and objects; decimals are texts. `amends` names the event that this one corrects,
    of the same source unless `amends_source` says of which.
    """

    source: str
    id: str
    process: str
    case: str
    type: str
    occurred_at: datetime | str
    announced_at: datetime | str | None = None
    actor: str = ""
    on_behalf_of: str = ""
    org: str = ""
    sequence: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    amends: str = ""
    amends_source: str = ""
