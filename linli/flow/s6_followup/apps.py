from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    name = "linli.flow.s6_followup"
    label = "followup"
    verbose_name = _("服务跟踪")
    step = 6

    def ready(self) -> None:
        from linli.flow.s6_followup import permissions  # noqa: F401
        from linli.flow.s6_followup.actions import following, visiting  # noqa: F401
        from linli.flow.s6_followup.web.register import setup

        setup()
