"""Values as JSON lines, the same whichever database they come from or go to.

A column has a kind; `plain` are texts and numbers that JSON and both databases say alike.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

_KINDS: Mapping[str, str] = {
    "AutoField": "plain",
    "BigAutoField": "plain",
    "BigIntegerField": "plain",
    "BooleanField": "flag",
    "BinaryField": "bytes",
    "CharField": "plain",
    "DateField": "day",
    "DateTimeField": "instant",
    "DecimalField": "decimal",
    "FloatField": "plain",
    "GenericIPAddressField": "plain",
    "IntegerField": "plain",
    "JSONField": "json",
    "PositiveBigIntegerField": "plain",
    "PositiveIntegerField": "plain",
    "PositiveSmallIntegerField": "plain",
    "SlugField": "plain",
    "SmallAutoField": "plain",
    "SmallIntegerField": "plain",
    "TextField": "plain",
    "UUIDField": "uuid",
}
_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "bytes": lambda value: b64encode(bytes(value)).decode("ascii"),
    "day": date.isoformat,
    "instant": datetime.isoformat,
    "decimal": str,
    "uuid": str,
    # inside a text, so that JSON's null is not taken for a missing value
    "json": lambda value: json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table as a backup keeps it."""

    name: str
    kind: str
    nullable: bool

    @classmethod
    def of(cls, field: Any) -> Column:
        """Read a Django field; a kind that is not known here is a KeyError."""
        end = field
        while end.remote_field:
            end = end.target_field
        return cls(field.column, _KINDS[end.get_internal_type()], field.null)

    def written(self, value: Any) -> Any:
        """A value as JSON says it."""
        if value is None:
            return "null" if self.kind == "json" and not self.nullable else None
        write = _WRITE.get(self.kind)
        return write(value) if write else value


def readers(columns: Sequence[Column], connection: Any) -> list[Callable[[Any], Any] | None]:
    """How each column's JSON becomes what a database takes; None where it is taken as it is."""
    operations = connection.ops
    read: Mapping[str, Callable[[Any], Any]] = {
        "bytes": b64decode,
        "day": lambda text: operations.adapt_datefield_value(date.fromisoformat(text)),
        "instant": lambda text: operations.adapt_datetimefield_value(datetime.fromisoformat(text)),
        "decimal": lambda text: text if connection.vendor == "sqlite" else Decimal(text),
        "uuid": lambda text: text.replace("-", "") if connection.vendor == "sqlite" else text,
    }
    return [read.get(column.kind) for column in columns]
