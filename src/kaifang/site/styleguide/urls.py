"""Addresses of the style guide."""

from django.urls import path

from kaifang.site.styleguide import views

app_name = "styleguide"

urlpatterns = [
    path("", views.index, name="index"),
    path("explanations/<int:place>/", views.explanation, name="explanation"),
    path("<slug:name>/", views.story, name="story"),
]
