"""Addresses of the quarantine."""

from django.urls import path

from kaifang.site.quarantine import views

app_name = "quarantine"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:number>/", views.show, name="show"),
]
