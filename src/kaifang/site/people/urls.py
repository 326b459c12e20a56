"""Addresses of the people area."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from kaifang.site.people.views import Login

app_name = "people"

urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("second-factor/", Login.as_view(), name="second_factor"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
