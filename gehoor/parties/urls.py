from django.urls import path

from gehoor.parties import flag_views, part_views, relation_views, views

app_name = "parties"
urlpatterns = [
    path("", views.find, name="list"),
    path("nieuw/", views.create, name="create"),
    path("waarschuwingen/", flag_views.own_flags, name="own-flags"),
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
    path("<uuid:uuid>/waarschuwingen/", flag_views.add, name="add-flag"),
    path(
        "<uuid:uuid>/waarschuwingen/<uuid:flag>/verlengen/", flag_views.extend, name="extend-flag"
    ),
    path("<uuid:uuid>/waarschuwingen/<uuid:flag>/weg/", flag_views.end, name="end-flag"),
    path(
        "<uuid:uuid>/vertegenwoordiging/",
        relation_views.choose_other,
        {"page": "parties:represent"},
        name="choose-representation",
    ),
    path(
        "<uuid:uuid>/vertegenwoordiging/<uuid:other>/", relation_views.represent, name="represent"
    ),
    path(
        "<uuid:uuid>/vertegenwoordiging/<uuid:row>/einde/",
        relation_views.end_representation,
        name="end-representation",
    ),
    path(
        "<uuid:uuid>/samenvoegen/",
        relation_views.choose_other,
        {"page": "parties:merge"},
        name="choose-merge",
    ),
    path("<uuid:uuid>/samenvoegen/<uuid:other>/", relation_views.merge, name="merge"),
    path("<uuid:uuid>/samenvoegen/<uuid:row>/ongedaan/", relation_views.unmerge, name="unmerge"),
]
