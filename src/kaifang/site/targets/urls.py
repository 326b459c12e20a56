"""Addresses of targets."""

from django.urls import path

from kaifang.site.targets import views

app_name = "targets"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:id>/", views.show, name="show"),
]
