"""Addresses of single consignments; the number of a case may hold a slash."""

from django.urls import path

from kaifang.site.consignments import views

app_name = "consignments"

urlpatterns = [
    path("cases/", views.index, name="index"),
    path("<path:case>/", views.show, name="show"),
]
