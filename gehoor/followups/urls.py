from django.urls import path

from gehoor.followups import concern_views, views

app_name = "followups"
urlpatterns = [
    path("", views.follow_ups, name="list"),
    path("zorgen/", concern_views.concerns, name="concerns"),
    path("zorgen/<uuid:uuid>/", concern_views.concern, name="concern"),
    path("zorgen/<uuid:uuid>/oppakken/", concern_views.take_up, name="take-up-concern"),
    path("zorgen/<uuid:uuid>/afsluiten/", concern_views.close, name="close-concern"),
    path("van/<uuid:uuid>/", views.of_party, name="of-party"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/bereikbaar/", views.show_ways_to_reach, name="reach"),
    path("<uuid:uuid>/oppakken/", views.take, name="take"),
    path("<uuid:uuid>/afronden/", views.complete, name="complete"),
]
