"""`kaifang cases summary` needs a file and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = "case,activity,time\na,x,2023-04-20 08:00\nb,x,2023-04-20 08:00\na,y,2023-04-20 10:00\n"


def summarise(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "log.csv"
    file.write_text(ROWS, "utf-8")
    script = "from kaifang.cli.main import app; app()"
    command = [sys.executable, "-c", script, "cases", "summary", str(file), *words]
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={"KAIFANG_HOME": str(tmp_path / "home"), "PATH": "", "LANG": "C.UTF-8"},
    )


@pytest.mark.slow
def test_a_summary_counts_and_times_and_makes_no_store(tmp_path: Path) -> None:
    """Two hours from x to y; b had only x."""
    answer = summarise(tmp_path, "--json")
    found = json.loads(answer.stdout)
    took = {"count": 1, "mean": 7200, "median": 7200, "p90": 7200, "least": 7200, "most": 7200}
    assert found == {
        "cases": 2,
        "events": 3,
        "activities": {"x": 2, "y": 1},
        "variants": [
            {"activities": ["x", "y"], "count": 1},
            {"activities": ["x"], "count": 1},
        ],
        "start_activities": {"x": 2},
        "end_activities": {"y": 1, "x": 1},
        "edges": [{"source": "x", "target": "y", **took}],
        "durations": {
            "count": 2, "mean": 3600, "median": 3600, "p90": 6480, "least": 0, "most": 7200,
        },
    }  # fmt: skip
    assert not (tmp_path / "home").exists()


@pytest.mark.slow
def test_a_summary_speaks_both_languages(tmp_path: Path) -> None:
    assert "办件 2，事件 3" in summarise(tmp_path, "--lang", "zh").stdout
    assert "2 cases, 3 events" in summarise(tmp_path, "--lang", "en").stdout
