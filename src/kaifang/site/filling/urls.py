"""Addresses of one form, from filling in to the signed sheet."""

from django.urls import path

from kaifang.site.filling import views

app_name = "filling"

FORM = "<str:form>/<str:org>/<str:period>/"

urlpatterns = [
    path("marked/<str:secret>/", views.marked_copy, name="marked"),
    path(FORM, views.show, name="show"),
    path(f"{FORM}workbook/", views.workbook, name="workbook"),
    path(f"{FORM}sign-off/", views.signed, name="signed"),
    path(f"{FORM}sign-off/<str:sha256>/", views.scan, name="scan"),
]
