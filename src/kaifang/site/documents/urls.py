"""Addresses of the documents area."""

from django.urls import path

from kaifang.site.documents import views

app_name = "documents"

urlpatterns = [
    path("", views.index, name="index"),
    path("differences/", views.differences, name="differences"),
    path("parameters/<str:id>/", views.parameter, name="parameter"),
    path("lists/<str:id>/", views.named_list, name="list"),
    path("<str:id>/", views.show, name="show"),
]
