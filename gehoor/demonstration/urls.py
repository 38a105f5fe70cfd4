from django.urls import path

from gehoor.demonstration import views

app_name = "demonstration"
urlpatterns = [path("bellen/", views.ring, name="ring")]
