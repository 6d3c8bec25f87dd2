"""Parameters that this district and its streets decided: proposals, and the dated entries that come of them.

An entry is never edited nor deleted, down to SQL: the next one is added. One that has not begun may be superseded.
"""

import json
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Subject
from linli.kernel.models.journal import append_only


class ProposalState(models.TextChoices):
    IN_APPROVAL = "in_approval", _("审批中")
    RETURNED = "returned", _("退回补正")
    DECIDED = "decided", _("已定")
    REFUSED = "refused", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class Exactly(json.JSONEncoder):
    """Amounts are numbers in the stored value, read back exactly."""

    def default(self, o: Any) -> Any:
        return float(o) if isinstance(o, Decimal) else super().default(o)


class ReadExactly(json.JSONDecoder):
    def __init__(self, **more: Any) -> None:
        super().__init__(parse_float=Decimal, **more)


def value_field() -> "models.JSONField[Any, Any]":
    """A parameter's value in JSON: a share as its text (2/3), everything else as the rule book's files write it."""
    return models.JSONField(_("取值"), encoder=Exactly, decoder=ReadExactly)


class DatedEntryQuerySet(models.QuerySet["DatedEntry"]):
    def standing(self) -> Self:
        """What was not superseded before it began."""
        return self.filter(superseded_by__isnull=True)


class DatedEntry(models.Model):
    """A value from a day on. `place_code` is the district's or a street's; `turn` counts the entries for the same parameter,
    place and day, so that two decisions at once cannot both be the first."""

    parameter = models.CharField(_("参数"), max_length=80)
    place_code = models.CharField(_("区划代码"), max_length=9)
    since = models.DateField(_("适用自"))
    turn = models.PositiveSmallIntegerField(_("次序"), default=1)
    value = value_field()
    document = models.CharField(_("文件"), max_length=80)
    clause = models.CharField(_("条款"), max_length=40)
    verified = models.BooleanField(_("已核对原文"), default=False)
    assumed = models.BooleanField(_("暂定"), default=False)
    source = models.CharField(_("来源"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), default=clock.now)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by", verbose_name=_("替代")
    )

    objects = DatedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("参数取值")
        ordering = ["parameter", "place_code", "since", "turn"]
        constraints = [
            models.UniqueConstraint(
                fields=["parameter", "place_code", "since", "turn"],
                name="dated_entry_once_a_day",
                violation_error_message=_("同一参数在同一天已有另一项决定，请刷新页面核对。"),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.parameter} {self.since}"


OVERSEERS = ("civil_affairs", "finance", "supervisor")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, actor: Actor) -> Self:
        """What was decided is everybody's who may open proposals. One that is not decided, or came to nothing, is its own
        organisation's and that of those who decide on it or oversee: the district's offices."""
        if actor.organisation_kind in OVERSEERS:
            return self
        return self.filter(models.Q(state=ProposalState.DECIDED) | models.Q(organisation_id=actor.organisation_id or 0))


class Proposal(Subject):
    """A proposed change (修改提议) of one parameter at one place; what it ends in is a new entry, never an edit."""

    parameter = models.CharField(_("参数"), max_length=80)
    place_code = models.CharField(_("区划代码"), max_length=9)
    since = models.DateField(_("适用自"))
    value = value_field()
    document = models.CharField(_("文件"), max_length=80)
    clause = models.CharField(_("条款"), max_length=40)
    reason = models.TextField(_("理由"))
    state = models.CharField(_("状态"), max_length=12, choices=ProposalState.choices, default=ProposalState.IN_APPROVAL)
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="+", verbose_name=_("提议单位")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提议人"))
    supersedes = models.ForeignKey(
        DatedEntry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("替代未开始的取值")
    )
    entry = models.OneToOneField(
        DatedEntry, models.PROTECT, null=True, related_name="proposal", verbose_name=_("形成的取值")
    )
    decided_at = models.DateTimeField(_("办结时间"), null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("参数修改提议")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["parameter", "place_code", "since"],
                condition=models.Q(state="in_approval"),
                name="proposal_once_a_day",
                violation_error_message=_("同一参数自同一天起的修改提议已在审批中。"),
            ),
            models.CheckConstraint(
                name="proposal_decided_has_entry",
                condition=models.Q(state="decided", entry__isnull=False)
                | (~models.Q(state="decided") & models.Q(entry__isnull=True)),
                violation_error_message=_("只有已定的提议才有形成的取值。"),
            ),
        ]

    def __str__(self) -> str:
        return gettext("修改参数：%(title)s") % {"title": self.title}

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("rulebook:proposal", args=[self.pk])

    @property
    def title(self) -> str:
        """The parameter's name in words."""
        from linli.foundations.rulebook import book

        known = book.law().parameters.get(self.parameter)
        return known.title if known else self.parameter
