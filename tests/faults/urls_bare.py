"""The house's addresses without its last page."""

from linli.config.urls import urlpatterns

__all__ = ["urlpatterns"]
