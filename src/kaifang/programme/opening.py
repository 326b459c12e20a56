"""Programme: the door. Opens a pack on a store and answers for one viewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import kaifang
from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.core.ranking import rank
from kaifang.core.statement import Statement, Versions
from kaifang.facts.cube import Snapshot
from kaifang.packs.law import Law, load
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.boards import BoardView
from kaifang.programme.figures import Figures
from kaifang.programme.moment import Moment, played_day
from kaifang.programme.progress import Progress
from kaifang.programme.reach import inside_for
from kaifang.programme.rights import NOBODY, Actor
from kaifang.programme.viewer import PUBLIC, Viewer

if TYPE_CHECKING:
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.notebook import NotebookTable
    from kaifang.programme.notebook_cases import ClearanceTable, FlowTable, LandingTable
    from kaifang.programme.projects.funnel import FunnelStage
    from kaifang.programme.records import Records

When = str | date | None
Seen = str | date | datetime | None


@dataclass(frozen=True)
class Programme:
    """A programme as one viewer sees it.

    `p = Programme.open("liaoning-2022")`; every answer takes `as_of` (a day, default today) and
    `seen_at` (what the store knew at an instant, default now).
    """

    law: Law
    records: Records = field(repr=False)
    viewer: Viewer = PUBLIC
    actor: Actor = field(default=NOBODY, repr=False)

    @classmethod
    def open(
        cls,
        pack: str,
        store: str | None = None,
        *,
        home: str | Path | None = None,
        viewer: Viewer = PUBLIC,
    ) -> Programme:
        """Open a pack on the embedded store, or on `store="postgresql://…"`.

        The store is made and the pack installed when they are not there yet.
        Raises: UnknownPack, SeveralErrors when the pack has findings.
        """
        from kaifang.programme.setting_up import ready_store

        ready_store(home, store)
        return cls.of(load(pack), viewer=viewer)

    @classmethod
    def of(cls, law: Law, *, viewer: Viewer = PUBLIC) -> Programme:
        """Use a store that is open already; installs the law where it is not."""
        from kaifang.programme.records import Records
        from kaifang.programme.setting_up import ensure_installed
        from kaifang.programme.ties import ties_of

        ensure_installed(law)
        return cls(law, Records(ties_of(law), law.head.zone), viewer)

    def for_viewer(self, viewer: Viewer) -> Programme:
        return replace(self, viewer=viewer)

    def acting_as(self, user: str = "") -> Programme:
        """The same programme as a user sees it by his posts of today.

        Without a name as whoever sits at the machine, who sees no case of a house that has users.
        Raises: UnknownUser.
        """
        from kaifang.programme.people.actors import actor_of, console, user_named

        actor = actor_of(user_named(user)) if user else console()
        return replace(self, viewer=Viewer.of(actor), actor=actor)

    @property
    def inside(self) -> frozenset[str] | None:
        """The organisations whose internal records the viewer sees; None: all of them."""
        return inside_for(self.law, self.viewer)

    # -- answers --------------------------------------------------------------------------

    def moment(self, as_of: When = None, seen_at: Seen = None) -> Moment:
        """As of a day (default: today, in a demo the day it plays on), as seen at an instant."""
        return Moment.read(as_of or played_day(self.law.head.today), seen_at, self.law.head.zone)

    def figures(self, as_of: When = None, seen_at: Seen = None) -> Figures:
        """All figures as of a date, as seen at an instant."""
        moment = self.moment(as_of, seen_at)
        snapshot = self.records.snapshot(moment, self.viewer.sees, self.inside)
        versions = Versions(
            self.law.id,
            self.law.hash,
            self.records.data_version,
            kaifang.__version__,
            moment.as_of,
            moment.seen_at,
        )
        return _kept.of(self.law, snapshot, self.records.observation, versions)

    def board(
        self,
        as_of: When = None,
        seen_at: Seen = None,
        *,
        orgs: Sequence[str] | None = None,
        indicators: Sequence[str] | None = None,
    ) -> BoardView:
        """Rows of statements: indicators with figures or targets, by organisation."""
        figures = self.figures(as_of, seen_at)
        key = "board", tuple(indicators or ()), tuple(orgs or ())
        view: BoardView | None = figures.memory.get(key)
        if view is None:
            known = self.targets_known(figures.snapshot.as_of)
            asked = [one for one in known if not indicators or one.indicator in indicators]
            view = BoardView(
                figures, indicators or self.indicators(), orgs or self.board_orgs(known), asked
            )
            figures.remember(key, view)
        return view

    def statement(
        self,
        indicator: str,
        org: str,
        period: str | Period,
        measure: str = "level",
        *,
        base: str = "",
        part: str = "",
        as_of: When = None,
        seen_at: Seen = None,
    ) -> Statement:
        """One figure; `.explain()` opens it. Raises: UnknownName, UnknownOrg, UnreadablePeriod."""
        period = Period.parse(period) if isinstance(period, str) else period
        figures = self.figures(as_of, seen_at)
        return figures.statement(indicator, org, period, measure, base=base, part=part)

    def progress(
        self, target: str, org: str | None = None, as_of: When = None, seen_at: Seen = None
    ) -> Progress:
        """Where one target stands. Raises: UnknownTarget."""
        entry = self.target(target)
        return Progress(self.figures(as_of, seen_at), entry, org or entry.org)

    def rank(
        self,
        indicator: str,
        orgs: Sequence[str],
        period: str | Period,
        measure: str = "level",
        as_of: When = None,
    ) -> dict[str, int | None]:
        """Ranks of organisations on one figure as printed; ties share a rank."""
        period = Period.parse(period) if isinstance(period, str) else period
        figures = self.figures(as_of)
        answers = {org: figures.statement(indicator, org, period, measure) for org in orgs}
        values = {org: a.quantity.value if a.quantity else None for org, a in answers.items()}
        digits = max((a.digits for a in answers.values()), default=0)
        descending = self.law.indicator(indicator).better != "down"
        return rank(values, digits, descending=descending)

    # -- cases ----------------------------------------------------------------------------

    def cases(self, process: str, *, state: str = "", org: str = "") -> NotebookTable[CaseView]:
        """The cases of a process that one sees; `"project"` names `demo.project` as well.

        Raises: InternalOnly for whoever does not act as somebody inside, UnknownProcess,
        NotCommanded.
        """
        from kaifang.programme.notebook_cases import case_table

        return case_table(self, process, state, org)

    def funnel(
        self, as_of: When = None, seen_at: Seen = None, **picks: str
    ) -> NotebookTable[FunnelStage]:
        """From stage to stage, of the projects that one sees and every pick keeps: `org="…"`.

        Raises: NoProjects, InternalOnly, UnknownPick.
        """
        from kaifang.programme.notebook_cases import funnel_table, portfolio_of

        return funnel_table(portfolio_of(self, self.moment(as_of, seen_at), picks))

    def landing(
        self, rate: str = "", as_of: When = None, seen_at: Seen = None, **picks: str
    ) -> LandingTable:
        """The cohorts of a rate; `.year_end` is what the year may bring. Raises: UnknownRate too."""
        from kaifang.programme.notebook_cases import landing_table, portfolio_of

        return landing_table(portfolio_of(self, self.moment(as_of, seen_at), picks), rate)

    def clearance(
        self,
        process: str = "",
        *,
        first: str = "",
        last: str = "",
        by: str = "",
        as_of: When = None,
        seen_at: Seen = None,
        **where: str,
    ) -> ClearanceTable:
        """The steps of clearance in the months from `first` to `last`: `port="…"`, `by="port"`.

        Raises: UnknownProcess, StepsNotDeclared, UnknownGrouping, InternalOnly, UnreadablePeriod.
        """
        from kaifang.programme.notebook_cases import clearance_table

        moment = self.moment(as_of, seen_at)
        return clearance_table(self, process, (first, last), by, where, moment)

    def flow(
        self,
        process: str = "",
        *,
        first: str = "",
        last: str = "",
        as_of: When = None,
        seen_at: Seen = None,
        **where: str,
    ) -> FlowTable:
        """What followed what in the cases of `clearance`, the longest waits on top."""
        from kaifang.programme.notebook_cases import flow_table

        return flow_table(self, process, (first, last), where, self.moment(as_of, seen_at))

    # -- what there is --------------------------------------------------------------------

    def target(self, id: str) -> TargetEntry:
        """One target by id. Raises: UnknownTarget."""
        from kaifang.core.errors import nearest
        from kaifang.programme.errors import UnknownTarget

        if id not in self.law.targets:
            raise UnknownTarget(found=id, near=nearest(id, self.law.targets))
        return self.law.targets[id]

    def targets_known(self, as_of: date) -> list[TargetEntry]:
        """The pack's own targets whose document was out on a day."""
        own = self.law.pack.entries["targets"]
        dated = [
            (t, self.law.citations(t)[0].dated) for id, t in self.law.targets.items() if id in own
        ]
        return [target for target, day in dated if day is None or day <= as_of]

    def indicators(self) -> list[str]:
        """Indicators that the pack itself states or asks for, the headline ones first."""
        own = [*self.law.pack.entries["facts"].values(), *self.law.pack.entries["targets"].values()]
        named = [getattr(entry, "indicator", None) for entry in own]
        ordered = dict.fromkeys([*self.law.head.headline, *(one for one in named if one)])
        return [id for id in ordered if id in self.law.indicators]

    def board_orgs(self, targets: Sequence[TargetEntry]) -> list[str]:
        """Organisations that the pack states or asks something of, in administrative order."""
        facts = self.law.pack.entries["facts"].values()
        named = {getattr(one, "org", "") for one in (*facts, *targets)} | {self.law.head.org or ""}
        return sorted((id for id in named if id in self.law.orgs), key=self.law.orgs.place)


class _Kept:
    """The figures of the last snapshots: whoever asks again finds what was worked out already."""

    def __init__(self) -> None:
        self._figures: dict[tuple[str, int], Figures] = {}

    def of(
        self,
        law: Law,
        snapshot: Snapshot,
        record: Callable[[int], Observation],
        versions: Versions,
    ) -> Figures:
        key = law.hash, id(snapshot)
        held = self._figures.get(key)
        if held is None or held.snapshot is not snapshot or held.versions != versions:
            held = Figures(law, snapshot, record, versions)
            self._figures = dict([*self._figures.items(), (key, held)][-_MOST_KEPT:])
        return held


_MOST_KEPT = 4
_kept = _Kept()
