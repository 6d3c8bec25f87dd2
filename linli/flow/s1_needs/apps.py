from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "linli.flow.s1_needs"
    label = "needs"
    verbose_name = _("需求摸排")
    step = 1

    def ready(self) -> None:
        from linli.flow.s1_needs import actions, permissions  # noqa: F401
        from linli.flow.s1_needs.campaigns import actions as campaign_actions  # noqa: F401
        from linli.flow.s1_needs.campaigns import hooked
        from linli.flow.s1_needs.web.menu import register

        register()
        hooked.register()
