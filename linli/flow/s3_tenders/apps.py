from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TendersConfig(AppConfig):
    name = "linli.flow.s3_tenders"
    label = "tenders"
    verbose_name = _("公开招标")
    step = 3

    def ready(self) -> None:
        from linli.flow.s3_tenders import actions, affected, audit, permissions, withheld  # noqa: F401
        from linli.flow.s3_tenders.web import tab

        tab.setup()
