"""Every submission of a design as it stood (送审稿), and what was asked for when it was returned."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models.lists import unchangeable
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation


class DesignVersion(models.Model):
    """The whole design as one round of approval saw it; `content` is what `reviews.snapshots` takes, never changed.

    `fingerprint` is the SHA-256 (hex) of its canonical bytes, which the event of the submission holds too.
    """

    design = models.ForeignKey("goals.Design", models.PROTECT, related_name="versions", verbose_name=_("项目方案"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("项目"))
    round = models.PositiveSmallIntegerField(_("轮次"))
    content = models.JSONField(_("内容"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    frozen_at = models.DateTimeField(_("送审时间"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("送审人")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("送审单位")
    )

    class Meta:
        verbose_name = _("送审稿")
        ordering = ["design_id", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["design", "round"],
                name="design_version_round",
                violation_error_message=_("方案刚刚由他人提交，请刷新页面。"),
            )
        ]
        triggers = unchangeable()

    def __str__(self) -> str:
        return _("%(project)s第 %(n)d 次送审稿") % {"project": self.project, "n": self.round}


class ReturnPoint(models.Model):
    """One thing that an office asked to be corrected (退回要点): `about` is a part of the design, or one of its fields.

    The purchaser's clerk ticks it (`settled`) and writes what was done before the design goes back.
    """

    version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="points", verbose_name=_("送审稿"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("项目"))
    order = models.PositiveSmallIntegerField(_("序号"))
    office = models.CharField(_("环节"), max_length=60)
    about = models.CharField(_("涉及内容"), max_length=60)
    text = models.CharField(_("退回要点"), max_length=500)
    settled = models.BooleanField(_("已补正"), default=False)
    reply = models.CharField(_("补正说明"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("补正时间"), null=True)

    class Meta:
        verbose_name = _("退回要点")
        ordering = ["version_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="return_point_order"),
            models.CheckConstraint(
                name="return_point_settled_with_words",
                condition=models.Q(settled=False) | (~models.Q(reply="") & models.Q(settled_at__isnull=False)),
                violation_error_message=_("已补正的要点必须写明怎样补正。"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="asked_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    '((OLD.version_id, OLD."order", OLD.office, OLD.about, OLD.text)'
                    ' IS DISTINCT FROM (NEW.version_id, NEW."order", NEW.office, NEW.about, NEW.text))'
                ),
            ),
            pgtrigger.Protect(name="asked_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"
