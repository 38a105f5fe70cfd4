"""Corrections stand with the contacts, but are made with the forms of the desk."""

from django.urls import path

from gehoor.desk import correction_views as views

app_name = "corrections"
urlpatterns = [
    path("<uuid:uuid>/vraag/<uuid:question>/verbeteren/", views.correct, name="correct"),
    path("<uuid:uuid>/vraag/<uuid:question>/splitsen/", views.split, name="split"),
    path("<uuid:uuid>/vraag/<uuid:question>/samenvoegen/", views.merge, name="merge"),
]
