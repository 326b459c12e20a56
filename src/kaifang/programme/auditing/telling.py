"""The audit as plain values, for the API and `--json`."""

from __future__ import annotations

from typing import Any

from kaifang.core.bilingual import Lang
from kaifang.programme.auditing import wording
from kaifang.programme.auditing.reading import EntryRead


def tell_entry(one: EntryRead, lang: Lang) -> dict[str, Any]:
    """An entry with its words; `prev`, `body` and `hash` let the reader verify it."""
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "act": one.act,
        "act_in_words": wording.act_in_words(one.act).in_(lang),
        "subject": one.subject,
        "subject_in_words": wording.subject_in_words(one.subject).in_(lang),
        "actor": one.actor or None,
        "who": one.who.in_(lang),
        "address": one.address or None,
        "reason": one.reason or None,
        "changes": wording.differences_in_words(one).in_(lang) or None,
        "before": dict(one.before) or None,
        "after": dict(one.after) or None,
        "prev": one.prev,
        "hash": one.hash,
        "body": one.body,
    }
