"""Sessions 登录会话: those that ended by themselves are forgotten."""

from __future__ import annotations

from datetime import date

from django.contrib.sessions.models import Session
from django.utils import timezone


def forget_expired_sessions(_day: date) -> None:
    """Delete the sessions of people who did not come back; they hold no record."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
