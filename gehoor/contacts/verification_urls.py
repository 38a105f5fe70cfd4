"""What must be sure of a caller stands among the settings, but belongs to contacts."""

from django.urls import path

from gehoor.contacts import verification_views as views

app_name = "verification"
urlpatterns = [
    path("", views.list_rules, name="list"),
    path("nieuw/", views.create, name="create"),
    path("<uuid:uuid>/", views.change, name="change"),
    path("<uuid:uuid>/weg/", views.remove, name="remove"),
]
