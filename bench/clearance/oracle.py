"""The same questions to pm4py, in an environment of its own: LOG.npz in, JSON out.

Nothing imports it: bench/cases.py runs it with the Python that has pm4py.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

with contextlib.redirect_stdout(io.StringIO()):
    import numpy as np
    import pandas as pd
    import pm4py

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
WAY = (
    "->( +( 'arrival', 'declaration' ), X( 'amendment', tau ),"
    " X( ->( 'order', 'inspection' ), tau ), 'tax', 'release', 'pickup' )"
)
times: dict[str, float] = {}


def timed(name: str, work: Callable[[], Any]) -> Any:
    start = time.process_time()
    found = work()
    times[name] = time.process_time() - start
    return found


def frame_of(path: str) -> pd.DataFrame:
    with np.load(path) as log:
        names = log["names"]
        return pd.DataFrame(
            {
                CASE: log["case"].astype(str),
                ACTIVITY: names[log["activity"]],
                TIME: pd.to_datetime(log["seconds"], unit="s", utc=True),
            }
        )


def main(path: str) -> None:
    """Print results, CPU seconds and the peak of memory before the replay."""
    frame = frame_of(path)
    log = timed("prepare", lambda: pm4py.format_dataframe(frame, CASE, ACTIVITY, TIME))
    counts = timed("counts", lambda: pm4py.discover_dfg(log)[0])
    took = timed("means", lambda: pm4py.discover_performance_dfg(log)[0])
    variants = timed("variants", lambda: pm4py.get_variants(log))
    durations = timed("durations", lambda: pm4py.get_all_case_durations(log))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    net = pm4py.convert_to_petri_net(pm4py.parse_process_tree(WAY))
    replay = timed("conformance", lambda: pm4py.fitness_token_based_replay(log, *net))
    found = {
        "version": pm4py.__version__,
        "times": times,
        "peak_kb": peak,
        "edges": [
            [*pair, n, took[pair]["mean"], took[pair]["median"]] for pair, n in counts.items()
        ],
        "variants": [[list(way), int(count)] for way, count in variants.items()],
        "durations": [len(durations), float(np.sum(durations))],
        "fits_percent": replay["percentage_of_fitting_traces"],
    }
    print(json.dumps(found, default=float))


if __name__ == "__main__":
    main(sys.argv[1])
