"""The six steps of a purchase and the words of their states: one line, the same on every page."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Text

STEPS: tuple[tuple[int, Text], ...] = (
    (1, _("需求摸排")),
    (2, _("目标确立")),
    (3, _("公开招标")),
    (4, _("组织实施")),
    (5, _("监测评估")),
    (6, _("服务跟踪")),
)
NAMES = dict(STEPS)
