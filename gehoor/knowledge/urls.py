from django.urls import path

from gehoor.knowledge import editing, instruction_views, views

app_name = "knowledge"
urlpatterns = [
    path("", views.article_list, name="list"),
    path("nieuw/", editing.create, name="create"),
    path("voorbeeld/", editing.preview, name="preview"),
    path("producten/", editing.products, name="products"),
    path("instructies/", instruction_views.instructions, name="instructions"),
    path("instructies/nieuw/", instruction_views.create, name="create-instruction"),
    path("instructies/<uuid:uuid>/", instruction_views.instruction, name="instruction"),
    path("instructies/<uuid:uuid>/gelezen/", instruction_views.read, name="read-instruction"),
    path("instructies/<uuid:uuid>/bewerken/", instruction_views.edit, name="edit-instruction"),
    path("<uuid:uuid>/", views.article_page, name="article"),
    path("<uuid:uuid>/versies/", views.version_page, name="versions"),
    path("<uuid:uuid>/bewerken/", editing.edit, name="edit"),
    path("<uuid:uuid>/aanvulling/<uuid:client>/", editing.addition, name="addition"),
]
