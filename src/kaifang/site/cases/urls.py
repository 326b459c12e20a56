"""Addresses of cases."""

from django.urls import path

from kaifang.site.cases import views

app_name = "cases"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:process>/", views.listed, name="list"),
    path("<str:process>/new/", views.new, name="new"),
    path("<str:process>/<str:case>/", views.show, name="show"),
    path("<str:process>/<str:case>/files/<str:sha256>/", views.file, name="file"),
]
