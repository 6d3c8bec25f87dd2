"""The words of the results chain: its levels, how often an indicator is measured, how its periods add up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Below problem and goal, which are the design's own; each level serves the one above it."""

    OUTCOME = "outcome", _("成效")
    OUTPUT = "output", _("产出")
    ACTIVITY = "activity", _("活动")


DEPTH: dict[str, int] = {Level.OUTCOME: 0, Level.OUTPUT: 1, Level.ACTIVITY: 2}


class Frequency(models.TextChoices):
    """How often an indicator has a target within the service period."""

    WHOLE = "whole", _("服务期末一次")
    HALF_YEAR = "half_year", _("每半年")
    QUARTER = "quarter", _("每季度")
    MONTH = "month", _("每月")


MONTHS: dict[str, int] = {Frequency.HALF_YEAR: 6, Frequency.QUARTER: 3, Frequency.MONTH: 1}


class Aggregation(models.TextChoices):
    """How the targets of the periods give the target of the whole."""

    SUM = "sum", _("各期合计")
    LAST = "last", _("以末期为准")
    AVERAGE = "average", _("各期平均")
