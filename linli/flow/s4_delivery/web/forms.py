"""Forms of the implementation. Labels and hints say the unit; what the law asks for is checked by the verbs."""

from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from linli.ui import forms
from linli.ui.forms import MoneyField

ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"


def text(label: Any, hint: Any = "", *, rows: int = 4, required: bool = True, most: int = 2000) -> Any:
    """A text of several lines."""
    return django_forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=django_forms.Textarea(attrs={"rows": rows}),
    )


def day(label: Any, hint: Any = "") -> Any:
    return django_forms.DateField(
        label=label, help_text=hint, widget=django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class FileInput(django_forms.ClearableFileInput):
    """A file input without Django's extra links."""

    template_name = "django/forms/widgets/file.html"


def upload(label: Any, hint: Any = "") -> Any:
    return django_forms.FileField(label=label, help_text=hint, required=False, widget=FileInput({"accept": ACCEPT}))


class PlanForm(forms.Form):
    text = text(_("工作计划"), _("写明服务内容、频次、地点和进度安排。"), rows=8, most=5000)
    staff_count = django_forms.IntegerField(label=_("投入人员（人）"), min_value=1, max_value=9999)


class FinishForm(forms.Form):
    summary = text(_("完工小结"), _("对照目标说明完成情况和主要成效，不写服务对象姓名。"), rows=6, most=5000)


class ReportForm(forms.Form):
    """Text, evidence, and one number for each of the design's indicators."""

    text = text(_("进展情况"), _("写明本阶段做了什么、结果如何，不写服务对象姓名。"), rows=6, most=5000)

    def __init__(self, *args: Any, indicators: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for i, one in enumerate(indicators):
            hint = _("目标 %(target)s %(unit)s") % {"target": f"{one['target'].normalize():f}", "unit": one["unit"]}
            self.fields[f"value_{i}"] = django_forms.DecimalField(
                label=one["name"], help_text=hint, min_value=Decimal(0), max_digits=14, decimal_places=2
            )
        self.fields["file"] = upload(_("佐证材料"), _("照片、签到表等，单个文件不超过 20 MB。"))

    def values(self) -> list[dict[str, Any]]:
        """The indicators with the values typed."""
        return [{**one, "value": self.cleaned_data[f"value_{i}"]} for i, one in enumerate(self.indicators)]


class AcceptForm(forms.Form):
    statement = text(_("验收意见"), _("对照合同约定写明结论，验收结果将公开。"))
    served = text(
        _("服务对象参与情况"), _("写明多少名服务对象以什么方式参与验收，不写姓名，将公开。"), rows=3, most=500
    )


class ReasonForm(forms.Form):
    reason = text(_("理由"), _("对方据此补正。"), most=500)


class RecordForm(forms.Form):
    served_on = day(_("服务日期"))
    activity = django_forms.CharField(label=_("服务内容"), max_length=120)
    place = django_forms.CharField(label=_("服务地点"), max_length=80)
    minutes = django_forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=1440)
    participants = django_forms.IntegerField(
        label=_("服务人次"), min_value=1, max_value=100000, help_text=_("只填人次，不填服务对象姓名。")
    )
    staff = django_forms.CharField(label=_("服务人员"), max_length=120, help_text=_("本单位人员，多人用顿号分开。"))
    note = django_forms.CharField(label=_("备注"), max_length=300, required=False)
    file = upload(_("佐证材料"), _("照片、签到表等，单个文件不超过 20 MB。"))


class CorrectForm(RecordForm):
    note = text(_("更正理由"), _("原记录保留，标为已更正。"), rows=2, most=300)
    file = None


class RequestForm(forms.Form):
    amount = MoneyField(label=_("申请金额（元）"))
    invoice_number = django_forms.CharField(label=_("发票号码"), max_length=30)
    invoice_amount = MoneyField(label=_("发票金额（元）"), required=False, help_text=_("不填即与申请金额相同。"))
    invoice_on = day(_("开票日期"))
    invoice_file = upload(_("发票"), _("PDF 或图片，不超过 20 MB。"))


class CheckForm(forms.Form):
    opinion = text(_("核对意见"), _("合同、验收和发票一致时提交审批。"), rows=2, required=False, most=500)


class PayForm(forms.Form):
    voucher = django_forms.CharField(
        label=_("支付凭证号"), max_length=40, help_text=_("国库集中支付或银行回单的编号。")
    )


class ReverseForm(PayForm):
    reason = text(_("冲销理由"), _("理由将公开。"), rows=2, most=500)
