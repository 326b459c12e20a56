"""Addresses of checking and issue, beneath dispatch."""

from django.urls import path

from kaifang.site.issuing import views

app_name = "issuing"

urlpatterns = [
    path("issuing/", views.index, name="index"),
    path("issuing/<int:number>/", views.show, name="show"),
    path("check/<int:number>/", views.check, name="check"),
    path("issued/<int:number>/", views.issued_show, name="issued"),
]
