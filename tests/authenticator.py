"""An authenticator application whose clock stands still: no code grows old between two lines.

With the clock of the machine, a code that is made before a full half minute and verified after it
moves the drift that the server keeps for the device, and the next code may be refused.
"""

from __future__ import annotations

from base64 import b32decode
from types import SimpleNamespace

import pytest
from django_otp.oath import TOTP

NOW = 1_700_000_010


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server verify codes at one instant, that of `code_of`."""
    clock = SimpleNamespace(time=lambda: NOW)
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", clock)


def code_of(secret: str, step: int = 0) -> str:
    """What the application shows, now or some steps of 30 seconds later."""
    application = TOTP(b32decode(secret), drift=step)
    application.time = NOW
    return f"{application.token():06d}"
