"""Addresses of the people area."""

from django.urls import path

from kaifang.site.people import views

app_name = "people"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="show"),
    path("house/", views.house, name="house"),
    path("invite/", views.invite_guest, name="invite"),
    path("login/", views.Login.as_view(), name="login"),
    path("code/", views.code, name="code"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("link/<str:secret>/", views.link, name="link"),
    path("me/", views.me, name="me"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("tokens/", views.tokens, name="tokens"),
]
