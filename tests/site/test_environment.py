"""Settings come from the environment; what will not do is refused by name, in both languages."""

import stat

import pytest

from kaifang.programme.messages.addresses import AllowList
from kaifang.site import environment
from kaifang.site.environment import SettingRefused


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_flag_reads_the_usual_words(monkeypatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("KAIFANG_DEBUG", value)
    assert environment.flag("KAIFANG_DEBUG") is expected


def test_flag_refuses_another_word_by_name(monkeypatch) -> None:
    monkeypatch.setenv("KAIFANG_DEBUG", "perhaps")
    with pytest.raises(SettingRefused, match=r"KAIFANG_DEBUG.*perhaps") as refusal:
        environment.flag("KAIFANG_DEBUG")
    assert "应为" in str(refusal.value)
    assert "expected" in str(refusal.value)


def test_names_are_separated_by_commas(monkeypatch) -> None:
    monkeypatch.setenv("KAIFANG_ALLOWED_HOSTS", "kaifang.example, 10.0.0.8 ,")
    assert environment.names("KAIFANG_ALLOWED_HOSTS") == ["kaifang.example", "10.0.0.8"]


def test_folder_is_made(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("KAIFANG_HOME", str(tmp_path / "a" / "b"))
    assert environment.folder("KAIFANG_HOME", "").is_dir()


def test_file_is_no_folder(monkeypatch, tmp_path) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("KAIFANG_HOME", str(tmp_path / "taken"))
    with pytest.raises(SettingRefused, match="KAIFANG_HOME"):
        environment.folder("KAIFANG_HOME", "")


def test_secret_is_made_once_and_only_the_owner_may_read_it(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("KAIFANG_SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    first = environment.secret("KAIFANG_SECRET_KEY", file)
    assert len(first) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert environment.secret("KAIFANG_SECRET_KEY", file) == first


def test_short_secret_is_refused_without_showing_it(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("KAIFANG_SECRET_KEY", "hunter2")
    with pytest.raises(SettingRefused, match="KAIFANG_SECRET_KEY") as refusal:
        environment.secret("KAIFANG_SECRET_KEY", tmp_path / "secret_key")
    assert "hunter2" not in str(refusal.value)


def test_sqlite_waits_and_writes_ahead(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////data/kaifang.sqlite3")
    found = environment.database("DATABASE_URL", "")
    assert found["NAME"] == "/data/kaifang.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_postgresql_address_is_taken_apart(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:p%40ss@db:5433/kaifang?sslmode=require")
    found = environment.database("DATABASE_URL", "")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("anna", "p@ss", "db")
    assert (found["PORT"], found["NAME"]) == ("5433", "kaifang")
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("address", ["mysql://x/y", "sqlite://", "postgresql://host/", "data.db"])
def test_unknown_database_is_refused(monkeypatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(SettingRefused, match="DATABASE_URL"):
        environment.database("DATABASE_URL", "")


def test_refused_database_does_not_show_the_password(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://anna:hunter2@host/x")
    with pytest.raises(SettingRefused) as refusal:
        environment.database("DATABASE_URL", "")
    assert "hunter2" not in str(refusal.value)


def test_hosts_for_messages_are_read_at_the_start(monkeypatch) -> None:
    monkeypatch.setenv("KAIFANG_HOOK_HOSTS", "oapi.dingtalk.com, 10.2.0.0/16")
    assert len(allowed_hosts().entries) == 2
    monkeypatch.setenv("KAIFANG_HOOK_HOSTS", "*.dingtalk.com")
    with pytest.raises(SettingRefused, match=r"KAIFANG_HOOK_HOSTS.*\*\.dingtalk\.com"):
        allowed_hosts()


def allowed_hosts() -> AllowList:
    return environment.parsed("KAIFANG_HOOK_HOSTS", AllowList.read, "主机", "hosts")


def test_the_address_of_the_site_has_no_slash_at_its_end(monkeypatch) -> None:
    monkeypatch.setenv("KAIFANG_SITE_ADDRESS", "https://kaifang.example/")
    assert environment.web_address("KAIFANG_SITE_ADDRESS") == "https://kaifang.example"
    monkeypatch.delenv("KAIFANG_SITE_ADDRESS")
    assert environment.web_address("KAIFANG_SITE_ADDRESS") == ""


@pytest.mark.parametrize("value", ["kaifang.example", "ftp://kaifang.example", "https://", "x"])
def test_what_is_no_address_of_a_site_is_refused(monkeypatch, value: str) -> None:
    monkeypatch.setenv("KAIFANG_SITE_ADDRESS", value)
    with pytest.raises(SettingRefused, match="KAIFANG_SITE_ADDRESS"):
        environment.web_address("KAIFANG_SITE_ADDRESS")
