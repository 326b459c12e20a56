"""Addresses of the ledgers of funds."""

from django.urls import path

from kaifang.site.ledgers import views

app_name = "ledgers"

urlpatterns = [
    path("projects/funds/", views.index, name="index"),
    path("cases/<str:process>/<str:case>/ledger/", views.show, name="show"),
]
