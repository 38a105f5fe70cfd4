from django.urls import path

from gehoor.parties import part_views, views

app_name = "parties"
urlpatterns = [
    path("", views.find, name="list"),
    path("nieuw/", views.create, name="create"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/wijzigen/", views.edit, name="edit"),
    path("<uuid:uuid>/adressen/", part_views.show_addresses, name="show-addresses"),
    path("<uuid:uuid>/bereikbaar/", part_views.add_address, name="add-address"),
    path(
        "<uuid:uuid>/bereikbaar/<uuid:address>/weg/",
        part_views.remove_address,
        name="remove-address",
    ),
    path("<uuid:uuid>/postadres/", part_views.set_postal_address, name="set-postal-address"),
    path(
        "<uuid:uuid>/postadres/<uuid:address>/weg/",
        part_views.remove_postal_address,
        name="remove-postal-address",
    ),
    path("<uuid:uuid>/nummers/", part_views.add_identifier, name="add-identifier"),
    path(
        "<uuid:uuid>/nummers/<uuid:identifier>/weg/",
        part_views.remove_identifier,
        name="remove-identifier",
    ),
    path("<uuid:uuid>/nummers/<uuid:identifier>/bsn/", part_views.show_bsn, name="show-bsn"),
    path("<uuid:uuid>/waarschuwingen/", part_views.add_flag, name="add-flag"),
    path("<uuid:uuid>/waarschuwingen/<uuid:flag>/weg/", part_views.end_flag, name="end-flag"),
]
