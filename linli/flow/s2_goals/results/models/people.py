"""For whom and by whom: groups of beneficiaries (服务对象), posts of the staff plan (人员配备)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.flow.s2_goals.models.design import Design
from linli.foundations.catalogue.states import Served


class BeneficiaryGroup(models.Model):
    """People served, counted by kind. Who belongs to several groups is counted in each; `Design.beneficiaries` counts him once."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="groups", verbose_name=_("项目方案"))
    order = models.PositiveSmallIntegerField(_("序号"))
    served = models.CharField(_("类别"), max_length=20, choices=Served.choices)
    name = models.CharField(_("具体是谁"), max_length=60)
    people = models.PositiveIntegerField(_("人数"))
    is_direct = models.BooleanField(_("直接受益"), default=True)
    basis = models.CharField(_("怎样得出"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("服务对象分组")
        ordering = ["design_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["design", "order"], name="beneficiary_group_order"),
            models.CheckConstraint(
                name="beneficiary_group_has_people",
                condition=Q(people__gte=1),
                violation_error_message=_("每组服务对象至少 1 人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of the staff plan: `number` people, each for `months` at `share` percent of full time. `certificate` is a key of
    `data/certificates.yaml`, empty where none is asked for."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="posts", verbose_name=_("项目方案"))
    order = models.PositiveSmallIntegerField(_("序号"))
    role = models.CharField(_("岗位"), max_length=40)
    number = models.PositiveSmallIntegerField(_("人数"))
    certificate = models.CharField(_("证书要求"), max_length=30, blank=True)
    months = models.DecimalField(_("月数"), max_digits=4, decimal_places=1)
    share = models.PositiveSmallIntegerField(_("投入比例（%）"), default=100)
    on_wages = models.BooleanField(_("工资列入项目"), default=True)
    duties = models.CharField(_("职责"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("岗位")
        ordering = ["design_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["design", "order"], name="post_order"),
            models.CheckConstraint(
                name="post_within_bounds",
                condition=Q(number__gte=1, months__gt=0, share__range=(1, 100)),
                violation_error_message=_("岗位至少 1 人，月数大于 0，投入比例为 1% 至 100%。"),
            ),
        ]

    def __str__(self) -> str:
        return self.role
