from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    name = "linli.flow.s6_followup"
    label = "followup"
    verbose_name = _("服务跟踪")
    step = 6
