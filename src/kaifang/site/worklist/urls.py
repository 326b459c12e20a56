"""Addresses of tasks under way."""

from django.urls import path

from kaifang.site.worklist import views

app_name = "worklist"

urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", views.mine, name="mine"),
    path("chart/", views.chart, name="chart"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.show, name="show"),
    path("<int:number>/evidence/<str:sha256>/", views.evidence, name="evidence"),
]
