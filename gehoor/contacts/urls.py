from django.urls import path

from gehoor.contacts import views

app_name = "contacts"
urlpatterns = [
    path("", views.contact_list, name="list"),
    path("<uuid:uuid>/", views.contact_page, name="detail"),
]
