"""What may go wrong (风险), and what is done about it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.models.design import Design


class Risk(models.Model):
    """Likelihood and impact are 1 (least) to 5; the database computes their product."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="risks", verbose_name=_("项目方案"))
    order = models.PositiveSmallIntegerField(_("序号"))
    description = models.CharField(_("风险"), max_length=120)
    likelihood = models.PositiveSmallIntegerField(_("可能性"))
    impact = models.PositiveSmallIntegerField(_("影响"))
    response = models.CharField(_("应对措施"), max_length=200)
    responsible = models.CharField(_("责任"), max_length=60)
    score = models.GeneratedField(
        expression=F("likelihood") * F("impact"),
        output_field=models.PositiveSmallIntegerField(_("风险值")),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("风险")
        ordering = ["design_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["design", "order"], name="risk_order"),
            models.CheckConstraint(
                name="risk_one_to_five",
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)),
                violation_error_message=_("可能性和影响都按 1 至 5 分打分。"),
            ),
        ]

    def __str__(self) -> str:
        return self.description
