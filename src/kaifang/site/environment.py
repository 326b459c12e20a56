"""Read settings from the environment; a value that will not do is refused by name."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class SettingRefused(ImproperlyConfigured):
    """An environment variable holds a value that Kaifang cannot use."""

    @classmethod
    def found(cls, name: str, value: str, expected_zh: str, expected_en: str) -> SettingRefused:
        return cls(
            f"环境变量 {name} 的值“{value}”不可用：应为{expected_zh}。\n"
            f"{name}={value!r} cannot be used: expected {expected_en}."
        )


def text(name: str, default: str = "") -> str:
    """Return a setting as it stands, without blanks around it."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Return a yes-or-no setting."""
    value = os.environ.get(name)
    if value is None:
        return default
    if (word := value.strip().lower()) in TRUE | FALSE:
        return word in TRUE
    raise SettingRefused.found(name, value, " 1 或 0", "1 or 0")


def one_of(name: str, words: tuple[str, ...]) -> str:
    """Return a setting that is one of some words; the first unless it is given."""
    value = text(name) or words[0]
    if value in words:
        return value
    told = " | ".join(words)
    raise SettingRefused.found(name, value, f" {told} 之一", f"one of {told}")


def names(name: str, default: str = "") -> list[str]:
    """Return a setting that lists names separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def parsed(name: str, read: Callable[[str], T], expected_zh: str, expected_en: str) -> T:
    """Return a setting as `read` understands it, which raises ValueError where it does not."""
    value = text(name)
    try:
        return read(value)
    except ValueError as refusal:
        raise SettingRefused.found(name, value, expected_zh, expected_en) from refusal


def web_address(name: str) -> str:
    """Return the address of a site without a slash at its end, or nothing."""
    value = text(name).rstrip("/")
    parts = urlsplit(value)
    if value and not (parts.scheme in {"http", "https"} and parts.netloc and not parts.query):
        raise SettingRefused.found(
            name,
            value,
            "形如 https://kaifang.example 的网址",
            "an address like https://kaifang.example",
        )
    return value


def number(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number within bounds."""
    value = text(name) or str(default)
    if value.isdecimal() and least <= int(value) <= most:
        return int(value)
    raise SettingRefused.found(
        name, value, f" {least} 至 {most} 的整数", f"a whole number from {least} to {most}"
    )


def folder(name: str, default: str) -> Path:
    """Return a folder, made when it is not there; a file of that name is refused."""
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as refusal:
        raise SettingRefused.found(
            name,
            str(path),
            f"可写的文件夹（{refusal.strerror}）",
            f"a folder one may write in ({refusal.strerror})",
        ) from refusal
    return path


def secret(name: str, file: Path) -> str:
    """Return the secret from the environment, or from a file that only its owner may read."""
    if value := text(name):
        return value if len(value) >= 32 else _refuse_short(name)
    try:
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        return _fresh_secret(file)


def database(name: str, default: str) -> dict[str, object]:
    """Return Django's description of the database at an address."""
    address = text(name) or default
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(name, address)
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(name, address)
    raise _unknown_database(name, address)


def _refuse_short(name: str) -> str:
    raise SettingRefused.found(name, "…", "至少32个字符", "at least 32 characters")


def _fresh_secret(file: Path) -> str:
    """Write a new secret; when two processes start at once, both read the one that came first."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as target:
        target.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii")


def _sqlite(name: str, address: str) -> dict[str, object]:
    path = unquote(address.removeprefix("sqlite:///"))
    if path == address or not path:
        raise _unknown_database(name, address)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(name: str, address: str) -> dict[str, object]:
    parts = urlsplit(address)
    if not parts.path.strip("/"):
        raise _unknown_database(name, address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _unknown_database(name: str, address: str) -> SettingRefused:
    shown = urlsplit(address)._replace(netloc="…").geturl() if "@" in address else address
    return SettingRefused.found(
        name,
        shown,
        " sqlite:///文件 或 postgresql://用户:口令@主机/库",
        "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    )
