"""How people come in: one-time links, logins that are open, personal tokens, second factors."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from kaifang.store.errors import RecordsStay
from kaifang.store.models.people import User
from kaifang.store.sealing import open_sealed


class KeptRows(models.QuerySet):
    """Rows that end and are kept."""

    def delete(self) -> NoReturn:
        raise RecordsStay(found=self.model._meta.label)


class Kept(models.Model):
    """A row of which only the end is ever set."""

    objects = KeptRows.as_manager()

    class Meta:
        abstract = True

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise RecordsStay(found=f"{self._meta.label} {self.pk}")


class Invitation(Kept):
    """A one-time link that sets a password; the store knows the digest of its secret only.

    One that is `asked` for opens nothing: nobody was told its secret. Another hands one out.
    """

    class Kind(models.TextChoices):
        INVITE = "invite"
        RESET = "reset"
        ASKED = "asked"

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    kind = models.CharField(choices=Kind.choices)
    digest = models.CharField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(blank=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.ends_at:%Y-%m-%d %H:%M}"


class ApiToken(Kept):
    """A personal token of the API; `mark` is the part that may be shown, the rest is digested."""

    class Scope(models.TextChoices):
        READ = "read"
        READ_WRITE = "read_write"

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField()
    scope = models.CharField(choices=Scope.choices)
    mark = models.CharField()
    digest = models.CharField(unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.name} {self.mark}"


class Login(models.Model):
    """One coming-in of a person: when, from where, with which device.

    Personal data, kept for the person himself: it may be erased.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="logins")
    session = models.CharField(blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.CharField(blank=True)
    device = models.CharField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-seen_at"], name="store_login_user"),
            models.Index(
                fields=["session"], condition=Q(ended_at=None), name="store_login_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at:%Y-%m-%d %H:%M}"


class Authenticator(TOTPDevice):
    """A person's second factor by TOTP, whose secret lies sealed.

    The column `key` of the table it extends holds chance and opens nothing.
    """

    sealed = models.CharField()

    @property
    def bin_key(self) -> bytes:
        return bytes.fromhex(open_sealed(self.sealed))
