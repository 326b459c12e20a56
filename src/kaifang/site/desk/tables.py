"""Who is to be called, about what, with which words."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text, joined, same
from kaifang.programme.naming import org_name
from kaifang.programme.reporting.desk import Call, Holder
from kaifang.programme.reporting.history import RETURNED
from kaifang.programme.reporting.telling import state_text
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.markup import element, said
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.reporting.tables import TONES


def desk_table(asked: Asked, called: Sequence[Call], query: QueryDict) -> Table:
    """Who is to be called, about what, with which words."""
    leaves = [
        Column("org", _("Organisation")),
        Column("what", pgettext("report", "Form")),
        Column("due", _("Due"), kind="short", sort=True),
        Column("time", _("Standing"), kind="short"),
        Column("whom", _("Whom to call")),
    ]
    columns = [*leaves, Column("say", _("What to say")), Column("remind", _("Remind"))]
    rows = [_call_row(asked, one) for one in called]
    return Table("desk", _("To be reminded"), columns, rows, query,
                 source_line(asked.programme, asked.figures.versions),
                 empty=_("Nobody is late, and nothing falls due within three days."),
                 leaves=[*leaves, Column("words", _("What to say"))]).sorted()  # fmt: skip


def _call_row(asked: Asked, one: Call) -> Row:
    duty = one.owed.duty
    back = one.owed.state == RETURNED
    told = state_text(RETURNED) if back else one.owed.timeliness.label
    tone = "watch" if back else TONES.get(one.owed.timeliness, "plain")
    return Row({
        "org": org_name(asked.law, duty.org),
        "what": named(duty.form.name.text, asked.address(duty.link), duty.period.name()),
        "due": duty.due.isoformat(),
        "time": element("span", said(told), class_=f"told told--{tone}"),
        "whom": _holders(one.holders),
        "say": _copied(one.text),
        "remind": element("button", _("Remind"), class_="button", form="remind", name="call",
                          value=call_key(one)),
        "words": one.text,
    }, key=call_key(one))  # fmt: skip


def call_key(one: Call) -> str:
    """How a button names a call."""
    duty = one.owed.duty
    return f"{duty.form.id} {duty.org} {duty.period.code}"


def _holders(holders: Sequence[Holder]) -> object:
    if not holders:
        return element("span", _("nobody holds a post there"), class_="quiet")
    named_ones = [_("%(name)s (deputy)") % {"name": one.name} if one.is_deputy else one.name
                  for one in holders]  # fmt: skip
    told = [f"{name} {one.telephone}".strip()
            for name, one in zip(named_ones, holders, strict=True)]  # fmt: skip
    mails = [one.email for one in holders if one.email]
    return named(joined([same(one) for one in told]), below=same(" ".join(mails)) if mails else "")


def _copied(text: Text) -> SafeString:
    words = element("span", said(text), data_copy_text=True, class_="desk-words")
    button = element("button", _("Copy"), type="button", class_="plain-button", data_copy="text")
    done = element("span", _("Copied"), data_copied=True, hidden=True, class_="quiet")
    return element("div", words, button, done, data_explanation=True)
