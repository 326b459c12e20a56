"""Look at a store after a kill: whole steps only, nothing lost, nothing doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from bench.killing.receiving import Receiver
from bench.killing.telling import Act, Story
from kaifang.programme.reporting.history import ACCEPT, REJECT, SUBMIT, folded
from kaifang.store import audit, files
from kaifang.store.adding import hash_of
from kaifang.store.jobs import State
from kaifang.store.models import (
    AuditEntry,
    Batch,
    Delivery,
    Job,
    Message,
    Record,
    StoredFile,
    Submission,
    SubmissionEvent,
)
from kaifang.store.rows import observations_of, row_of

CELLS = 6  # of the form
SIZES = {"import": 144, "entry": CELLS}  # a table of the customs; packs bring what they bring
BETWEEN, UNDONE, STANDS = "between acts", "act undone whole", "act stands, untold"
UNSENT, UNMARKED = "taken, not sent", "sent, not marked"
OUTCOMES = (BETWEEN, UNDONE, STANDS, UNSENT, UNMARKED)
_NEW_EVENT = {"collect": SUBMIT, "submit": SUBMIT, "accept": ACCEPT, "reject": REJECT}


@dataclass
class Judge:
    """Knows what was acknowledged so far, and holds the store against it after every kill."""

    receiver: Receiver
    acked: list[Act] = field(default_factory=list)
    versions: Counter[str] = field(default_factory=Counter)
    imports: set[str] = field(default_factory=set)
    batches: int = 0

    def judge(self, told: Story, *, sending: bool = False) -> str:
        """The outcome of a kill. Raises: AssertionError, when the store is not as it must be."""
        self.acked += told.done
        for act in told.done:
            self._count(act)
        outcome = self._pending(told.begun) if told.begun else BETWEEN
        self._nothing_lost_or_doubled()
        dossiers_are_whole()
        self._batches_are_whole()
        assert audit.verify() == []
        sent = self._messages_are_whole()
        return sent if sending else outcome

    def _count(self, act: Act) -> None:
        if act.kind == "import":
            self.imports.update(act.about)
        else:
            self.versions.update(act.about)

    def _pending(self, act: Act) -> str:
        """Whether the act that was not acknowledged stands: of all its forms, or of none."""
        if act.kind == "import":
            stands = {Batch.objects.filter(reason=act.about[0]).exists()}
        else:
            found = versions()
            stands = {found[one] > self.versions[one] for one in act.about}
        assert len(stands) == 1, f"half of {act} stands"
        if stands == {True}:
            self._count(act)
            return STANDS
        return UNDONE

    def _nothing_lost_or_doubled(self) -> None:
        assert versions() == +self.versions
        reasons = list(Batch.objects.filter(kind="import").values_list("reason", flat=True))
        assert Counter(reasons) == Counter(self.imports)
        kinds = Counter(_NEW_EVENT[act.kind] for act in self.acked if act.kind != "import")
        assert all(kept(kind) >= count for kind, count in kinds.items())

    def _batches_are_whole(self) -> None:
        """Rows and batches answer each other; those since the last kill to the last digit."""
        heads = list(Batch.objects.order_by("id").values_list("id", "first_row", "last_row"))
        assert [id for id, _, _ in heads] == list(range(1, len(heads) + 1))
        ends = [0, *(last for _, _, last in heads)]
        assert all(first == end + 1 for (_, first, _), end in zip(heads, ends, strict=False))
        assert Record.objects.count() == ends[-1]
        for batch in Batch.objects.filter(id__gt=self.batches).order_by("id"):
            batch_is_whole(batch)
        self.batches = len(heads)
        told = AuditEntry.objects.filter(act="import_table").values_list("subject", flat=True)
        own = Batch.objects.filter(kind="import").values_list("id", flat=True)
        assert sorted(told) == sorted(f"batch:{id}" for id in own)

    def _messages_are_whole(self) -> str:
        """Each message has its job, each job that is done its one delivery, each was received."""
        jobs = {job.payload["message"]: job for job in Job.objects.filter(kind="deliver")}
        assert jobs.keys() == set(Message.objects.values_list("id", flat=True))
        assert len(jobs) == Job.objects.count()
        received = self.receiver.received()
        bodies = dict(received)
        assert len(set(received)) == len(bodies), "the same id said two things"
        assert bodies.keys() <= jobs.keys(), "sent, but never posted"
        done = {id for id, job in jobs.items() if job.state == State.DONE}
        delivered = Counter(Delivery.objects.values_list("message_id", flat=True))
        assert delivered == Counter(done)
        assert done <= bodies.keys(), "marked, but never sent"
        held = {id for id, job in jobs.items() if job.state == State.LEASED}
        assert held | done >= bodies.keys()
        return UNMARKED if held & bodies.keys() else UNSENT if held else BETWEEN


def versions() -> Counter[str]:
    """How many events each form has, by `period/org`."""
    rows = Submission.objects.values_list("period", "org").annotate(count=Count("events"))
    return +Counter({f"{period}/{org}": count for period, org, count in rows})


def kept(kind: str) -> int:
    return int(SubmissionEvent.objects.filter(kind=kind).count())


def dossiers_are_whole() -> None:
    """Each row says what its events say; each event has its audit entry, messages and records."""
    records = Counter(
        Record.objects.filter(figure__startswith="submission:").values_list("figure", flat=True)
    )
    told = Counter(
        key.rpartition(":")[0]
        for key in Message.objects.filter(key__startswith="submission:").values_list(
            "key", flat=True
        )
    )
    acts = sealed()
    for row in Submission.objects.prefetch_related("events"):
        events = sorted(row.events.all(), key=lambda one: one.number)
        assert [one.number for one in events] == list(range(1, len(events) + 1))
        sheet = folded(events)
        assert (row.state, row.level, row.version, row.content) == (
            sheet.state, sheet.level, sheet.version, sheet.content,
        )  # fmt: skip
        assert acts.pop(f"form:{row.form}:{row.org}:{row.period}") == [one.kind for one in events]
        for one in events:
            name = f"submission:{row.pk}:{one.number}"
            assert records.pop(name, 0) == (CELLS if one.kind == ACCEPT else 0), one
            assert told.pop(name, 0) == (2 if one.content.get("next") else 1), one
    assert (records, told, acts) == ({}, {}, {})


def sealed() -> dict[str, list[str]]:
    """The acts that the audit knows of each form, in their order."""
    rows = AuditEntry.objects.filter(subject__startswith="form:").order_by("id")
    found: dict[str, list[str]] = {}
    for subject, act in rows.values_list("subject", "act"):
        found.setdefault(subject, []).append(act)
    return found


def batch_is_whole(batch: Batch) -> None:
    """Its rows are those that its hash was made of, and a file that it names is there."""
    rows = list(observations_of(Record.objects.filter(batch=batch).order_by("id")))
    assert len(rows) == batch.last_row - batch.first_row + 1
    assert hash_of(row_of(one, one.id, batch.id, batch.reason) for one in rows) == batch.content
    assert len(rows) == SIZES.get(batch.kind, len(rows)), (batch, len(rows))
    if batch.file_sha256:
        assert files.read(StoredFile.objects.get(sha256=batch.file_sha256))


def doubled() -> int:
    """How many observations stand twice."""
    columns = (
        "indicator", "org", "period_start", "period_end", "measure", "authority",
        "announced", "value_digits", "value_scale", "figure",
    )  # fmt: skip
    return int(Record.objects.values(*columns).annotate(n=Count("id")).filter(n__gt=1).count())
