"""Addresses of clearance."""

from django.urls import path

from kaifang.site.clearance import views

app_name = "clearance"

urlpatterns = [
    path("", views.index, name="index"),
    path("promises/", views.promises, name="promises"),
    path("bottlenecks/", views.bottlenecks, name="bottlenecks"),
    path("compare/", views.compare, name="compare"),
    path("trend/", views.trend, name="trend"),
    path("bands/", views.bands, name="bands"),
    path("report/", views.report, name="report"),
    path("step/", views.step, name="step"),
    path("part/", views.part, name="part"),
]
