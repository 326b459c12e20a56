"""The audit in words: acts, records, and what an act changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import catalogue, message
from kaifang.packs.law import Law
from kaifang.programme.auditing.reading import EntryRead

# Names of organisations, indicators, forms and processes by their codes, as far as the reader's
# programme knows them.
Names = Mapping[str, Text]
NOBODY: Names = {}
# A cell of a form among what an act changed: cells.trade.total:to_date.value
_CELL = re.compile(r"cells\.(?P<indicator>[^:]+):(?P<span>\w+)(?:\.(?P<part>\w+))?")
# Under which names the catalogue keeps the words of a field: of any record, or of one kind.
_WORDS = {
    "role": ("role",),
    "state": ("task.state", "slip.state", "reporting.state"),
    "level": ("slip.level", "reporting.level"),
    "kind": ("hook.kind", "audit.value.link"),
    "from": ("slip.level",),
    "to": ("slip.level",),
    "next": ("reporting.level",),
    "clock": ("audit.value.clock",),
    "scope": ("audit.value.scope",),
    "verdict": ("dispatch.verdict", "audit.value.verdict"),
}
_OF = {"task": "task", "slip": "slip", "form": "reporting", "hook": "hook", "user": "audit"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a record before and after an act; a field that was not there is None."""

    field: Text
    before: Text | None
    after: Text | None


def names_in(law: Law) -> Names:
    """What the codes of a pack are called."""
    return {
        **{one.id: one.name.text for one in law.indicators.values()},
        **{one.id: one.name.text for one in law.forms.values()},
        **{one.id: one.name.text for one in law.processes.values()},
        **{one.id: one.name for one in law.orgs},
    }


def act_in_words(act: str) -> Text:
    """What was done; an act without words of its own keeps its name."""
    return message(f"audit.act.{act}") if f"audit.act.{act}" in catalogue() else same(act)


def subject_in_words(subject: str, known: Names = NOBODY) -> Text:
    """To which record: the word for its kind, then what names it."""
    kind, _, name = subject.partition(":")
    if f"audit.subject.{kind}" not in catalogue():
        return same(subject)
    return message("audit.subject", kind=message(f"audit.subject.{kind}"), name=_named(name, known))


def _named(name: str, known: Names) -> Text:
    """The parts of a name, organisations among them by theirs; without any the name as it is."""
    parts = name.split(":")
    if not any(part in known for part in parts):
        return same(name)
    told = [known.get(part, same(part)) for part in parts]
    return Text(" ".join(one.zh for one in told), " ".join(one.en for one in told))


def differences(entry: EntryRead, known: Names = NOBODY) -> list[Difference]:
    """What an act changed, field by field; what stayed the same is left out.

    Where nothing is said of before, the fields after that hold something are told alone.
    """
    before, after = dict(_flat(entry.before)), dict(_flat(entry.after))
    names = list(dict.fromkeys([*before, *after]))
    kind = entry.subject.partition(":")[0]

    def told(content: Mapping[str, Any], name: str) -> Text | None:
        return _value(kind, name, content[name], known) if name in content else None

    return [
        Difference(field_in_words(name, known), told(before, name), told(after, name))
        for name in names
        if _differs(before, after, name)
    ]


def _differs(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> bool:
    if name in before and name in after:
        return bool(before[name] != after[name])
    return bool(before) or not _is_empty(after[name])


def differences_in_words(entry: EntryRead, known: Names = NOBODY) -> Text:
    """All that an act changed in one line."""
    told = [_sentence(one) for one in differences(entry, known)]
    return Text("；".join(one.zh for one in told), "; ".join(one.en for one in told))


def field_in_words(name: str, known: Names = NOBODY) -> Text:
    """The word for a field; of a field within a field the last name, `a.b`, keeps its path.

    A cell of a form is called by its indicator and the span of its figures.
    """
    if cell := _CELL.fullmatch(name):
        return _cell_in_words(cell, known)
    if f"audit.field.{name}" in catalogue():
        return message(f"audit.field.{name}")
    head, point, rest = name.partition(".")
    if point and f"audit.field.{head}" in catalogue():
        return message("audit.within", field=message(f"audit.field.{head}"), name=rest)
    return same(name)


def _cell_in_words(cell: re.Match[str], known: Names) -> Text:
    span, part = f"book.span.{cell['span']}", f"audit.cell.{cell['part'] or 'value'}"
    told = message(
        "audit.cell",
        indicator=known.get(cell["indicator"]) or same(cell["indicator"]),
        span=message(span) if span in catalogue() else same(cell["span"]),
    )
    if part == "audit.cell.value":
        return told
    word = message(part) if part in catalogue() else same(cell["part"])
    return message("audit.within", field=told, name=word)


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


def _value(kind: str, name: str, value: Any, known: Names) -> Text:
    """A value of a field of a kind of record, in the words that pages have for it."""
    if not isinstance(value, str):
        return _told(value, known)
    own = _OF.get(kind, kind)
    found = sorted(_WORDS.get(name, ()), key=lambda one: not one.startswith(own))
    words = (f"{one}.{value}" for one in found)
    return next((message(one) for one in words if one in catalogue()), _told(value, known))


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _told(value: Any, known: Names) -> Text:
    if _is_empty(value):
        return message("audit.empty")
    if isinstance(value, bool):
        return message("audit.yes" if value else "audit.no")
    if isinstance(value, list):
        parts = [_told(one, known) for one in value]
        return Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))
    if isinstance(value, Mapping):
        pairs = [(name, _told(one, known)) for name, one in value.items()]
        return Text(
            "，".join(f"{name}：{one.zh}" for name, one in pairs),
            ", ".join(f"{name}: {one.en}" for name, one in pairs),
        )
    if not isinstance(value, str):  # a number is none of the codes that look like it
        return same(str(value))
    return known.get(value) or same(_instant(value))


def _instant(text: str) -> str:
    """An instant by the clock of the site; every other text as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at.tzinfo else text
