"""Rules from answers to needs, as a district changed or added them; those that come with the house lie in analysis/shipped."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.flow.s1_needs.models.needs import ONE, ONE_TO_FIVE
from linli.flow.s1_needs.states import Topic
from linli.kernel.models import Subject


class MappingRule(Subject):
    """Takes the place of the shipped rule with the same form and key, or is one more.

    `condition` is over question names; with `each` it is asked of every row of that repeat. `people` names the question that
    tells how many would benefit; without it every submission (or row) counts for one.
    """

    form_id = models.CharField(_("表单编号"), max_length=60)
    key = models.CharField(_("规则编号"), max_length=40)
    title = models.CharField(_("需求名称"), max_length=60)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    condition = models.CharField(_("条件"), max_length=500)
    each = models.CharField(_("逐行看的分组"), max_length=60, blank=True)
    people = models.CharField(_("受益人数所在的题"), max_length=60, blank=True)
    catalogue_code = models.CharField(_("目录编号"), max_length=20, blank=True)
    urgency = models.PositiveSmallIntegerField(_("紧迫性"), validators=ONE_TO_FIVE)
    vulnerability = models.PositiveSmallIntegerField(_("困难程度"), validators=ONE_TO_FIVE)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("问卷转换规则")
        ordering = ["form_id", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_id", "key"],
                name="mapping_rule_once",
                violation_error_message=_("这份表单已有同编号的规则。"),
            ),
            models.CheckConstraint(
                name="mapping_scores_one_to_five",
                condition=models.Q(urgency__range=ONE, vulnerability__range=ONE),
                violation_error_message=_("紧迫性、困难程度按 1 至 5 分打分。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("needs:mapping", args=[self.form_id])
