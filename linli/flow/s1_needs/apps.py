from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
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
        checks.register(gateway_works)


def gateway_works(**_options: Any) -> list[checks.CheckMessage]:
    """A gateway for text messages that cannot work is told before anybody is asked for a code."""
    from linli.flow.s1_needs.gateways import gateway

    try:
        gateway()
    except (ImproperlyConfigured, ImportError) as wrong:
        return [checks.Error(f"LINLI_SMS_GATEWAY: {wrong}", id="needs.E001")]
    return []
