"""Addresses of dispatch."""

from django.urls import path

from kaifang.site.dispatch import views

app_name = "dispatch"

urlpatterns = [
    path("", views.index, name="index"),
    path("meeting/", views.meeting, name="meeting"),
    path("leader/", views.leader, name="leader"),
    path("remarks/<str:item>/", views.remark, name="remark"),
    path("issuing/", views.issuing, name="issuing"),
    path("issuing/<int:number>/", views.issuing_show, name="issuing_show"),
    path("check/<int:number>/", views.check, name="issuing_check"),
    path("issued/<int:number>/", views.issued_show, name="issuing_issued"),
    path("slips/", views.slips, name="slips"),
    path("slips/new/", views.slips_new, name="slips_new"),
    path("slips/<int:number>/", views.slips_show, name="slips_show"),
    path("suggestions/", views.suggestions, name="suggestions"),
]
