"""Full code lists by list and edition: kept as files by their hash, the last import holds."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from kaifang.store import files
from kaifang.store.models import CodeEdition, StoredFile
from kaifang.store.writing import one_writer


def keep(
    list: str,
    edition: str,
    codes: bytes,
    received: StoredFile,
    *,
    count: int,
    map_id: str = "",
    who: str = "",
) -> CodeEdition:
    """Keep the codes of a list; the same codes as those that hold change nothing."""
    with one_writer():
        file = files.put(codes, name=f"{list}@{edition}.csv", media_type="text/csv")
        last = current(list, edition)
        if last and last.file_id == file.sha256:
            return last
        added = CodeEdition(
            list=list,
            edition=edition,
            file=file,
            received=received,
            count=count,
            map_id=map_id,
            who=who,
            added_at=timezone.now(),
        )
        added.save()
    return added


def current(list: str, edition: str) -> CodeEdition | None:
    """The import of a list that holds, or None where it was never imported."""
    rows = CodeEdition.objects.filter(list=list, edition=edition).select_related("file")
    return rows.order_by("-id").first()


def editions() -> dict[tuple[str, str], CodeEdition]:
    """The imports that hold, by list and edition."""
    last = CodeEdition.objects.values("list", "edition").annotate(last=Max("id"))
    rows = CodeEdition.objects.filter(id__in=last.values("last")).select_related("received")
    return {(one.list, one.edition): one for one in rows}
