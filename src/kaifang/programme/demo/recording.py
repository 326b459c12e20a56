"""Record the demo in the store."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kaifang.packs.law import load
from kaifang.programme.demo.observing import PACK, demo_observations

if TYPE_CHECKING:
    from kaifang.store.observations import BatchResult

REASON = "演示数据"


def record_demo() -> list[BatchResult]:
    """Record all values of 示例省, one batch an indicator; what is there already stays as it is."""
    from kaifang.store.models import Batch
    from kaifang.store.observations import Origin, append

    origin = Origin(pack_hash=load(PACK).hash)
    by_indicator = groupby(demo_observations(), key=lambda o: o.indicator)
    return [
        append(group, kind=Batch.Kind("demo"), reason=REASON, origin=origin)
        for _, group in by_indicator
    ]
