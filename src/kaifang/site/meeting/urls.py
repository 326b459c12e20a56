"""Addresses of the meeting view."""

from django.urls import path

from kaifang.site.meeting import views

app_name = "meeting"

urlpatterns = [path("", views.index, name="index")]
