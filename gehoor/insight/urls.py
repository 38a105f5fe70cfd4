from django.urls import path

from gehoor.insight import views

app_name = "insight"
urlpatterns = [path("", views.figures_page, name="figures")]
