"""Addresses of forms, from filling in to the signed sheet."""

from django.urls import path

from kaifang.site.reporting import views

app_name = "reporting"

FORM = "<str:form>/<str:org>/<str:period>/"

urlpatterns = [
    path("", views.index, name="index"),
    path("all/", views.every, name="every"),
    path("desk/", views.desk, name="desk"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar.ics", views.feed, name="feed"),
    path("closing/", views.closing, name="closing"),
    path("corrections/", views.corrected, name="corrections"),
    path("marked/<str:secret>/", views.marked_copy, name="marked"),
    path(FORM, views.show, name="show"),
    path(f"{FORM}workbook/", views.workbook, name="workbook"),
    path(f"{FORM}sign-off/", views.signed, name="signed"),
    path(f"{FORM}sign-off/<str:sha256>/", views.scan, name="scan"),
]
