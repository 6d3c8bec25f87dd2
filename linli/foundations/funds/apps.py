from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    name = "linli.foundations.funds"
    label = "funds"
    verbose_name = _("资金统筹")

    def ready(self) -> None:
        from linli.foundations.funds import actions, audit, papers, permissions  # noqa: F401
        from linli.ui.nav import NavItem, register

        register(NavItem("foundations", 30, _("资金统筹"), "funds:list", "report-money", "funds.source:list"))
