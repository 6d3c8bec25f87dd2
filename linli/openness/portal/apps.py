from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "linli.openness.portal"
    label = "portal"
    verbose_name = _("公开门户")

    def ready(self) -> None:
        from linli.openness.portal.web import shell  # noqa: F401
