"""The gallery's addresses."""

from django.urls import path

from linli.ui.web import views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.components, name="gallery"),
    path("gallery/<slug:name>/", views.sample, name="sample"),
]
