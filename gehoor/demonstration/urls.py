from django.urls import path

from gehoor.demonstration import hearing_views, views

app_name = "demonstration"
urlpatterns = [
    path("bellen/", views.ring, name="ring"),
    path("pauze/", hearing_views.pause, name="pause"),
    path("spraak/", hearing_views.speech, name="speech"),
    path("stand/", hearing_views.standing, name="standing"),
    path("gehoord/<uuid:uuid>/", hearing_views.hear, name="hear"),
    path("jaar/", views.progress, name="progress"),
]
