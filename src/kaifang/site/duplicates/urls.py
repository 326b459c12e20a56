"""Addresses of suspected pairs; the processes' names are read by the API."""

from django.urls import path

from kaifang.site.duplicates import views

app_name = "duplicates"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:pair>/", views.show, name="show"),
]
