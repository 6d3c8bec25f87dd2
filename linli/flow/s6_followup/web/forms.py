"""Forms of the follow-up."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from linli.flow.s4_delivery.web.forms import ReasonForm, day, text
from linli.flow.s6_followup.states import Lasted
from linli.ui import forms

__all__ = ["CloseForm", "ComplaintForm", "ConfirmForm", "MendForm", "ReasonForm", "VisitForm"]

SCORES = [(5, _("5 很满意")), (4, _("4 满意")), (3, _("3 一般")), (2, _("2 不满意")), (1, _("1 很不满意"))]


class VisitForm(forms.Form):
    visited_on = day(_("回访日期"))
    people = django_forms.IntegerField(
        label=_("回访人数"), min_value=1, max_value=100000, help_text=_("只填人数，不填服务对象姓名。")
    )
    lasted = django_forms.ChoiceField(label=_("效果是否持续"), choices=Lasted.choices, widget=django_forms.RadioSelect)
    satisfaction = django_forms.TypedChoiceField(
        label=_("满意度"),
        choices=SCORES,
        coerce=int,
        widget=django_forms.RadioSelect,
        help_text=_("多人取多数人的意见。"),
    )
    summary = text(_("回访情况"), _("服务现在怎样、居民怎么说，不写姓名。"))
    issue = text(_("要整改的问题"), _("填写后转承接主体整改。"), rows=2, required=False, most=1000)


class ComplaintForm(forms.Form):
    text = text(_("投诉内容"), _("不写投诉人的姓名和电话。登记后转承接主体整改。"), most=1000)


class MendForm(forms.Form):
    text = text(_("整改情况"), _("写明怎样解决、何时完成。"), most=1000)


class ConfirmForm(forms.Form):
    opinion = text(_("确认意见"), rows=2, required=False, most=500)


class CloseForm(forms.Form):
    lesson = text(_("经验教训"), _("什么有效、什么无效、为什么，将公开。"))
    suggestion = text(_("对下一轮需求摸排的建议"), _("转入下一轮需求摸排。"), rows=3, required=False)
