"""Approval chains are data: who decides in which order, and what each said (意见)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.models.subject import Subject


class ApprovalState(models.TextChoices):
    RUNNING = "running", _("审批中")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("退回补正")
    REFUSED = "refused", _("不通过")
    WITHDRAWN = "withdrawn", _("已撤回")


class StepState(models.TextChoices):
    WAITING = "waiting", _("未到")
    CURRENT = "current", _("待审批")
    APPROVED = "approved", _("同意")
    RETURNED = "returned", _("退回补正")
    REFUSED = "refused", _("不同意")


class Approval(Subject):
    """One run of a chain for one record. `chain` names it in the rule book, e.g. `project` or `payment`."""

    chain = models.CharField(_("审批链"), max_length=60)
    subject_type = models.CharField(_("对象类别"), max_length=60)
    subject_id = models.BigIntegerField(_("对象"))
    title = models.CharField(_("审批事项"), max_length=200)
    path = models.CharField(_("地址"), max_length=300)
    step = models.PositiveSmallIntegerField(_("步骤"), null=True)
    project_key = models.BigIntegerField(_("一事一链"), null=True)
    state = models.CharField(_("状态"), max_length=10, choices=ApprovalState.choices, default=ApprovalState.RUNNING)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人")
    )
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("申请单位")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("审批")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "chain"],
                condition=models.Q(state="running"),
                name="approval_running_once",
                violation_error_message=_("同一事项已在审批中。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thread_key(self) -> int | None:
        return self.project_key

    @property
    def current_step(self) -> "ApprovalStep | None":
        """The step whose turn it is; None when the chain has ended. The steps are read once for each load of the chain."""
        models.prefetch_related_objects([self], "steps")
        return next((step for step in self.steps.all() if step.state == StepState.CURRENT), None)


class ApprovalStep(models.Model):
    """One office in the chain and its opinion."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps", verbose_name=_("审批"))
    order = models.PositiveSmallIntegerField(_("次序"))
    title = models.CharField(_("环节"), max_length=60)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=40)
    state = models.CharField(_("状态"), max_length=10, choices=StepState.choices, default=StepState.WAITING)
    opinion = models.TextField(_("意见"), blank=True)
    points = models.JSONField(_("退回要点"), default=list, blank=True)
    """What a return asks to be corrected, each `{"about", "text"}`; the room of the record says what `about` names."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人")
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True)

    class Meta:
        verbose_name = _("审批环节")
        ordering = ["approval_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["approval", "order"], name="approval_step_order"),
            models.UniqueConstraint(
                fields=["approval", "decided_by"],
                name="approval_person_once",
                violation_error_message=_("同一人不能在同一审批中签两次意见。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
