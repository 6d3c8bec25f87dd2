"""Every address of the house; each room keeps its own list."""

from django.urls import URLPattern, URLResolver, include, path

from linli.openness.portal.api.public import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("linli.kernel.web.urls")),
    path("", include("linli.openness.portal.web.urls")),
]
