"""The browser assets are the ones the manifest names, byte for byte."""

import runpy
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src" / "kaifang" / "site" / "static" / "vendor"


def test_vendored_files_match_their_checksums() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "vendor", "--check"],
        check=False,
        text=True,
        capture_output=True,
    )
    assert done.returncode == 0, done.stdout


def test_each_asset_carries_its_licence() -> None:
    assets = yaml.safe_load((VENDOR / "MANIFEST.yaml").read_text(encoding="utf-8"))
    assert {asset["name"] for asset in assets} == {"htmx.org", "echarts", "tabulator-tables"}
    for asset in assets:
        assert "LICENSE" in asset["files"]
        assert asset["licence"] in {"0BSD", "Apache-2.0", "MIT"}


def test_check_names_a_file_that_was_changed() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "vendor"))
    differences, honest = tool["differences"], tool["digest"]
    differences.__globals__["digest"] = lambda p: (
        honest(p)[::-1] if p.suffix == ".css" else honest(p)
    )
    assert any("tabulator_simple.min.css" in line for line in differences())
