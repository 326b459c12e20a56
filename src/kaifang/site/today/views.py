"""The first page of the morning."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def index(request: HttpRequest) -> HttpResponse:
    """Show the headline rows of the programme."""
    return render(request, "today/index.html")
