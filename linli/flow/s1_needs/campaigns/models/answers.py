"""What came in for a campaign, and the counts that its results are made of. All of it is derived: gathered and tallied
again from submissions it is the same (gathering.py, tallying.py), so it is no business event and has none."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.campaigns.models.campaign import Campaign
from linli.flow.s1_needs.campaigns.models.households import Household, Stratum
from linli.foundations.forms.models import FormVersion, Submission
from linli.foundations.places.models import Place


class Gathering(models.Model):
    """How far a campaign's answers are gathered; its row is the lock of whoever does it."""

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, primary_key=True, related_name="gathering", verbose_name=_("调查")
    )
    reached = models.BigIntegerField(_("已归集到"), default=0)
    at = models.DateTimeField(_("归集时间"), null=True)

    class Meta:
        verbose_name = _("归集进度")

    def __str__(self) -> str:
        return str(self.reached)


class Answer(models.Model):
    """A submission belongs to a campaign. `first` is the submission's first version, `submission` the one that counts now.

    `counts` says whether it is part of the result; `tallied` which version the counts hold, and for which stratum; `stale`
    that this has to be looked at again. `reached` is the day it was filled in.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="answers", verbose_name=_("调查"))
    first = models.BigIntegerField(_("首次填报"))
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+", verbose_name=_("填报"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("采集人")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("社区（村）")
    )
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="answers", verbose_name=_("住户"))
    stratum = models.ForeignKey(
        Stratum, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("层")
    )
    day = models.DateField(_("填写日期"))
    review = models.CharField(_("审核状态"), max_length=10)
    flags = models.JSONField(_("质量提示"), default=list)
    late = models.BooleanField(_("逾期收到"), default=False)
    counts = models.BooleanField(_("计入"), default=False)
    stale = models.BooleanField(_("待计算"), default=True)
    tallied = models.BigIntegerField(_("已计入的版本"), null=True)
    tallied_stratum = models.BigIntegerField(_("已计入的层"), null=True)

    class Meta:
        verbose_name = _("调查填报")
        constraints = [models.UniqueConstraint(fields=["campaign", "first"], name="answer_first_once")]
        indexes = [
            models.Index(fields=["campaign", "place", "person", "day"], name="answer_progress", include=["counts"]),
            models.Index(fields=["campaign", "-id"], name="answer_newest"),
            models.Index(fields=["campaign", "review"], name="answer_review"),
            models.Index(fields=["campaign", "review"], name="answer_flagged", condition=~Q(flags=[])),
            models.Index(fields=["campaign", "id"], name="answer_stale", condition=Q(stale=True)),
        ]

    def __str__(self) -> str:
        return str(self.submission_id)

    def get_absolute_url(self) -> str:
        """The submission's page, without asking for the submission, which not everybody may read."""
        return reverse("xforms:submission", args=[self.submission_id])


class Tally(models.Model):
    """How many of a stratum chose an option of a question in a version. The row without an option counts who answered the
    question, with the sum and the squares of numbers; the row without a question counts the households that answered."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="tallies", db_index=False, verbose_name=_("调查")
    )
    form_version = models.ForeignKey(
        FormVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("表单版本")
    )
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="+", db_index=False, verbose_name=_("层"))
    path = models.CharField(_("题目"), max_length=300)
    option = models.CharField(_("选项"), max_length=200)
    n = models.IntegerField(_("份数"), default=0)
    total = models.FloatField(_("合计"), default=0)
    squares = models.FloatField(_("平方和"), default=0)

    class Meta:
        verbose_name = _("计数")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "form_version", "path", "option", "stratum"], name="tally_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.option}"
