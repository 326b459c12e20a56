"""Addresses of dispatch."""

from django.urls import path

from kaifang.site.dispatch import views

app_name = "dispatch"

urlpatterns = [
    path("", views.index, name="index"),
    path("meeting/", views.meeting, name="meeting"),
    path("leader/", views.leader, name="leader"),
    path("remarks/<str:item>/", views.remark, name="remark"),
]
