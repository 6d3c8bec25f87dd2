from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "linli.openness.insight"
    label = "insight"
    verbose_name = _("驾驶舱")

    def ready(self) -> None:
        from linli.openness.insight import actions, permissions  # noqa: F401
        from linli.ui import nav

        nav.register(
            nav.NavItem("main", 30, _("驾驶舱"), "insight:cockpit", "layout-dashboard", "insight.cockpit:view")
        )
