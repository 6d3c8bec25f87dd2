"""Where: district → town or street (and development zones) → community or village, by division code (区划代码)."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.models import Subject


class Level(models.TextChoices):
    DISTRICT = "district", _("区")
    TOWN = "town", _("镇街")
    ZONE = "zone", _("开发区")
    COMMUNITY = "community", _("社区（村）")


_COMMITTEES = (("居民委员会", "社区"), ("居委会", "社区"), ("村民委员会", "村"), ("村委会", "村"))


class PlaceQuerySet(models.QuerySet["Place"]):
    def within(self, code: str) -> Self:
        """The place with this code and everything in it."""
        return self.filter(code__startswith=code)

    def covered_by(self, actor: Actor) -> Self:
        """What the actor's organisation serves; nothing without an organisation."""
        return self.within(actor.place_code) if actor.place_code else self.none()

    def towns(self) -> Self:
        return self.filter(level__in=[Level.TOWN, Level.ZONE])

    def communities(self) -> Self:
        return self.filter(level=Level.COMMUNITY)


class Place(Subject):
    """A division. `code` is 6 digits for a district, 9 for a town, 12 for a community; a child's begins with its parent's."""

    code = models.CharField(_("区划代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    category = models.CharField(_("城乡分类"), max_length=3, blank=True)
    pinyin = models.CharField(_("拼音排序"), max_length=200, blank=True)
    is_pilot = models.BooleanField(_("试点"), default=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("区划")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="place_code_digits",
                condition=models.Q(code__regex=r"^[0-9]{6}([0-9]{3}([0-9]{3})?)?$"),
                violation_error_message=_("区划代码应为 6、9 或 12 位数字。"),
            ),
            models.CheckConstraint(
                name="place_has_parent_unless_district",
                condition=models.Q(level="district") | models.Q(parent__isnull=False),
                violation_error_message=_("镇街和社区必须有上级区划。"),
            ),
        ]
        indexes = [
            models.Index(fields=["level", "code"], name="place_level_code"),
            models.Index(fields=["code"], name="place_pilot", condition=models.Q(is_pilot=True)),
        ]

    def __str__(self) -> str:
        return self.spoken_name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("places:place", args=[self.code])

    @property
    def spoken_name(self) -> str:
        """The name as people say it: 明觉社区居委会 is 明觉社区, 上方村委会 is 上方村."""
        for ending, kind in _COMMITTEES:
            if self.name.endswith(ending):
                base = self.name.removesuffix(ending)
                return base if base.endswith(("社区", "村")) else base + kind
        return self.name

    @property
    def town_code(self) -> str:
        """The code of the town that the place is or lies in; empty for a district."""
        return self.code[:9] if len(self.code) >= 9 else ""


class PlaceYear(models.Model):
    """What is counted of a place each year."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="years", verbose_name=_("区划"))
    year = models.PositiveSmallIntegerField(_("年度"))
    households = models.PositiveIntegerField(_("户数"))
    population = models.PositiveIntegerField(_("人口"))
    floor_space = models.DecimalField(_("服务用房面积（平方米）"), max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = _("年度基本情况")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year"], name="place_year_once", violation_error_message=_("该年度的数据已经登记。")
            ),
            models.CheckConstraint(
                name="place_year_in_range",
                condition=models.Q(year__gte=1990, year__lte=2100),
                violation_error_message=_("年度应在 1990 至 2100 之间。"),
            ),
            models.CheckConstraint(
                name="place_year_floor_space_not_negative",
                condition=models.Q(floor_space__gte=0),
                violation_error_message=_("服务用房面积不能是负数。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.year}"

    @property
    def floor_per_100_households(self) -> Decimal | None:
        """Square metres of service floor for 100 households, one decimal; None without households."""
        if not self.households:
            return None
        return (self.floor_space * 100 / self.households).quantize(Decimal("0.1"))
