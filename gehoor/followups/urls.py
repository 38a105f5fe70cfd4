from django.urls import path

from gehoor.followups import views

app_name = "followups"
urlpatterns = [
    path("", views.follow_ups, name="list"),
    path("van/<uuid:uuid>/", views.of_party, name="of-party"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/bereikbaar/", views.show_ways_to_reach, name="reach"),
    path("<uuid:uuid>/oppakken/", views.take, name="take"),
    path("<uuid:uuid>/afronden/", views.complete, name="complete"),
]
