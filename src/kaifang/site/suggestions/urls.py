"""Address of suggestions, beneath dispatch."""

from django.urls import path

from kaifang.site.suggestions import views

app_name = "suggestions"

urlpatterns = [path("", views.index, name="index")]
