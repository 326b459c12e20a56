"""Addresses of notices to firms."""

from django.urls import path

from kaifang.site.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:notice>/", views.show, name="show"),
]
