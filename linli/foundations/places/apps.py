from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "linli.foundations.places"
    label = "places"
    verbose_name = _("区划")

    def ready(self) -> None:
        from linli.foundations.places import actions, nav, permissions  # noqa: F401
