"""Addresses of slips, beneath dispatch."""

from django.urls import path

from kaifang.site.slips import views

app_name = "slips"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.show, name="show"),
]
