"""Addresses of figures."""

from django.urls import path

from kaifang.site.figures import views

app_name = "figures"

urlpatterns = [path("<str:indicator>/<str:org>/<str:period>/", views.show, name="show")]
