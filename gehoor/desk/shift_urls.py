"""The agent's day around the desk, and signing out, which looks at the desk first."""

from django.urls import path

from gehoor.desk import day_views, hand_views, handover_views, leaving_views

app_name = "shift"
urlpatterns = [
    path("mijn-dag/", day_views.start, name="day"),
    path("mijn-dag/nieuws/", hand_views.news, name="news"),
    path("mijn-dag/contacten/", day_views.own, name="own"),
    path("mijn-dag/<uuid:uuid>/", day_views.of_employee, name="of-employee"),
    path("nu-bezig/", handover_views.colleagues, name="colleagues"),
    path("werkplek/<uuid:uuid>/overdragen/", handover_views.give, name="give"),
    path("werkplek/<uuid:uuid>/overnemen/", handover_views.take, name="take"),
    path("werkplek/<uuid:uuid>/meekijken/", hand_views.beside, name="beside"),
    path("werkplek/<uuid:uuid>/meekijken/woorden/", hand_views.beside_words, name="beside-words"),
    path("hand/omhoog/", hand_views.put_up, name="hand-up"),
    path("hand/omlaag/", hand_views.put_down, name="hand-down"),
    path("hand/<uuid:uuid>/ik-kom/", hand_views.come, name="come"),
    path("hand/<uuid:uuid>/geholpen/", hand_views.helped, name="helped"),
    path("afmelden/", leaving_views.sign_out, name="sign-out"),
]
