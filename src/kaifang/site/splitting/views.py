"""Split a target, look at the parts, keep the round."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.units import Unit
from kaifang.facts.splitting import Round, Split
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.consulting import consult, next_of
from kaifang.programme.documents import target_name
from kaifang.programme.naming import strength_text, target_text
from kaifang.programme.rights import Act, demand, may
from kaifang.programme.splitting import (
    Kept,
    NothingToSplit,
    Splitting,
    changed,
    keep_round,
    kept,
    prepare,
    splittable,
)
from kaifang.site.acting import acting
from kaifang.site.asking import STATE, Asked, answered
from kaifang.site.components.figures import Figure
from kaifang.site.components.places import Crumb
from kaifang.site.components.tables import Table, invented
from kaifang.site.exporting import asked_for
from kaifang.site.splitting import tables
from kaifang.site.splitting.forms import ConsultForm, KeepForm, SplitForm


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the targets that can be split over the cities, and those that cannot yet."""
    ready, waiting = [], []
    for entry in splittable(asked.programme):
        try:
            one = prepare(asked.programme, entry.id, **_when(asked))
        except NothingToSplit as refusal:
            waiting.append((_named(asked, entry), refusal.says))
        else:
            rounds = len(kept(one))
            href = asked.address(f"/data/split/{entry.id}/")
            ready.append((href, _named(asked, entry), len(one.bases), rounds))
    return render(request, "splitting/index.html", {"ready": ready, "waiting": waiting})


@answered
def show(request: HttpRequest, asked: Asked, target: str) -> HttpResponse:
    """Split one target as the address says; a POST keeps the round, or the answers to the last."""
    bench = _Bench.of(asked, target)
    split = bench.split()
    if request.method == "POST":
        return (
            _answer(request, bench, split)
            if "round" in request.POST
            else _keep(request, bench, split)
        )
    if "format" in request.GET:
        shown = bench.tables(request.GET, split)
        if file := asked_for(request, asked, *(one for one in shown.values() if one)):
            return file
    return _page(request, bench, split, KeepForm(auto_id="keep_%s"))


@dataclass(frozen=True)
class _Bench:
    """A target laid out to be split."""

    asked: Asked
    entry: TargetEntry
    one: Splitting
    form: SplitForm
    names: dict[str, Text]

    @classmethod
    def of(cls, asked: Asked, target: str) -> _Bench:
        one = prepare(asked.programme, target, **_when(asked))
        names = {org: asked.law.orgs[org].name for org in one.bases}
        given = {k: v for k, v in asked.query.items() if k not in (*STATE, "format", "table")}
        return cls(asked, asked.programme.target(target), one, SplitForm(one, names, given), names)

    @property
    def unit(self) -> Unit:
        return self.asked.law.indicator(self.one.indicator).unit

    def shown(self, table: Table) -> Table:
        """A table with its figures marked where the programme is a demo's."""
        return invented(table) if self.asked.law.head.demo else table

    def tables(self, query: QueryDict, split: Split | None) -> dict[str, Table | None]:
        """The parts, the rounds that were kept, and what the last of them changed."""
        one, names, unit, digits = self.one, self.names, self.unit, self.one.digits
        found = kept(one)
        changes = changed([row.round for row in found])
        return {
            "parts": self.shown(tables.parts(one, split, self.form, names, unit, query)),
            "rounds": self.shown(tables.rounds(found, names, unit, digits, query))
            if found else None,
            "changes": self.shown(tables.changed(changes, names, unit, digits, query))
            if len(found) > 1 else None,
        }  # fmt: skip

    def figure(self, value: Decimal) -> Figure:
        """An amount in the unit of the target."""
        authority = "demo" if self.asked.law.head.demo else "derived"
        return Figure(value, digits=self.one.digits, unit=self.unit, authority=authority)

    def split(self) -> Split | None:
        """The parts; None where the form is wrong, which then says why."""
        if self.form.is_bound and not self.form.is_valid():
            return None
        try:
            return self.form.plan().split()
        except KaifangError as refusal:
            self.form.refuse(refusal)
            return None


def _when(asked: Asked) -> dict[str, object]:
    return {"as_of": asked.moment.as_of, "seen_at": asked.moment.seen_at}


def _named(asked: Asked, entry: TargetEntry) -> Text:
    """The target in one line: indicator, strength and what is asked."""
    name, strength = target_name(asked.law, entry), strength_text(entry.strength)
    wanted = target_text(asked.law, entry)
    return Text(
        f"{name.zh} {strength.zh}{wanted.zh}",
        " ".join(part for part in (f"{name.en}:", strength.en, wanted.en) if part),
    )


def _keep(request: HttpRequest, bench: _Bench, split: Split | None) -> HttpResponse:
    form = KeepForm(request.POST, auto_id="keep_%s")
    demand(acting(request), Act.SPLIT_TARGET, bench.one.org, bench.asked.law.orgs)
    if split is None or not form.is_valid():
        return _page(request, bench, split, form, status=400)
    asked = keep_round(acting(request), bench.one, split.plan, reason=form.cleaned_data["reason"])
    return _kept(request, asked.number)


def _answer(request: HttpRequest, bench: _Bench, split: Split | None) -> HttpResponse:
    """Show what the answers would lead to, or keep them with the round that follows."""
    actor, keep = acting(request), KeepForm(auto_id="keep_%s")
    demand(actor, Act.SPLIT_TARGET, bench.one.org, bench.asked.law.orgs)
    form = ConsultForm(bench.one, bench.names, 0, request.POST)
    why = KeepForm(request.POST if "keep" in request.POST else None, auto_id="next_%s")
    after, is_wrong = None, not form.is_valid() or ("keep" in request.POST and not why.is_valid())
    if form.is_valid():
        try:
            _plan, after = next_of(bench.one, form.answers())
            if "keep" in request.POST and why.is_valid():
                asked = consult(actor, bench.one, form.cleaned_data["round"], form.answers(),
                                reason=why.cleaned_data["reason"])  # fmt: skip
                return _kept(request, asked.number)
        except KaifangError as refusal:
            form.refuse(refusal)
            is_wrong = True
    consulted = _Consulted(form, why, after)
    return _page(request, bench, split, keep, consulted, status=400 if is_wrong else 200)


def _kept(request: HttpRequest, number: int) -> HttpResponse:
    messages.success(request, _("Round %(n)s has been kept.") % {"n": number})
    return HttpResponseRedirect(request.get_full_path())


@dataclass(frozen=True)
class _Consulted:
    """The answers as they were typed, why the next round is kept, and what it would ask."""

    form: ConsultForm
    why: KeepForm
    after: Round | None = None


def _page(
    request: HttpRequest,
    bench: _Bench,
    split: Split | None,
    keep: KeepForm,
    consulted: _Consulted | None = None,
    status: int = 200,
) -> HttpResponse:
    one, names = bench.one, bench.names
    found = kept(one)
    is_allowed = may(acting(request), Act.SPLIT_TARGET, one.org, bench.asked.law.orgs)
    if consulted is None and found and is_allowed:
        consulted = _Consulted(ConsultForm(one, names, found[-1].round.number),
                               KeepForm(auto_id="next_%s"))  # fmt: skip
    return render(request, "splitting/show.html", {
        "title": _named(bench.asked, bench.entry),
        "target_href": bench.asked.address(f"/targets/{bench.entry.id}/"),
        "trail": [
            Crumb(_("Splitting"), bench.asked.address("/data/split/")),
            Crumb(_named(bench.asked, bench.entry)),
        ],
        "form": bench.form,
        "keep": keep if is_allowed else None,
        "split": split,
        "total": bench.figure(one.total),
        "sum": bench.figure(split.total) if split else None,
        "excess": bench.figure(split.excess) if split else None,
        **bench.tables(request.GET, split),
        "kept": found,
        "consulted": consulted,
        "answers": _answers(bench, found, consulted),
    }, status=status)  # fmt: skip


def _answers(bench: _Bench, found: list[Kept], consulted: _Consulted | None) -> Table | None:
    if consulted is None or not found:
        return None
    table = tables.answers(found[-1], consulted.after, consulted.form, bench.names, bench.unit,
                           bench.one.digits)  # fmt: skip
    return bench.shown(table)
