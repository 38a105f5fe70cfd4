from django.urls import path

from gehoor.organisation import employee_views, settings_views, views
from gehoor.organisation.settings_views import of_slug

app_name = "organisation"
urlpatterns = [
    path("aanmelden/", views.sign_in, name="sign-in"),
    path("aanmelden/rol/", views.choose_role, name="choose-role"),
    path("voorkeuren/", views.preferences, name="preferences"),
    path("wachtwoord/", views.password, name="password"),
    path("beheer/", settings_views.overview, name="settings"),
    path(
        "beheer/medewerkers/<uuid:uuid>/wachtwoord/",
        employee_views.give_password,
        name="give-password",
    ),
    path("beheer/medewerkers/<uuid:uuid>/vaardigheden/", employee_views.skills, name="skills"),
    path("beheer/<slug:slug>/", of_slug(settings_views.list_rows)),
    path("beheer/<slug:slug>/nieuw/", of_slug(settings_views.create)),
    path("beheer/<slug:slug>/<uuid:uuid>/", of_slug(settings_views.change)),
    path("beheer/<slug:slug>/<uuid:uuid>/weg/", of_slug(settings_views.remove)),
]
