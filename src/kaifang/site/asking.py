"""What a request asks: of which programme, as of which day, as seen when, and by whom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from threading import Lock
from typing import TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from kaifang.core.bilingual import Text
from kaifang.core.errors import nearest
from kaifang.core.orgs import Org, UnknownOrg
from kaifang.core.statement import Explanation, Statement
from kaifang.packs.law import Law, load
from kaifang.programme.figures import Figures
from kaifang.programme.moment import Moment
from kaifang.programme.opening import Programme
from kaifang.programme.reach import may_show, orgs_of
from kaifang.programme.shelf import NotInstalled, Volume, default_pack, installed
from kaifang.site.acting import viewing
from kaifang.site.components.figures import Figure
from kaifang.site.components.places import Choice, Dateline
from kaifang.site.components.statements import figure_of

STATE = ("pack", "as_of", "seen_at")
# A drawn table takes some 100 kB; those of one snapshot are forgotten with it.
MOST_DRAWN = 64
_DRAWN = "drawn"
T = TypeVar("T")
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Asked:
    """One programme at one moment for one viewer; `state` stands in every address."""

    programme: Programme
    volumes: Sequence[Volume]
    as_of: str = ""
    seen_at: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def law(self) -> Law:
        return self.programme.law

    @cached_property
    def moment(self) -> Moment:
        """Raises: UnreadableDate."""
        return self.programme.moment(self.as_of, self.seen_at)

    @cached_property
    def figures(self) -> Figures:
        return self.programme.figures(self.moment.as_of, self.moment.seen_at)

    @cached_property
    def state(self) -> dict[str, str]:
        """What of the address must stay in every link; the default programme goes unsaid."""
        pack = "" if self.law.id == default_pack(self.volumes) else self.law.id
        held = {"pack": pack, "as_of": self.as_of, "seen_at": self.seen_at}
        return {name: value for name, value in held.items() if value}

    def org(self, id: str) -> Org:
        """An organisation that the programme may show. Raises: UnknownOrg."""
        if not may_show(self.law, id):
            known = {org.id: org for org in orgs_of(self.law)}
            raise UnknownOrg(found=id, near=nearest(id, known))
        return self.law.orgs[id]

    def named_org(self, parameter: str) -> dict[str, Text]:
        """The organisation that the address names, so that it may be chosen on any day."""
        id = self.query.get(parameter, "")
        return {id: self.law.orgs[id].name} if may_show(self.law, id) else {}

    def address(self, path: str, **query: object) -> str:
        """An address of the site with this state in it."""
        asked = {
            name: value for name, value in query.items() if value not in (None, "")
        } | self.state
        return f"{path}?{urlencode(asked)}" if asked else path

    def drawn(self, name: str, draw: Callable[[], T]) -> T:
        """What was drawn before from the same figures, for the same sight, language and address.

        Only for what depends on nothing else, unless `name` says it: neither on the person nor on
        the matters under way.
        """
        sees, roots = self.programme.viewer.sees, self.programme.viewer.roots
        key = name, sees, roots, get_language(), tuple(sorted(self.query.items()))
        kept: OrderedDict = self.figures.memory.setdefault(_DRAWN, OrderedDict())
        found = kept.get(key)
        if found is None:  # another thread may push it out again: what was drawn is in hand
            found = kept[key] = draw()
            while len(kept) > MOST_DRAWN:
                kept.popitem(last=False)
        return found

    def figure(self, statement: Statement | None) -> Figure:
        """A statement as a figure that opens; whatever is told of an invented place says so."""
        figure = figure_of(statement, **self.state)
        orgs = self.law.orgs
        demo = statement is not None and statement.org in orgs and orgs[statement.org].is_demo
        return replace(figure, authority="demo") if demo else figure

    def opened(self, explanation: Explanation) -> str:
        """Where an explanation's own statement is explained; "" where there is none."""
        if not explanation.address:
            return ""
        path, _, query = explanation.address.partition("?")
        held = "&".join(part for part in (query, urlencode(self.state)) if part)
        return f"/figure/{path}" + (f"?{held}" if held else "")

    # -- where the page stands --------------------------------------------------------------

    @cached_property
    def line(self) -> Dateline:
        """The line that says period, data up to, as of and as seen on."""
        head = self.law.head
        newest = self.figures.newest(head.headline, head.org or "")
        return Dateline(
            programme=head.name.text,
            period=head.period.name() if head.period else "",
            up_to=f"{newest.end:%Y-%m}" if newest else "",
            release=self._release(),
            as_of=self.as_of,
            seen_at=self.seen_at,
            programmes=self._programmes(),
            held=[(k, v) for k, v in self.query.items() if k not in {"as_of", "seen_at", "page"}],
            now=self._now(),
        )

    def _release(self) -> str:
        release = self.law.head.release
        if release is None:
            return ""
        words = {
            "published": gettext("published"),
            "draft": gettext("draft"),
            "demo": gettext("demonstration"),
        }
        return f"{words[release.state]} · {release.date.isoformat()}"

    def _programmes(self) -> list[Choice]:
        default = default_pack(self.volumes)
        return [
            Choice(
                one.name,
                "/" if one.id == default else f"/?pack={one.id}",
                one.id == self.law.id,
            )
            for one in self.volumes
        ]

    def _now(self) -> str:
        """The same page as of today."""
        kept = {k: v for k, v in self.query.items() if k not in {"as_of", "seen_at"}}
        return f"?{urlencode(kept)}"


def answered(view: View) -> View:
    """Give a view what was asked; without any programme say how to install one."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        asked = read(request)
        if asked is None:
            return render(request, "nothing.html", {"pack": settings.PROGRAMME})
        request.asked = asked
        return view(request, asked, *args, **kwargs)

    return answer


def read(request: HttpRequest, named: str = "") -> Asked | None:
    """What a request asks; None where the programme that is meant by default is not installed.

    `named` is the programme of an address that names it in its path.

    Raises: NotInstalled, UnreadableDate, SeveralErrors.
    """
    volumes = installed()
    wanted = named or request.GET.get("pack", "")
    pack = wanted or default_pack(volumes)
    if not wanted and pack not in {one.id for one in volumes}:
        return None
    asked = Asked(
        _opened(pack, volumes).for_viewer(viewing(request)),
        volumes,
        request.GET.get("as_of", "").strip(),
        request.GET.get("seen_at", "").strip(),
        request.GET.dict(),
    )
    _ = asked.moment
    return asked


_programmes: dict[str, Programme] = {}
_opening = Lock()


def _opened(pack: str, volumes: Sequence[Volume]) -> Programme:
    """The programme of a pack, opened once for each version of it that is active."""
    known = {one.id: one for one in volumes}
    if pack not in known:
        raise NotInstalled(found=pack, near=nearest(pack, known) or list(known))
    hash = known[pack].hash
    with _opening:
        if hash not in _programmes:
            _programmes[hash] = Programme.of(load(pack))
        return _programmes[hash]


def org_names(request: HttpRequest) -> dict[str, Text]:
    """The names of organisations, as far as the programme that is meant knows them."""
    asked = read(request)
    return {} if asked is None else {one.id: one.name for one in asked.law.orgs}


def spoken() -> str:
    """The language of the page, as the core knows it."""
    return (get_language() or "zh")[:2]


def page(request: HttpRequest) -> dict[str, object]:
    """Tell templates what was asked."""
    asked = getattr(request, "asked", None)
    if asked is None:
        return {"state": ""}
    return {"asked": asked, "state": f"?{urlencode(asked.state)}" if asked.state else ""}
