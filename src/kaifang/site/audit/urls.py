"""Addresses of the audit."""

from django.urls import path

from kaifang.site.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:number>/", views.show, name="show"),
    path("verify/", views.verify, name="verify"),
    path("export/", views.export, name="export"),
]
