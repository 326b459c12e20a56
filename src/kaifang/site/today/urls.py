"""Addresses of the today area."""

from django.urls import path

from kaifang.site.today import views

app_name = "today"

urlpatterns = [path("", views.index, name="index")]
