"""Addresses of organisations."""

from django.urls import path

from kaifang.site.orgs import views

app_name = "orgs"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:id>/", views.show, name="show"),
]
