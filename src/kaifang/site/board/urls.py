"""Addresses of the board."""

from django.urls import path

from kaifang.site.board import views

app_name = "board"

urlpatterns = [path("", views.index, name="index")]
