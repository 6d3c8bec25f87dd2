"""Which project answers which need, and for how much of it. One need may go into several projects, several into one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.states import AdoptionState
from linli.flow.thread.models import Project
from linli.kernel import clock


class NeedProject(models.Model):
    """A project that takes up a need. `share` is percent of the need that this project is to meet, empty for all of it;
    `reason` why it was divided or joined. A deferred trigger holds the need's state to those of its projects."""

    need = models.ForeignKey("needs.Need", models.PROTECT, related_name="adoptions", verbose_name=_("需求"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="adoptions", verbose_name=_("项目"))
    share = models.PositiveSmallIntegerField(_("分担比例（%）"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=AdoptionState.choices, default=AdoptionState.STANDING)
    since = models.DateTimeField(_("自"), default=clock.now)

    class Meta:
        verbose_name = _("需求办理")
        ordering = ["need_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "project"],
                name="need_once_in_project",
                violation_error_message=_("这项需求已在该项目中。"),
            ),
            models.CheckConstraint(
                name="need_share_is_percent",
                condition=Q(share__isnull=True) | Q(share__range=(1, 100)),
                violation_error_message=_("分担比例为 1% 至 100%。"),
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="need_adoption_project")]

    def __str__(self) -> str:
        return f"{self.need} {self.project}"
