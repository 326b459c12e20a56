"""Begin a pack: a small valid folder with an example of every file, and the province's cities."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.orgs import NATION
from kaifang.core.period import Period
from kaifang.packs.faults import InvalidValue
from kaifang.packs.law import Law, compose
from kaifang.packs.texts import read_document

LIBRARY = "cn-places"
TEMPLATE = "template"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


class PackExists(KaifangError):
    """A folder of that name is there already, and nothing in it is overwritten."""

    code = "KF-PACK-030"


class WrongCity(KaifangError):
    """A row of the list of cities cannot be used."""

    code = "KF-PACK-031"


class OrgNameMissing(KaifangError):
    """The organisation is not in the library of places, and no name is given for it."""

    code = "KF-PACK-032"


@dataclass(frozen=True, slots=True)
class City:
    """One row of a list of cities: code of GB/T 2260 and both names."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new pack is to be: its id, who runs it, its title and its year.

    `org_name` is needed only for an organisation that the library of places does not hold.
    """

    id: str
    org: str
    title: Text
    period: Period
    org_name: Text | None = None
    cities: tuple[City, ...] = ()


def draft(into: Path, plan: Plan) -> Path:
    """Write the new pack as a folder of `into` and return it; lint finds nothing in it.

    Raises: PackExists, InvalidValue, OrgNameMissing.
    """
    folder = into / plan.id
    if folder.exists():
        raise PackExists(found=str(folder))
    if not _ID.fullmatch(plan.id):
        raise InvalidValue(found=plan.id, expected="a-z 0-9 -")
    places = compose(LIBRARY)
    orgs = "".join(_own_orgs(plan, places))
    words = _words(plan, places)
    for file in _template_files(files(__package__) / TEMPLATE):
        _write(folder / file[0], Template(file[1]).substitute(words))
    if orgs:
        _write(folder / "orgs" / "own.yaml", orgs)
    return folder


def title_for(org: str, period: Period, org_name: Text | None = None) -> Text:
    """The title of a pack that gets none: the organisation's name and the year.

    Raises: OrgNameMissing.
    """
    places = compose(LIBRARY)
    name = org_name or _known_org(places, org)
    return Text(f"{name.zh}对外开放{period.code}", f"{name.en} opening-up {period.code}")


def read_cities(path: Path) -> tuple[City, ...]:
    """Read `code,zh,en` rows, with or without a head, as UTF-8 or GB 18030.

    Raises: SeveralErrors with every wrong row; errors of the file itself.
    """
    rows = list(csv.reader(io.StringIO(read_document(path).text)))
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if numbered and not numbered[0][1][0].strip()[:1].isdigit():
        numbered = numbered[1:]
    errors = list(_wrong_rows(numbered, path.name))
    if errors:
        raise SeveralErrors(errors)
    return tuple(City(*(cell.strip() for cell in row)) for _, row in numbered)


def _wrong_rows(rows: Sequence[tuple[int, list[str]]], file: str) -> Iterator[KaifangError]:
    seen: set[str] = set()
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        whole = len(cells) == 3 and all(cells) and re.fullmatch(r"\d{6}", cells[0])
        if not whole or cells[0] in seen:
            yield WrongCity.at(f"{file}:{number}", found=",".join(cells))
        seen.add(cells[0])


def _known_org(places: Law, org: str) -> Text:
    if org not in places.orgs:
        raise OrgNameMissing(found=org, near=nearest(org, [one.id for one in places.orgs]))
    return places.orgs[org].name


def _words(plan: Plan, places: Law) -> dict[str, str]:
    if plan.org_name is None:
        _known_org(places, plan.org)
    return {
        "id": plan.id,
        "title": plan.title.zh,
        "title_en": plan.title.en,
        "name": quoted(plan.title.zh),
        "name_en": quoted(plan.title.en),
        "org": quoted(plan.org),
        "period": quoted(plan.period.code),
    }


def _own_orgs(plan: Plan, places: Law) -> Iterator[str]:
    """The organisation and its cities, as far as the library of places does not hold them."""
    if plan.org not in places.orgs and plan.org_name:
        yield _org(City(plan.org, plan.org_name.zh, plan.org_name.en), _above(plan.org, places), 1)
    for order, city in enumerate(plan.cities, 1):
        if city.code not in places.orgs:
            yield _org(city, plan.org, order)


def _above(org: str, places: Law) -> str:
    """The province of a city's code where the library holds it, else the nation."""
    province = f"{org[:2]}0000"
    return province if province in places.orgs and province != org else NATION


def _org(city: City, parent: str, order: int) -> str:
    kind = "province" if city.code.endswith("0000") else "city"
    return (
        f"- id: {quoted(city.code)}\n"
        f"  name: {{zh: {quoted(city.zh)}, en: {quoted(city.en)}}}\n"
        f"  kind: {kind}\n"
        f"  parent: {quoted(parent)}\n"
        f"  order: {order}\n"
        f"  codes: {{gbt2260: {quoted(city.code)}}}\n"
    )


def _template_files(folder: Traversable, under: str = "") -> Iterator[tuple[str, str]]:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            yield from _template_files(one, f"{under}{one.name}/")
        else:
            yield f"{under}{one.name}", one.read_text("utf-8")


def quoted(text: str) -> str:
    """A text as YAML writes it between quotation marks."""
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
