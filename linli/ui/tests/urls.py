"""The gallery alone, for the tests of the interface."""

from django.urls import include, path

urlpatterns = [path("", include("linli.ui.urls")), path("i18n/", include("django.conf.urls.i18n"))]
