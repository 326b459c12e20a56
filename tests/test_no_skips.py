"""In CI a skipped test is a failed test, wherever the skip stands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "pytest", "-q", "-p", "tests.no_skips", "-c", os.devnull]
SKIPS = {
    "in the body": "import pytest\ndef test_it():\n    pytest.skip('no browser')\n",
    "by a mark": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_it(): pass\n",
    "of a module": "import pytest\npytest.importorskip('no_browser_of_that_name')\n",
}


def run(folder: Path, code: str, no_skip: str) -> subprocess.CompletedProcess[str]:
    """Run one test file under the plugin alone."""
    file = folder / "test_sample.py"
    file.write_text(code, encoding="utf-8")
    return subprocess.run(
        [*COMMAND, "--rootdir", folder, file],
        check=False,
        text=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "KAIFANG_NO_SKIP": no_skip, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )


@pytest.mark.parametrize("code", SKIPS.values(), ids=SKIPS.keys())
def test_skip_fails_when_nothing_may_be_skipped(tmp_path: Path, code: str) -> None:
    done = run(tmp_path, code, no_skip="1")
    assert done.returncode not in {0, 5}
    assert "no_browser" in done.stdout or "no browser" in done.stdout


def test_skip_is_let_through_on_a_desk(tmp_path: Path) -> None:
    assert "1 skipped" in run(tmp_path, SKIPS["in the body"], no_skip="").stdout


def test_expected_failure_keeps_its_word(tmp_path: Path) -> None:
    code = "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n"
    assert "1 xfailed" in run(tmp_path, code, no_skip="1").stdout
