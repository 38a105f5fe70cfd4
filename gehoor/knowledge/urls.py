from django.urls import path

from gehoor.knowledge import editing, views

app_name = "knowledge"
urlpatterns = [
    path("", views.article_list, name="list"),
    path("nieuw/", editing.create, name="create"),
    path("voorbeeld/", editing.preview, name="preview"),
    path("producten/", editing.products, name="products"),
    path("<uuid:uuid>/", views.article_page, name="article"),
    path("<uuid:uuid>/versies/", views.version_page, name="versions"),
    path("<uuid:uuid>/bewerken/", editing.edit, name="edit"),
    path("<uuid:uuid>/aanvulling/<uuid:client>/", editing.addition, name="addition"),
]
