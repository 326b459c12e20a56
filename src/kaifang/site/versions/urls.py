"""The address of a case's migration."""

from django.urls import path

from kaifang.site.versions import views

app_name = "versions"

urlpatterns = [path("<str:process>/<str:case>/migrate/", views.show, name="show")]
