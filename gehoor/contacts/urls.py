from django.urls import path

from gehoor.contacts import export_views, views

app_name = "contacts"
urlpatterns = [
    path("", views.contact_list, name="list"),
    path("bestand/", export_views.export, name="export"),
    path("<uuid:uuid>/", views.contact_page, name="detail"),
]
