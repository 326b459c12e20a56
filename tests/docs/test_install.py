"""docs/install.md: its unit runs a real command, its people come into being as it says."""

from __future__ import annotations

import configparser
import subprocess
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, page
from tests.docs.test_pages import command_of, fault_of
from tests.docs.test_readme import run

PAGE = page("docs/install.md")
UNITS = ROOT / "deploy" / "systemd"
ENVIRONMENT = "EnvironmentFile=-/etc/kaifang.env"


def unit() -> configparser.ConfigParser:
    """The systemd unit of the page."""
    (text,) = (block.text for block in PAGE.blocks if block.about == "kaifang.service")
    parser = configparser.ConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


def test_the_unit_starts_a_real_command() -> None:
    assert not fault_of(command_of(unit()["Service"]["ExecStart"]), whole=True)


def test_the_unit_of_the_page_is_the_one_that_ships() -> None:
    for name in ("docs/install.md", "docs/install.zh-CN.md"):
        (text,) = (one.text for one in page(name).blocks if one.about == "kaifang.service")
        assert text == (UNITS / "kaifang.service").read_text("utf-8")


def test_the_other_units_start_real_commands_on_the_same_records() -> None:
    for name in ("kaifang-worker.service", "kaifang-backup.service"):
        text = (UNITS / name).read_text("utf-8")
        (start,) = (line for line in text.splitlines() if line.startswith("ExecStart="))
        assert not fault_of(command_of(start.partition("=")[2]), whole=True)
        shared = [line for line in text.splitlines() if "KAIFANG_HOME" in line or "env" in line]
        assert shared == ["Environment=KAIFANG_HOME=/var/lib/kaifang", ENVIRONMENT]


def test_the_records_lie_where_the_service_may_write() -> None:
    (text,) = (block.text for block in PAGE.blocks if block.about == "kaifang.service")
    assert unit()["Service"]["StateDirectory"] == "kaifang"
    assert "KAIFANG_HOME=/var/lib/kaifang\n" in text


def test_the_requirements_it_names_are_there() -> None:
    named = {
        word for line in PAGE.typed for word in line.split() if word.startswith("requirements/")
    }
    assert "requirements/base.txt" in named
    assert all((ROOT / word).exists() for word in named)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the people of the page."""
    home = tmp_path_factory.mktemp("office")
    script = "\n".join(line for line in PAGE.typed if line.startswith("kaifang user"))
    run(home, "bash", "-c", f"set -e\n{script}")
    return home


@pytest.mark.slow
def test_three_administrators_and_an_officer_come_into_being(office: Path) -> None:
    told = run(office, "kaifang", "user", "list", "--as", "bao", "--lang", "en")
    roles = ("system administrator", "security administrator", "audit administrator")
    assert all(role in told for role in roles)
    assert "division officer" in told


@pytest.mark.slow
def test_the_officer_cannot_grant_himself_a_key(office: Path) -> None:
    with pytest.raises(AssertionError):
        run(office, "kaifang", "user", "grant", "deng", "--role", "security", "--as", "deng")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    file = tmp_path / "kaifang.service"
    (text,) = (block.text for block in PAGE.blocks if block.about == "kaifang.service")
    file.write_text(text.replace("/opt/kaifang/bin/kaifang", "/bin/true"), "utf-8")
    try:
        done = subprocess.run(
            ["systemd-analyze", "verify", file], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return  # the parser above has read it; only systemd itself is missing
    assert done.returncode == 0, done.stderr
