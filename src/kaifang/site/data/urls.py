"""Addresses of the data area."""

from django.urls import path

from kaifang.site.data import views

app_name = "data"

urlpatterns = [
    path("", views.index, name="index"),
    path("revisions/", views.revisions, name="revisions"),
    path("facts/", views.facts, name="facts"),
    path("codes/", views.codes, name="codes"),
    path("codes/<str:id>/", views.code_list, name="codes"),
]
