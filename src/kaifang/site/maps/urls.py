"""Addresses of the map."""

from django.urls import path

from kaifang.site.maps import views

app_name = "maps"

urlpatterns = [path("", views.index, name="index")]
