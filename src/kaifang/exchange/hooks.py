"""What goes out to other systems: CloudEvents, signed as Standard Webhooks; DingTalk and WeCom robots.

Formats only: `programme.messages.sending` delivers them.
Source: CloudEvents 1.0 JSON format; Standard Webhooks 1.0; the robot pages of both vendors.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError

NOTHING = Text("", "")
TOLERANCE = timedelta(minutes=5)
_PREFIX = "whsec_"
_FEWEST_BYTES = 24
_WECOM_BYTES = 2048


class SignatureRefused(KaifangError):
    """A webhook is not signed by whom it should be, or not now."""

    code = "KF-EXCH-040"


class UnreadableSecret(KaifangError):
    """The secret of a webhook is not as Standard Webhooks writes it."""

    code = "KF-EXCH-041"


@dataclass(frozen=True, slots=True)
class HookEvent:
    """What is told outside. `id` stays the same however often it is sent; `at` has a zone.

    `subject` is what it is about, the organisation where nothing else is said; `data` is for the
    receiver's machines, beside title and link.
    """

    id: str
    kind: str
    at: datetime
    title: Text
    body: Text = NOTHING
    link: str = ""
    org: str = ""
    subject: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HookRequest:
    """A POST, ready to be sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes


def webhook(event: HookEvent, url: str, secret: str, *, source: str, now: datetime) -> HookRequest:
    """Lay an event out as a signed CloudEvent; `source` says which installation speaks.

    Raises: UnreadableSecret.
    """
    body = cloud_event(event, source)
    stamp = int(now.timestamp())
    headers = {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": event.id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(event.id, stamp, body, secret),
    }
    return HookRequest(url, headers, body)


def cloud_event(event: HookEvent, source: str) -> bytes:
    """Write an event in the JSON format of CloudEvents 1.0."""
    content: dict[str, Any] = {
        "specversion": "1.0",
        "id": event.id,
        "source": source,
        "type": f"kaifang.{event.kind}",
        "time": event.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {"title": _both(event.title), "link": event.link, **event.data},
    }
    if event.subject or event.org:
        content["subject"] = event.subject or event.org
    if event.body.zh:
        content["data"]["body"] = _both(event.body)
    return json.dumps(content, ensure_ascii=False).encode()


def new_secret() -> str:
    """Make a secret as Standard Webhooks writes it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def check_secret(secret: str) -> None:
    """Refuse a secret that cannot be signed with. Raises: UnreadableSecret."""
    _key(secret)


def sign(id: str, stamp: int, body: bytes, secret: str) -> str:
    """Sign id, time and body: `v1,` and HMAC-SHA256 in base64. Raises: UnreadableSecret."""
    signed = f"{id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(_hmac(_key(secret), signed)).decode()


def token_of(id: str, secret: str) -> str:
    """Make what a receiver calls back with about a message; nobody else can. Raises: UnreadableSecret.

    It stays the same however often the message is sent, and ends with the secret.
    """
    return _hmac(_key(secret), f"acknowledge.{id}".encode()).hex()


def verify(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> None:
    """Check a webhook that was received; of several signatures one must hold.

    Raises: SignatureRefused, UnreadableSecret.
    """
    given = {name.lower(): value for name, value in headers.items()}
    id, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not id or not (stamp.isascii() and stamp.isdigit()):
        raise SignatureRefused(found=id or "webhook-id", expected="webhook-timestamp")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise SignatureRefused(found=id, expected="webhook-timestamp")
    expected = sign(id, int(stamp), body, secret).encode()
    held = given.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(one.encode(), expected) for one in held):
        raise SignatureRefused(found=id, expected="webhook-signature")


def dingtalk(event: HookEvent, url: str, secret: str, *, now: datetime) -> HookRequest:
    """Lay an event out for a DingTalk robot; with a secret the address is signed.

    The text carries date and time: DingTalk drops a text that it has shown already.
    """
    if secret:
        stamp = str(int(now.timestamp() * 1000))
        digest = _hmac(secret.encode(), f"{stamp}\n{secret}".encode())
        signed = {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
        url += ("&" if "?" in url else "?") + urlencode(signed)
    return _robot(url, _plain(event))


def wecom(event: HookEvent, url: str) -> HookRequest:
    """Lay an event out for a WeCom robot, whose address is its secret; it takes 2048 bytes."""
    text = _plain(event)
    if len(text.encode()) > _WECOM_BYTES:
        tail = "…\n" + text.rpartition("\n")[2]
        room = _WECOM_BYTES - len(tail.encode())
        text = text.encode()[:room].decode(errors="ignore") + tail
    return _robot(url, text)


def robot_complaint(body: bytes) -> str:
    """What a robot complains of; robots answer 200 to everything. Empty when it took the message.

    >>> robot_complaint(b'{"errcode": 0, "errmsg": "ok"}')
    ''
    >>> robot_complaint(b'{"errcode": 310000, "errmsg": "sign not match"}')
    '310000 sign not match'
    """
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "errcode" not in answer:
        return "no errcode"
    return "" if answer["errcode"] == 0 else f"{answer['errcode']} {answer.get('errmsg', '')}"


def _plain(event: HookEvent) -> str:
    parts = [event.title.zh, event.body.zh, event.link, f"{event.at:%Y-%m-%d %H:%M:%S}"]
    return "\n".join(part for part in parts if part)


def _robot(url: str, text: str) -> HookRequest:
    body = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False)
    return HookRequest(url, {"content-type": "application/json; charset=utf-8"}, body.encode())


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _hmac(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < _FEWEST_BYTES:
        raise UnreadableSecret(expected=_FEWEST_BYTES)
    return key
