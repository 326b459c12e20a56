"""Addresses of the inbox and of the hooks."""

from django.urls import path

from kaifang.site.inbox import views

app_name = "inbox"

urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read_all, name="read_all"),
    path("hooks/", views.hooks, name="hooks"),
    path("hooks/<int:hook>/", views.hook, name="hook"),
    path("hooks/<int:hook>/stop/", views.stop, name="stop"),
    path("hooks/<int:hook>/test/", views.test, name="test"),
    path("own/", views.own, name="own"),
    path("<str:id>/read/", views.read_one, name="read"),
]
