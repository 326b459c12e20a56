"""Addresses of projects."""

from django.urls import path

from kaifang.site.projects import views

app_name = "projects"

urlpatterns = [
    path("", views.index, name="index"),
    path("list/", views.listed, name="list"),
    path("funnel/", views.funnel, name="funnel"),
    path("cohorts/", views.cohorts, name="cohorts"),
    path("map/", views.map, name="map"),
    path("stalled/", views.stalled, name="stalled"),
    path("events/", views.events, name="events"),
    path("central/", views.central, name="central"),
]
