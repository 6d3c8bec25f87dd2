"""Needs lists (需求清单): what was published for a place in a round, as it stood; never changed, only followed by an edition."""

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models.needs import Need
from linli.flow.s1_needs.states import Topic
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel.models import Subject


def unchangeable() -> list[pgtrigger.Trigger]:
    """What was published is neither changed nor deleted, by whatever road."""
    return [
        pgtrigger.Trigger(
            name="published_stays",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func="RAISE EXCEPTION '% is published and stays', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';",
        )
    ]


class NeedsListQuerySet(models.QuerySet["NeedsList"]):
    def published(self) -> "NeedsListQuerySet":
        """All of them: a list exists because it was published."""
        return self

    def latest_editions(self) -> "NeedsListQuerySet":
        """Of each place, year and round the edition in force."""
        newer = NeedsList.objects.filter(
            place=models.OuterRef("place"),
            year=models.OuterRef("year"),
            round=models.OuterRef("round"),
            edition__gt=models.OuterRef("edition"),
        )
        return self.filter(~models.Exists(newer))


class NeedsList(Subject):
    """A published list. `weights` are those of the day; a correction is a new `edition` of the same round, with `note`."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="needs_lists", verbose_name=_("区域"))
    place_code = models.CharField(_("区划代码"), max_length=12)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("公布单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    round = models.PositiveSmallIntegerField(_("轮次"))
    edition = models.PositiveSmallIntegerField(_("版次"))
    note = models.CharField(_("说明"), max_length=300, blank=True)
    weights = models.JSONField(_("权重"))
    count = models.PositiveIntegerField(_("需求数"))
    published_at = models.DateTimeField(_("公布时间"))

    objects = NeedsListQuerySet.as_manager()

    class Meta:
        verbose_name = _("需求清单")
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year", "round", "edition"],
                name="needs_list_edition_once",
                violation_error_message=_("这一轮清单刚刚由他人公布了新的一版。"),
            ),
            models.CheckConstraint(
                name="needs_list_round_from_one",
                condition=models.Q(round__gte=1, edition__gte=1),
                violation_error_message=_("轮次和版次从 1 开始。"),
            ),
        ]
        triggers = unchangeable()

    def __str__(self) -> str:
        return _("%(place)s%(year)d年第%(round)d轮需求清单") % {
            "place": self.place,
            "year": self.year,
            "round": self.round,
        }

    def get_absolute_url(self) -> str:
        return reverse("needs:list", args=[self.pk])


class NeedsListRow(models.Model):
    """One need as it was published; later changes of the need do not reach it. `gap` is empty where it was not weighed."""

    needs_list = models.ForeignKey(NeedsList, models.PROTECT, related_name="rows", verbose_name=_("需求清单"))
    rank = models.PositiveIntegerField(_("名次"))
    need = models.ForeignKey(Need, models.PROTECT, related_name="listings", verbose_name=_("需求"))
    place_name = models.CharField(_("区域"), max_length=100)
    title = models.CharField(_("需求名称"), max_length=60)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    beneficiaries = models.PositiveIntegerField(_("受益人数"))
    breadth = models.PositiveSmallIntegerField(_("涉及面"))
    urgency = models.PositiveSmallIntegerField(_("紧迫性"))
    vulnerability = models.PositiveSmallIntegerField(_("困难程度"))
    gap = models.PositiveSmallIntegerField(_("缺口"), null=True)
    priority = models.DecimalField(_("优先指数"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("清单需求")
        ordering = ["needs_list_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["needs_list", "rank"], name="needs_list_rank_once"),
            models.UniqueConstraint(fields=["needs_list", "need"], name="needs_list_need_once"),
        ]
        triggers = unchangeable()

    def __str__(self) -> str:
        return f"{self.rank} {self.title}"
