"""Forms of admission."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.admission.models import Admission, Report
from linli.foundations.admission.states import Answer, Outcome, Stance
from linli.foundations.catalogue.web.forms import day, text
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel.file_types import ACCEPT
from linli.ui.forms import Form, MoneyField


def upload(label: Any, hint: Any = "") -> django_forms.FileField:
    widget = django_forms.FileInput(attrs={"accept": ACCEPT})
    return django_forms.FileField(label=label, help_text=hint, required=False, widget=widget)


class AdmissionForm(Form):
    title = text(gettext_lazy("事项名称"), 80)
    content = text(gettext_lazy("工作内容"), 1000, gettext_lazy("写明社区要做什么、做多少、怎样算完成。"), rows=5)
    legal_basis = text(gettext_lazy("依据"), 300, gettext_lazy("法律、法规、规章或上级文件的名称和条款。"))
    since = day(gettext_lazy("准入自"))
    until = day(gettext_lazy("准入至"))


class ShareForm(django_forms.Form):
    """One community in one year; which ones is hidden, what goes there is typed."""

    use_required_attribute = False
    place = django_forms.IntegerField(widget=django_forms.HiddenInput)
    year = django_forms.IntegerField(min_value=2000, max_value=2100, widget=django_forms.HiddenInput)
    money = MoneyField(label=gettext_lazy("随事经费（元）"))
    staff = django_forms.IntegerField(label=gettext_lazy("随事人员（名）"), min_value=0, max_value=1000)
    hours = django_forms.IntegerField(label=gettext_lazy("工作量（小时）"), min_value=0, max_value=100_000)


class AddForm(Form):
    """Communities to add, each with the same shares in each year."""

    places = django_forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=gettext_lazy("社区（村）"),
        help_text=gettext_lazy("可以按住 Ctrl 键选择多个。"),
        widget=django_forms.SelectMultiple(attrs={"size": 8}),
    )
    money = MoneyField(label=gettext_lazy("每个社区每年随事经费（元）"))
    staff = django_forms.IntegerField(
        label=gettext_lazy("每个社区随事人员（名）"), min_value=0, max_value=1000, initial=0
    )
    hours = django_forms.IntegerField(label=gettext_lazy("每个社区每年工作量（小时）"), min_value=0, max_value=100_000)

    def __init__(self, *args: Any, admission: Admission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["places"]
        field.queryset = Place.objects.within(admission.organisation.place.code).communities().select_related("parent")
        field.label_from_instance = lambda place: f"{place.parent.name} {place}" if place.parent else str(place)


ShareFormSet = django_forms.formset_factory(ShareForm, extra=0, max_num=800, absolute_max=800, can_delete=True)


class SubmitForm(Form):
    attachment = upload(gettext_lazy("依据文件"), gettext_lazy("依据的文件或说明，PDF、图片或办公文档。"))


class OpinionForm(Form):
    stance = django_forms.ChoiceField(
        label=gettext_lazy("意见"), choices=Stance.choices, widget=django_forms.RadioSelect
    )
    text = text(
        gettext_lazy("说明"), 500, gettext_lazy("有条件同意或不同意的，写明条件或理由。"), rows=4, required=False
    )


class EmptyForm(Form):
    """Nothing to type: the button is all."""


class ReasonForm(Form):
    reason = text(gettext_lazy("撤销理由（公开）"), 300, rows=3)


class RenewForm(Form):
    until = day(gettext_lazy("续办至"), gettext_lazy("自原期限届满的次日起，不超过规定的准入期限。"))


class ReportForm(Form):
    department = django_forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("下派部门"), empty_label=gettext_lazy("请选择")
    )
    title = text(gettext_lazy("事项名称"), 80)
    what = text(gettext_lazy("情况说明"), 1000, gettext_lazy("什么时候、以什么方式要求做什么。不写个人姓名。"), rows=5)
    occurred_on = day(gettext_lazy("下派日期"))
    evidence = upload(gettext_lazy("材料"), gettext_lazy("通知、表格或照片。请先遮住个人信息。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.queryset = Organisation.objects.active().filter(kind=OrganisationKind.DEPARTMENT)


class AnswerForm(Form):
    kind = django_forms.ChoiceField(label=gettext_lazy("答复"), choices=Answer.choices, widget=django_forms.RadioSelect)
    admission = django_forms.ModelChoiceField(
        Admission.objects.none(),
        label=gettext_lazy("准入事项或申请"),
        required=False,
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("补办准入或已有准入的，选择对应的申请或事项。"),
    )
    text = text(gettext_lazy("答复说明"), 500, rows=4)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["admission"]
        field.queryset = Admission.objects.filter(organisation=report.department_id).order_by("-pk")
        field.label_from_instance = lambda one: (
            _("%(number)s %(title)s（%(state)s）")
            % {
                "number": one.number or one.reference,
                "title": one.title,
                "state": one.get_state_display(),
            }
        )


class DecideForm(Form):
    outcome = django_forms.ChoiceField(
        label=gettext_lazy("认定结果"), choices=Outcome.choices, widget=django_forms.RadioSelect
    )
    reason = text(gettext_lazy("认定理由"), 500, rows=4)


class CloseForm(Form):
    closing = text(
        gettext_lazy("办结情况"), 500, gettext_lazy("写明任务是否收回、准入是否办妥、社区是否知悉。"), rows=4
    )
