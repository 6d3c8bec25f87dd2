"""Forms of the evaluation."""

from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.web.forms import ReasonForm, day, text
from linli.flow.s5_evaluation.states import InstrumentKind
from linli.ui import forms

__all__ = [
    "DemandsForm",
    "GradeForm",
    "OpinionForm",
    "ReasonForm",
    "ReportForm",
    "ScoreForm",
    "StartForm",
    "SurveyForm",
]

ANSWERS = (_("很不满意（人）"), _("不满意（人）"), _("一般（人）"), _("满意（人）"), _("很满意（人）"))


class StartForm(forms.Form):
    """Who evaluates what; the provider is not offered."""

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in InstrumentKind:
            self.fields[kind] = django_forms.ModelChoiceField(
                label=kind.label, queryset=organisations, empty_label=None
            )
        self.fields["onsite"].help_text = gettext("评估单位不能是承接主体。")


class FindingsForm(forms.Form):
    done_on = day(_("评估日期"))
    findings = text(_("发现的情况"), _("写明怎样查、查到什么、依据何在，不写服务对象姓名。"), rows=5, most=5000)


class ScoreForm(FindingsForm):
    score = django_forms.DecimalField(
        label=_("得分"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        help_text=_("0 到 100 分，60 分以下须整改。"),
    )
    field_order = ["score", "done_on", "findings"]


class SurveyForm(FindingsForm):
    """How many answered each of the five; `没用过，不清楚` is not counted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for i, label in enumerate(ANSWERS, start=1):
            self.fields[f"answers_{i}"] = django_forms.IntegerField(
                label=label, min_value=0, max_value=1000000, initial=0
            )
        self.order_fields([f"answers_{i}" for i in range(1, 6)])

    def counts(self) -> list[int]:
        return [self.cleaned_data[f"answers_{i}"] for i in range(1, 6)]


class GradeForm(forms.Form):
    conclusion = text(_("评估结论"), _("等级按综合得分和标准自动评定，这里写明总体评价，将公开。"))


class DemandsForm(forms.Form):
    demands = text(_("整改要求"), _("逐条写明要整改什么、达到什么程度。"), rows=5)


class ReportForm(forms.Form):
    text = text(_("整改情况"), _("对照要求逐条说明。"), rows=5)


class OpinionForm(forms.Form):
    opinion = text(_("复核意见"), _("将公开。"), rows=3)
