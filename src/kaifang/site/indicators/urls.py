"""Addresses of indicators."""

from django.urls import path

from kaifang.site.indicators import views

app_name = "indicators"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:id>/", views.show, name="show"),
]
