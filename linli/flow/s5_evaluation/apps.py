from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "linli.flow.s5_evaluation"
    label = "evaluation"
    verbose_name = _("监测评估")
    step = 5

    def ready(self) -> None:
        from linli.flow.s5_evaluation import permissions  # noqa: F401
        from linli.flow.s5_evaluation.actions import rectifying, scoring, starting  # noqa: F401
        from linli.flow.s5_evaluation.web.register import setup

        setup()
