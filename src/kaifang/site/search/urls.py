"""Addresses of the search."""

from django.urls import path

from kaifang.site.search import views

app_name = "search"

urlpatterns = [path("", views.index, name="index")]
