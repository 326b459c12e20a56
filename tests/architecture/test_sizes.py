"""tools/sizes counts what a distribution takes on disk, each file once."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
size_mb = runpy.run_path(str(ROOT / "tools" / "sizes"))["size_mb"]


@pytest.mark.parametrize("names_byte_code", [False, True], ids=["as uv lists", "as pip lists"])
def test_byte_code_counts_once(tmp_path: Path, names_byte_code: bool) -> None:
    module, compiled = tmp_path / "a.py", tmp_path / "__pycache__" / "a.cpython-311.pyc"
    compiled.parent.mkdir()
    module.write_bytes(b"x" * 40_000)
    compiled.write_bytes(b"x" * 80_000)
    files = [module, *([compiled] if names_byte_code else [])]
    dist = SimpleNamespace(files=files, locate_file=lambda entry: entry)
    blocks = module.stat().st_blocks + compiled.stat().st_blocks
    assert size_mb(dist) == blocks * 512 / 1e6
