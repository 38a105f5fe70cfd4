"""Outcomes stand among the settings, but belong to contacts."""

from django.urls import path

from gehoor.contacts import outcome_views as views

app_name = "outcomes"
urlpatterns = [
    path("", views.list_outcomes, name="list"),
    path("nieuw/", views.create, name="create"),
    path("<uuid:uuid>/", views.change, name="change"),
]
