from django.urls import path

from gehoor.insight import export_views, month_views, views

app_name = "insight"
urlpatterns = [
    path("", views.figures_page, name="figures"),
    path("bestand/<str:extension>/", export_views.export, name="export"),
    path("maanden/", month_views.months, name="months"),
    path("maanden/vaststellen/", month_views.fix, name="fix-month"),
    path("maanden/<uuid:uuid>/openzetten/", month_views.release, name="release-month"),
]
