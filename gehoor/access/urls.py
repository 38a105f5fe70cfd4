from django.urls import path

from gehoor.access import views

app_name = "access"
urlpatterns = [path("", views.log, name="log")]
