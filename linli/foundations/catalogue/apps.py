from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "linli.foundations.catalogue"
    label = "catalogue"
    verbose_name = _("指导性目录")

    def ready(self) -> None:
        from linli.foundations.catalogue import actions, permissions  # noqa: F401
        from linli.ui.nav import NavItem, register

        register(NavItem("foundations", 20, _("指导性目录"), "catalogue:clerk", "list-check", "catalogue.item:list"))
