"""How address and secret of a hook are kept: sealed, since either lets its holder speak for us."""

from __future__ import annotations

from kaifang.store.models import Hook
from kaifang.store.sealing import PREFIX, open_sealed


def address_of(hook: Hook) -> str:
    """The whole address of a hook, for sending. Raises: SealBroken, SealingKeyUnreadable."""
    return _opened(hook.url)


def secret_of(hook: Hook) -> str:
    """The secret of a hook, for signing. Raises: SealBroken, SealingKeyUnreadable."""
    return _opened(hook.secret)


def _opened(kept: str) -> str:
    """Hooks from before there were seals hold theirs plainly, and work on."""
    return open_sealed(kept) if kept.startswith(PREFIX) else kept
