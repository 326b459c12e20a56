"""The address of the reminder desk."""

from django.urls import path

from kaifang.site.desk import views

app_name = "desk"

urlpatterns = [path("", views.index, name="index")]
