"""Addresses of places, under /places/."""

from django.urls import path

from linli.foundations.places.web import lists, views
from linli.ui.web.access import needs

app_name = "places"
urlpatterns = [
    path("", needs("places.place:view")(lists.PlaceList.as_view()), name="list"),
    path("import/", views.import_divisions, name="import"),
    path("years/import/", views.import_years, name="import_years"),
    path("years/template/", views.template, name="template"),
    path("<str:code>/", views.show, name="place"),
    path("<str:code>/year/", views.record_year, name="record_year"),
    path("<str:code>/pilot/", views.pilot, name="pilot"),
]
