"""Addresses of the catalogue."""

from django.urls import path

from linli.foundations.catalogue.web import views
from linli.ui.web.access import needs

app_name = "catalogue"

urlpatterns = [
    path("catalogue/", needs("catalogue.item:list")(views.ItemList.as_view()), name="clerk"),
    path("public/catalogue/", views.items, name="list"),
    path("public/catalogue/<str:code>/", views.item, name="item"),
]
