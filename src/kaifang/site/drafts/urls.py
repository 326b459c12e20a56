"""Addresses of drafts, beneath dispatch."""

from django.urls import path

from kaifang.site.drafts import views

app_name = "drafts"

urlpatterns = [
    path("notice/<int:number>/", views.notice_show, name="issuing_notice"),
    path("letter/<int:number>/", views.letter, name="slips_letter"),
    path("interview/<str:rule>/<str:org>/", views.interview, name="suggestions_interview"),
]
