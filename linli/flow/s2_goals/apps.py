from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    name = "linli.flow.s2_goals"
    label = "goals"
    verbose_name = _("目标确立")
    step = 2

    def ready(self) -> None:
        from linli.flow.s2_goals import actions, permissions  # noqa: F401
        from linli.flow.s2_goals.plans import actions as plan_actions  # noqa: F401
        from linli.flow.s2_goals.reviews import actions as review_actions  # noqa: F401
        from linli.flow.s2_goals.reviews import parts, topics  # noqa: F401
        from linli.flow.s2_goals.web import menu, tab

        parts.register_all()
        menu.register()
        tab.register()
