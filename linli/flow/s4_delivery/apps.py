from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "linli.flow.s4_delivery"
    label = "delivery"
    verbose_name = _("组织实施")
    step = 4

    def ready(self) -> None:
        from linli.flow.s4_delivery import bank, permissions  # noqa: F401
        from linli.flow.s4_delivery.actions import (  # noqa: F401
            finals,
            milestones,
            opening,
            paying,
            records,
            requests,
            work,
        )
        from linli.flow.s4_delivery.web.register import setup

        setup()
