from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "linli.kernel"
    label = "kernel"
    verbose_name = _("内核")

    def ready(self) -> None:
        from linli.kernel.audit import approvals, changes, database, files, journal  # noqa: F401
