"""What is typed and uploaded on the pages of forms."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from linli.foundations.forms.states import Purpose
from linli.ui import forms

XLSX = ".xlsx"


def _workbook() -> Any:
    return django_forms.FileField(
        label=_("XLSForm 工作簿"),
        help_text=_("含 survey、choices、settings 三张工作表的 .xlsx 文件，不超过 10 MB。"),
        widget=django_forms.FileInput(attrs={"accept": XLSX}),
    )


class UploadForm(forms.Form):
    workbook = _workbook()
    purpose = django_forms.ChoiceField(label=_("用途"), choices=Purpose.choices)


class ReviseForm(forms.Form):
    workbook = _workbook()


class MediaForm(forms.Form):
    attached = django_forms.FileField(
        label=_("附件"), help_text=_("题目里引用的图片，或选项所在的 CSV 文件；文件名要与引用的一致。")
    )


class KeyForm(forms.Form):
    note = django_forms.CharField(
        label=_("设备说明"), max_length=60, required=False, help_text=_("例如“社区平板 2 号”，便于以后收回。")
    )


class ReasonForm(forms.Form):
    reason = django_forms.CharField(
        label=_("审核意见"),
        max_length=500,
        required=False,
        widget=django_forms.Textarea(attrs={"rows": 3}),
        help_text=_("标记有问题或不采用时必填。"),
    )


class ConsentForm(forms.Form):
    consent = django_forms.CharField(
        label=_("知情同意说明"),
        max_length=500,
        widget=django_forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明收集什么、作什么用、由谁保管；填写人勾选同意后才能提交。"),
    )
