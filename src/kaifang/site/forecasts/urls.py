"""Addresses of forecasts."""

from django.urls import path

from kaifang.site.forecasts import views

app_name = "forecasts"

urlpatterns = [path("", views.index, name="index")]
