"""Addresses of tasks."""

from django.urls import path

from kaifang.site.tasks import views

app_name = "tasks"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:id>/", views.show, name="show"),
]
