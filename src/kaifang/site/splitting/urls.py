"""Addresses of the splitting of targets."""

from django.urls import path

from kaifang.site.splitting import views

app_name = "splitting"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:target>/", views.show, name="show"),
]
