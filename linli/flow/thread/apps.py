from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThreadConfig(AppConfig):
    name = "linli.flow.thread"
    label = "thread"
    verbose_name = _("一事一链")

    def ready(self) -> None:
        from linli.flow.thread import actions, frame, permissions, refunds, spine  # noqa: F401
