"""A log of 10 million events: our answers, pm4py's, and a one-pass C loop over the same arrays.

Makes a synthetic clearance log in the order of time, cases and activities coded as integers as
the mirror of a store has them, clusters it, sets the last thousand events behind the others as the
mirror does at each batch, asks for the directly-follows graph with count, mean, exact median and
p90 of all edges, variants, durations, conformance and two limits in working days by the calendar
of the pack cn-calendar.
pm4py (AGPL, an oracle and never a dependency) answers in an environment of its own, which
`--oracle` makes in .tools/pm4py; its results must equal ours. Times are CPU seconds.
Run: python bench/cases.py [EVENTS] [--oracle]
"""

from __future__ import annotations

import argparse
import ctypes
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from clearance.making import ACTIVITIES, make_log

from kaifang.cases import (
    EventLog,
    Way,
    conform,
    directly_follows,
    durations,
    variants,
)
from kaifang.cases.appending import in_ticks, with_cases
from kaifang.cases.building import assemble
from kaifang.cases.limits import working_days
from kaifang.cases.worktables import WorkTable
from kaifang.packs.law import compose
from kaifang.programme.calendars import work_calendar

HERE = Path(__file__).parent
ORACLE = HERE.parent / ".tools" / "pm4py"
BUDGETS = {
    "graph": 1.0, "variants": 0.3, "durations": 0.05, "conformance": 0.1, "clustering": 4.0,
    "continuing": 0.4, "limits": 1.0,
}  # fmt: skip
BATCH = 1_000
# Two limits in working days, over years of which the holidays are known.
LIMITS = (("declaration", "release"), ("order", "inspection"))
SHIFT = timedelta(days=365 * 52 + 200)
SAME = ("ticks", "activity", "offsets")
PEAK_BUDGET_MB = 1536
LEAST_RATIO = 30
RUNS = 5
_FIRST = ("arrival", "declaration")
WAY = Way(
    starts=_FIRST,
    follows={
        _FIRST,
        _FIRST[::-1],
        *((one, two) for one in _FIRST for two in ("amendment", "order", "tax")),
        ("amendment", "order"),
        ("amendment", "tax"),
        ("order", "inspection"),
        ("inspection", "tax"),
        ("tax", "release"),
        ("release", "pickup"),
    },
    ends=("pickup",),
    must=_FIRST,
)


def main() -> None:
    """Print the table; fail where results differ."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("events", nargs="?", type=int, default=10_000_000)
    asked.add_argument("--oracle", action="store_true", help="make .tools/pm4py and ask it")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.npz"
        case, activity, seconds = make_log(words.events)
        np.savez(file, case=case, activity=activity, seconds=seconds, names=np.array(ACTIVITIES))
        print(f"{len(case):,} events, {int(case.max()) + 1:,} cases")
        del case, activity, seconds
        with get_context("spawn").Pool(1) as one:  # a process of its own, so that its peak is ours
            ours = one.apply(measured, (str(file),))
        show(ours)
        if words.oracle:
            compare(ours, oracle(file))


def measured(path: str) -> dict[str, Any]:
    """Our results, the median CPU seconds of each answer, and the peak of memory."""
    times: dict[str, float] = {}
    with np.load(path) as held:
        columns = [held["case"], held["activity"], held["seconds"]]
    log = timed(times, "clustering", lambda: clustered(*columns), runs=1)
    continue_one(times, log, columns)
    columns.clear()
    graph = timed(times, "graph", lambda: directly_follows(log))
    ways = timed(times, "variants", lambda: variants(log))
    took = timed(times, "durations", lambda: durations(log))
    kept = timed(times, "conformance", lambda: conform(log, WAY))
    dated = replace(log, origin=log.origin + SHIFT)
    table = WorkTable.of(work_calendar(compose("cn-calendar")))
    timed(times, "limits", lambda: [working_days(dated, *ends, table) for ends in LIMITS])
    return {
        "times": times,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "edges": [
            [edge.source, edge.target, edge.took.count, edge.took.mean, edge.took.median]
            for edge in graph.edges
        ],
        "variants": [[list(one.activities), one.count] for one in ways.found],
        "durations": [log.cases, int(took.sum(dtype=np.int64))],
        "fits_percent": 100 * int(kept.fits.sum()) / log.cases,
        "c_pass": c_pass(log),
    }


def clustered(case: Any, activity: Any, seconds: Any) -> EventLog:
    cases = int(case.max()) + 1
    return assemble(case, activity, seconds * 1_000_000, range(cases), ACTIVITIES)  # type: ignore[arg-type]


def continue_one(times: dict[str, float], whole: EventLog, columns: list[Any]) -> None:
    before = clustered(*[column[:-BATCH] for column in columns])
    more = timed(times, "continuing", lambda: continued(before, *columns))
    if not all(np.array_equal(getattr(more, name), getattr(whole, name)) for name in SAME):
        sys.exit("the continued log is another than that of all events")


def continued(log: EventLog, case: Any, activity: Any, seconds: Any) -> EventLog:
    """The log with the last thousand events: only their cases are put in order anew."""
    going_on = np.zeros(int(case.max()) + 1, np.bool_)
    going_on[case[-BATCH:]] = True
    its = np.flatnonzero(going_on[case])
    ticks = in_ticks(log, seconds[its] * 1_000_000)
    if ticks is None:
        sys.exit("the last events do not fit the ticks of the log")
    ids: Any = range(len(going_on))
    return with_cases(log, case[its], activity[its], ticks, ids, ACTIVITIES, {})


def timed(times: dict[str, float], name: str, work: Callable[[], Any], runs: int = RUNS) -> Any:
    spent = []
    for _ in range(runs):
        start = time.process_time()
        found = work()
        spent.append(time.process_time() - start)
    times[name] = statistics.median(spent)
    return found


def c_pass(log: EventLog) -> float | None:
    """CPU seconds of counts and sums by edge in C; None without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "one_pass.so"
        source = HERE / "clearance" / "one_pass.c"
        subprocess.run([compiler, "-O3", "-shared", "-fPIC", source, "-o", library], check=True)
        run = ctypes.CDLL(str(library)).one_pass
        counts, sums = (np.zeros(len(ACTIVITIES) ** 2, np.int64) for _ in range(2))
        arrays = [log.activity, log.ticks.astype(np.int32), log.offsets]
        given = [array.ctypes.data_as(ctypes.c_void_p) for array in arrays]
        asked = [ctypes.c_int64(log.cases), ctypes.c_int64(len(ACTIVITIES))]
        into = [array.ctypes.data_as(ctypes.c_void_p) for array in (counts, sums)]
        times: dict[str, float] = {}
        timed(times, "c", lambda: run(*given, *asked, *into), runs=15)
    return times["c"]


def show(ours: dict[str, Any]) -> None:
    for name, seconds in ours["times"].items():
        print(f"  {name:12} {seconds:7.3f} CPU s   budget {BUDGETS[name]}")
    print(f"  peak {ours['peak_kb'] // 1024:,} MB   budget {PEAK_BUDGET_MB:,}")
    if ours["c_pass"]:
        ratio = ours["times"]["graph"] / ours["c_pass"]
        print(
            f"  one pass in C, counts and sums only: {ours['c_pass']:.3f} s; the graph takes {ratio:.0f} times that"
        )


def oracle(file: Path) -> dict[str, Any]:
    """Ask pm4py; its environment is made at the first time."""
    python = ORACLE / "bin" / "python"
    if not python.exists():
        venv.create(ORACLE, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pm4py==2.7.23.11"], check=True)
    done = subprocess.run(
        [python, HERE / "clearance" / "oracle.py", file], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Print the ratios; exit with 1 where a result differs or a ratio is too small."""
    spent = theirs["times"]
    pairs = {
        "clustering": spent["prepare"],
        "graph": spent["counts"] + spent["means"],
        "variants": spent["variants"],
        "durations": spent["durations"],
        "conformance": spent["conformance"],
    }
    print(f"pm4py {theirs['version']}, peak {theirs['peak_kb'] // 1024:,} MB before the replay")
    slow = []
    for name, seconds in pairs.items():
        ratio = seconds / ours["times"][name]
        print(f"  {name:12} {seconds:7.3f} CPU s   {ratio:,.0f} times ours")
        if ratio < LEAST_RATIO and name != "clustering":
            slow.append(name)
    equal = {
        "edges": sorted(ours["edges"]) == sorted(theirs["edges"]),
        "variants": sorted(ours["variants"]) == sorted(theirs["variants"]),
        "durations": ours["durations"] == theirs["durations"],
        "fitting": abs(ours["fits_percent"] - theirs["fits_percent"]) < 1e-9,
    }
    print("  equal: " + ", ".join(f"{name} {found}" for name, found in equal.items()))
    if slow or not all(equal.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
