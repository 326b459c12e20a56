"""Passwords of tests are hashed in one round: a store of people is made hundreds of times.

The kind of hash and all that checks it stay the product's own; only the rounds, which cost half a
second each, are few. Processes that tests start hash as the product does.
"""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def passwords_hash_quickly() -> Iterator[None]:
    """Let PBKDF2 take one round; a run without Django has no passwords."""
    if "django" not in sys.modules:
        yield
        return
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield
