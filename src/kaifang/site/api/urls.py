"""Addresses of the API."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.renderers import JSONRenderer

from kaifang.site.api import (
    audit,
    auth,
    books,
    casework,
    clearance,
    dispatch,
    dispatching,
    docs,
    drafts,
    duplicates,
    events,
    filling,
    intake,
    ledgers,
    me,
    messages,
    migrating,
    notices,
    problems,
    projects,
    registers,
    reporting,
    slips,
    views,
    worklist,
)


class Readable(JSONRenderer):
    """JSON in which Chinese stays readable."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Kaifang",
    version="1.0.0",
    description="The same answers and acts as the pages. Numbers are decimal texts; days are ISO 8601.",
    urls_namespace="api",
    renderer=Readable(),
    openapi_url=None,
    docs_url=None,
)
PARTS = (
    views, me, messages, reporting, filling, books, worklist, dispatch, dispatching, slips, drafts,
    audit, events, clearance, casework, intake, ledgers, duplicates, migrating, notices, projects,
    registers,
)  # fmt: skip
for part in PARTS:
    api.add_router("", part.router)
problems.watch(api)
api.exception_handler(AuthenticationError)(lambda request, _error: auth.nobody(request))

urlpatterns = [
    path("v1/openapi.json", docs.openapi, name="openapi"),
    path("v1/docs/", docs.index, name="docs"),
    path("v1/", api.urls),
]
