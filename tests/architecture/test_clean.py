"""Nothing in the repository names a package host or a folder of somebody's machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written in pieces, so that this file is clean too.
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com")
HOSTS += ("deb." + "debian.org", "npm" + "mirror.com", "tuna." + "tsinghua")
FOLDERS = ("work", "root", "home/" + "[a-z]+", "Users/" + "[A-Za-z]+")
UNCLEAN = re.compile(
    "|".join([*map(re.escape, HOSTS), *(rf"(?<![\w./<-])/{folder}\b" for folder in FOLDERS)])
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def text_of(path: Path) -> str:
    """Read a file as text; what is not text, or is gone, is empty."""
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return ""


def test_no_tracked_file_names_a_host_or_a_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in tracked_files()
        if "vendor" not in path.parts
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if (match := UNCLEAN.search(line))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "line", [f"see https://{HOSTS[0]}/simple", "cd /" + "work/main", "'/" + "home/anna/x.xlsx'"]
)
def test_an_unclean_line_is_seen(line: str) -> None:
    assert UNCLEAN.search(line)


@pytest.mark.parametrize("line", ["/api/v1/work", "work/secret", "</root>", "path/root.yaml"])
def test_a_clean_line_is_let_through(line: str) -> None:
    assert not UNCLEAN.search(line)
