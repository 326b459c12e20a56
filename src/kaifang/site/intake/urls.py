"""Addresses of the import of cases, below those of their process."""

from django.urls import path

from kaifang.site.intake import views

app_name = "intake"

urlpatterns = [
    path("", views.index, name="index"),
    path("workbook/", views.workbook, name="workbook"),
    path("progress/<str:ticket>/", views.progress, name="progress"),
]
