"""Addresses of the wall screen."""

from django.urls import path

from kaifang.site.wall import views

app_name = "wall"

urlpatterns = [path("", views.index, name="index")]
