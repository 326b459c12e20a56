"""Solo mode 单机模式: one person holds all duties on a single machine, and every page says so."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from kaifang.store.models import Post


def is_solo() -> bool:
    """KAIFANG_SOLO decides; without it a store on SQLite is solo until the first post is granted."""
    if settings.SOLO is not None:
        return bool(settings.SOLO)
    return connection.vendor == "sqlite" and not Post.objects.exists()
