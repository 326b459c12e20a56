"""The audit in words: acts, records, and what an act changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import catalogue, message
from kaifang.programme.auditing.reading import EntryRead


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a record before and after an act; a field that was not there is None."""

    field: Text
    before: Text | None
    after: Text | None


def act_in_words(act: str) -> Text:
    """What was done; an act without words of its own keeps its name."""
    return message(f"audit.act.{act}") if f"audit.act.{act}" in catalogue() else same(act)


def subject_in_words(subject: str) -> Text:
    """To which record: the word for its kind, then what names it."""
    kind, _, name = subject.partition(":")
    if f"audit.subject.{kind}" not in catalogue():
        return same(subject)
    return message("audit.subject", kind=message(f"audit.subject.{kind}"), name=name)


def differences(entry: EntryRead) -> list[Difference]:
    """What an act changed, field by field; what stayed the same is left out.

    Where nothing is said of before, the fields after are told alone.
    """
    before, after = dict(_flat(entry.before)), dict(_flat(entry.after))
    names = list(dict.fromkeys([*before, *after]))
    return [
        Difference(field_in_words(name), _value(before, name), _value(after, name))
        for name in names
        if before.get(name) != after.get(name) or (name in before) != (name in after)
    ]


def differences_in_words(entry: EntryRead) -> Text:
    """All that an act changed in one line."""
    told = [_sentence(one) for one in differences(entry)]
    return Text("；".join(one.zh for one in told), "; ".join(one.en for one in told))


def field_in_words(name: str) -> Text:
    """The word for a field; of a field within a field the last name, `a.b`, keeps its path."""
    if f"audit.field.{name}" in catalogue():
        return message(f"audit.field.{name}")
    head, point, rest = name.partition(".")
    if point and f"audit.field.{head}" in catalogue():
        return message("audit.within", field=message(f"audit.field.{head}"), name=rest)
    return same(name)


def _sentence(one: Difference) -> Text:
    if one.before is None:
        return message("audit.set", field=one.field, after=one.after or same(""))
    if one.after is None:
        return message("audit.dropped", field=one.field, before=one.before)
    return message("audit.changed_to", field=one.field, before=one.before, after=one.after)


def _flat(content: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _value(content: Mapping[str, Any], name: str) -> Text | None:
    return _told(content[name]) if name in content else None


def _told(value: Any) -> Text:
    if value is None or value in ("", [], {}):
        return message("audit.empty")
    if isinstance(value, bool):
        return message("audit.yes" if value else "audit.no")
    if isinstance(value, list):
        parts = [_told(one) for one in value]
        return Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))
    if isinstance(value, Mapping):
        pairs = [(name, _told(one)) for name, one in value.items()]
        return Text(
            "，".join(f"{name}：{one.zh}" for name, one in pairs),
            ", ".join(f"{name}: {one.en}" for name, one in pairs),
        )
    return same(str(value))
