"""What the areas beneath dispatch share: the table of the address, who is let in, where a page stands."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kaifang.core.period import Period
from kaifang.programme.dispatch.table import DispatchTable, dispatch_table
from kaifang.programme.errors import InternalOnly
from kaifang.programme.rights import Act, may
from kaifang.site.acting import acting
from kaifang.site.asking import Asked
from kaifang.site.components.places import Crumb


def table_of(asked: Asked) -> DispatchTable:
    """The table of the period that the address names."""
    moment = asked.moment
    period = asked.query.get("period", "")
    return dispatch_table(asked.programme, period, moment.as_of, moment.seen_at)


def period_of(asked: Asked) -> Period:
    """The period that the address names, else the newest with data."""
    return table_of(asked).period


def let_inside(asked: Asked) -> None:
    """Refuse whoever sees only what is public. Raises: InternalOnly."""
    if not asked.programme.viewer.is_internal:
        raise InternalOnly


def may_dispatch(request: HttpRequest, asked: Asked) -> bool:
    """Whether whoever asks may dispatch the whole programme."""
    return may(acting(request), Act.DISPATCH, asked.law.head.org or "", asked.law.orgs)


def trail(asked: Asked, here: object, path: str = "") -> list[Crumb]:
    """Where a page beneath dispatch stands."""
    above = Crumb(_("Dispatch"), asked.address("/dispatch/"))
    return [above, Crumb(here, asked.address(path) if path else "")]
