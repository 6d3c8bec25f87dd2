from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "linli.ui"
    label = "ui"
    verbose_name = _("界面")

    def ready(self) -> None:
        from linli.ui import columns, permissions  # noqa: F401
