"""Law: a pack composed with all it uses and extends, with every reference resolvable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar, cast

from kaifang.core.citation import Citation, Document
from kaifang.core.codes import CodeList, Concordance
from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.observation import Measure, Observation, Visibility
from kaifang.core.orgs import Orgs
from kaifang.core.statement import Authority
from kaifang.core.units import Quantity
from kaifang.packs.kinds import LABELS
from kaifang.packs.loading import Pack, UnknownPack, find_pack, read_pack
from kaifang.packs.schema.base import CiteEntry, Entry
from kaifang.packs.schema.figures import (
    FactEntry,
    Figures,
    IndicatorEntry,
    ParameterEntry,
    TargetEntry,
)
from kaifang.packs.schema.head import DocumentEntry, PackHead
from kaifang.packs.schema.places import (
    CodeListEntry,
    ConcordanceEntry,
    GridEntry,
    GroupingEntry,
    OrgEntry,
)
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.packs.schema.reporting import CalendarEntry, FormEntry, WorkdaysEntry
from kaifang.packs.schema.rules import (
    CheckEntry,
    DifferenceEntry,
    FactMapEntry,
    LightEntry,
    ListEntry,
    NotFigureEntry,
    SeasonEntry,
    TaskEntry,
)
from kaifang.packs.schema.supervising import NoticeEntry, SlipEntry

E = TypeVar("E", bound=Entry)


class CircularUse(KaifangError):
    code = "KF-PACK-021"


class UnknownName(KaifangError):
    code = "KF-PACK-011"


@dataclass(eq=False)
class Law:
    """Everything in force for a programme: its own entries and those of the packs it stands on.

    `packs` lists the pack itself last; a later pack overrides an earlier one by id only where it
    extends it.
    """

    packs: tuple[Pack, ...]

    def __repr__(self) -> str:
        return f"Law({self.id} {self.version})"

    @property
    def pack(self) -> Pack:
        return self.packs[-1]

    @property
    def head(self) -> PackHead:
        return self.pack.head

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def version(self) -> str:
        return self.head.version

    @property
    def canonical(self) -> bytes:
        return self.pack.canonical

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the hashes of the pack and of all it stands on."""
        return hashlib.sha256("".join(pack.hash for pack in self.packs).encode()).hexdigest()

    @property
    def findings(self) -> list[KaifangError]:
        return [finding for pack in self.packs for finding in pack.findings]

    def entries(self, kind: str) -> dict[str, Entry]:
        """All entries of a kind in force: later ones override, renamed and retired ones are gone.

        What names an indicator or an organisation by its former name names it by the new one.
        """
        merged: dict[str, Entry] = {}
        for pack in self.packs:
            for id, entry in pack.entries[kind].items():
                merged.pop(_former(entry), None)
                merged[id] = entry
            for id in pack.head.retired:
                merged.pop(id, None)
        if not any(self._new_names.values()):
            return merged
        return {id: self._up_to_date(entry) for id, entry in merged.items()}

    def renamed(self, kind: str) -> dict[str, str]:
        """New names by former names."""
        entries = (entry for pack in self.packs for entry in pack.entries[kind].items())
        return {_former(entry): id for id, entry in entries if _former(entry)}

    def _up_to_date(self, entry: Entry) -> Entry:
        """The entry with the names of today; the entry itself where none has changed."""
        changed = {
            field: names[name]
            for field, names in self._new_names.items()
            if (name := getattr(entry, field, None)) in names
        }
        return entry.model_copy(update=changed) if changed else entry

    @cached_property
    def _new_names(self) -> dict[str, dict[str, str]]:
        orgs = self.renamed("orgs")
        return {"indicator": self.renamed("indicators"), "org": orgs, "parent": orgs}

    def _all(self, kind: str, _: type[E]) -> dict[str, E]:
        return cast("dict[str, E]", self.entries(kind))

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {id: e.document for id, e in self._all("documents", DocumentEntry).items()}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Texts of documents that come with the packs, by document, as received."""
        return {id: one.text for pack in self.packs for id, one in pack.texts.items()}

    @cached_property
    def indicators(self) -> dict[str, IndicatorEntry]:
        return self._all("indicators", IndicatorEntry)

    @cached_property
    def facts(self) -> dict[str, FactEntry]:
        return self._all("facts", FactEntry)

    @cached_property
    def targets(self) -> dict[str, TargetEntry]:
        return self._all("targets", TargetEntry)

    @cached_property
    def parameters(self) -> dict[str, ParameterEntry]:
        return self._all("parameters", ParameterEntry)

    @cached_property
    def tasks(self) -> dict[str, TaskEntry]:
        return self._all("tasks", TaskEntry)

    @cached_property
    def lists(self) -> dict[str, ListEntry]:
        return self._all("lists", ListEntry)

    @cached_property
    def lights(self) -> dict[str, LightEntry]:
        return self._all("lights", LightEntry)

    @cached_property
    def seasons(self) -> dict[str, SeasonEntry]:
        return self._all("seasons", SeasonEntry)

    @cached_property
    def workdays(self) -> dict[str, WorkdaysEntry]:
        return self._all("workdays", WorkdaysEntry)

    @cached_property
    def calendars(self) -> dict[str, CalendarEntry]:
        return self._all("calendars", CalendarEntry)

    @cached_property
    def forms(self) -> dict[str, FormEntry]:
        return self._all("forms", FormEntry)

    @cached_property
    def processes(self) -> dict[str, ProcessEntry]:
        return self._all("processes", ProcessEntry)

    @cached_property
    def notices(self) -> dict[str, NoticeEntry]:
        return self._all("notices", NoticeEntry)

    @cached_property
    def slips(self) -> dict[str, SlipEntry]:
        return self._all("slips", SlipEntry)

    def members(self, names: Iterable[str]) -> list[str]:
        """The organisations that ids of organisations, groupings or lists stand for, in order."""
        found: list[str] = []
        for name in names:
            if name in self.lists:
                found += [item for item in self.lists[name].items if isinstance(item, str)]
            elif name in self.orgs.groupings:
                found += self.orgs.groupings[name].members
            else:
                found.append(name)
        return sorted(dict.fromkeys(found), key=self.orgs.place)

    @cached_property
    def maps(self) -> dict[str, FactMapEntry]:
        found = self._all("maps", Entry)
        return {id: entry for id, entry in found.items() if isinstance(entry, FactMapEntry)}

    @cached_property
    def differences(self) -> dict[str, DifferenceEntry]:
        return self._all("differences", DifferenceEntry)

    @cached_property
    def checks(self) -> dict[str, CheckEntry]:
        return self._all("checks", CheckEntry)

    @cached_property
    def not_figures(self) -> list[NotFigureEntry]:
        return list(self._all("not_figures", NotFigureEntry).values())

    @cached_property
    def grids(self) -> dict[str, GridEntry]:
        return self._all("grids", GridEntry)

    @cached_property
    def code_lists(self) -> dict[str, CodeList]:
        return {id: e.code_list for id, e in self._all("codes", CodeListEntry).items()}

    @cached_property
    def concordances(self) -> dict[str, Concordance]:
        found = self._all("concordances", ConcordanceEntry)
        return {id: entry.concordance for id, entry in found.items()}

    @cached_property
    def orgs(self) -> Orgs:
        demo = {pack.id for pack in self.packs if pack.head.demo}
        entries = self._all("orgs", OrgEntry).values()
        groupings = self._all("groupings", GroupingEntry).values()
        return Orgs(
            (entry.as_org(is_demo=entry.pack in demo) for entry in entries),
            (entry.grouping for entry in groupings),
        )

    @property
    def figures(self) -> Iterator[Figures]:
        """All facts, targets and parameters of the pack itself and of those it extends."""
        yield from self.facts.values()
        yield from self.targets.values()
        yield from self.parameters.values()

    def figure(self, id: str) -> Figures:
        """One fact, target or parameter by id. Raises: UnknownName."""
        for kind in (self.facts, self.targets, self.parameters):
            if id in kind:
                return kind[id]
        known = [*self.facts, *self.targets, *self.parameters]
        raise UnknownName(kind=LABELS["figures"], found=id, near=nearest(id, known))

    def indicator(self, id: str) -> IndicatorEntry:
        """One indicator by id. Raises: UnknownName."""
        if id not in self.indicators:
            raise UnknownName(
                kind=LABELS["indicators"], found=id, near=nearest(id, self.indicators)
            )
        return self.indicators[id]

    def citations(self, entry: Entry) -> tuple[Citation, ...]:
        """The citations of an entry, with their documents."""
        return self.cited(getattr(entry, "cite", None), entry.where)

    def cited(self, cites: Iterable[CiteEntry] | None, where: str = "") -> tuple[Citation, ...]:
        """The citations of a part of an entry, such as a check of a form, with their documents."""
        return tuple(self._citation(cite, where) for cite in cites or ())

    def observations(self) -> Iterator[Observation]:
        """The pack's own facts as observations; values are in the indicator's unit."""
        for fact in self.facts.values():
            if fact.pack == self.id:
                yield self._observation(fact)

    def _citation(self, cite: CiteEntry, where: str) -> Citation:
        reason = cite.estimate or cite.assumption
        return Citation(
            self.documents.get(cite.doc) if cite.doc else None,
            cite.quote,
            cite.printed,
            cite.article,
            cite.table,
            cite.row,
            reason.text if reason else None,
            cite.by,
            cite.date,
            where,
            cite.assumption is not None,
        )

    def _observation(self, fact: FactEntry) -> Observation:
        indicator = self.indicator(fact.indicator)
        source = fact.source or indicator.source
        value = _stated(fact.value, indicator, fact.measure)
        high = _stated(fact.high, indicator, fact.measure)
        visibility = Visibility[(fact.visibility or indicator.visibility).upper()]
        cited = self.citations(fact)
        return Observation(
            indicator=fact.indicator,
            org=fact.org,
            period=fact.period,
            value=None if value is None else value.value,
            unit=indicator.unit.code if value is None else value.unit.code,
            measure=fact.measure,
            base=fact.base,
            part=fact.part_code,
            comparator=fact.comparator,
            high=None if high is None else high.value,
            authority=Authority.DEMO if self.head.demo else fact.authority,
            source=source.zh,
            definition=fact.definition,
            visibility=visibility,
            announced=cited[0].dated,
            figure=fact.id,
            pack=self.id,
        )


def _former(entry: Entry) -> str:
    name: str | None = getattr(entry, "renamed_from", None)
    return name or ""


def _stated(quantity: Quantity | None, indicator: IndicatorEntry, measure: str) -> Quantity | None:
    """A level in the indicator's own unit, exactly; every other measure as printed."""
    if quantity is None or measure != Measure.LEVEL:
        return quantity
    return quantity.to(indicator.unit)


def compose(name: str | Path) -> Law:
    """Compose a pack with all it uses, by name or folder; faults stay in `findings`.

    Raises: UnknownPack, CircularUse, and errors of a pack.yaml itself.
    """
    ordered: dict[str, Pack] = {}
    _gather(find_pack(str(name)), (), ordered)
    return Law(tuple(ordered.values()))


@cache
def load(name: str) -> Law:
    """Compose a pack and refuse it if anything in it is wrong.

    Raises: SeveralErrors with every finding.
    """
    from kaifang.packs.linting import lint

    law = compose(name)
    findings = lint(law)
    if findings:
        raise SeveralErrors(findings)
    return law


def _gather(folder: Path, above: tuple[str, ...], ordered: dict[str, Pack]) -> None:
    if folder.name in above:
        raise CircularUse(found=" → ".join((*above, folder.name)))
    if folder.name in ordered:
        return
    pack = read_pack(folder)
    under = [*pack.head.uses, *([pack.head.extends] if pack.head.extends else [])]
    for name in under:
        try:
            _gather(_beside(folder, name), (*above, folder.name), ordered)
        except (UnknownPack, CircularUse) as error:
            error.where = error.where or pack.head.where
            raise
    ordered[folder.name] = pack


def _beside(folder: Path, name: str) -> Path:
    """A pack that another names: its neighbour, else wherever packs are found."""
    neighbour = folder.parent / name
    return neighbour if (neighbour / "pack.yaml").is_file() else find_pack(name)
