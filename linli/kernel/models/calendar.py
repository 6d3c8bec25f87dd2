"""The working-day calendar: which weekdays are holidays, which weekends are worked (调休)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("放假")
    WORKDAY = "workday", _("上班")


class CalendarYear(models.Model):
    """Whether the State Council's arrangement for a year is announced; until then deadlines rest on weekends alone."""

    year = models.PositiveSmallIntegerField(_("年度"), primary_key=True)
    announced = models.BooleanField(_("放假安排已公布"), default=False)
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("日历年度")

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, or a weekend that is worked."""

    day = models.DateField(_("日期"), primary_key=True)
    kind = models.CharField(_("类别"), max_length=10, choices=DayKind.choices)
    name = models.CharField(_("名称"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("日历")

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
