"""Addresses of forms: what is owed, closed, corrected, and the calendar."""

from django.urls import path

from kaifang.site.reporting import views

app_name = "reporting"

urlpatterns = [
    path("", views.index, name="index"),
    path("all/", views.every, name="every"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar.ics", views.feed, name="feed"),
    path("closing/", views.closing, name="closing"),
    path("corrections/", views.corrected, name="corrections"),
]
