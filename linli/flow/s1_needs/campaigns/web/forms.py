"""Forms of campaigns."""

from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.campaigns.actions import Plan
from linli.flow.s1_needs.campaigns.drawing import Demands
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.questions import household_questions
from linli.flow.s1_needs.campaigns.states import Allocation, Frame, Scope
from linli.foundations.forms.models import Form, FormVersion
from linli.foundations.forms.spoken import label_of
from linli.foundations.forms.states import VersionState
from linli.foundations.parties.models import Membership
from linli.foundations.parties.roles import Role
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel.actor import Actor
from linli.ui import forms

WORKERS = (Role.CLERK, Role.LEADER, Role.MANAGER, Role.STAFF)
LONG = {"rows": 2, "maxlength": 300}


def moment_input() -> django_forms.DateTimeInput:
    return django_forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def percent(label: Any, least: str, most: str, **more: Any) -> django_forms.DecimalField:
    return django_forms.DecimalField(
        label=label, min_value=Decimal(least), max_value=Decimal(most), decimal_places=1, **more
    )


class DemandsForm(forms.Form):
    """What the size of the sample follows from; its defaults are the rule book's."""

    margin = percent(gettext_lazy("允许误差（百分点）"), "0.5", "20")
    confidence = percent(gettext_lazy("置信水平（%）"), "80", "99.9")
    response = percent(gettext_lazy("预计应答率（%）"), "10", "100")
    effect = django_forms.DecimalField(
        label=gettext_lazy("设计效应"),
        min_value=Decimal(1),
        max_value=Decimal(10),
        decimal_places=2,
        help_text=gettext_lazy("简单随机和按比例分层取 1；同一楼栋的住户答案相近时取 1.5 至 2。"),
    )
    allocation = django_forms.ChoiceField(label=gettext_lazy("样本分配"), choices=Allocation.choices)
    least = django_forms.IntegerField(label=gettext_lazy("每层最少户数"), min_value=0, max_value=10_000)

    @staticmethod
    def usual() -> dict[str, Any]:
        found = book.value("survey.sampling")
        return {
            "margin": found["margin_percent"],
            "confidence": found["confidence_percent"],
            "response": found["response_percent"],
            "effect": found["design_effect"],
            "least": found["least_per_stratum"],
            "allocation": Allocation.PROPORTIONAL,
        }

    def demands(self) -> Demands:
        data = self.cleaned_data
        names = ("margin", "confidence", "effect", "response", "allocation", "least")
        return Demands(*(data[name] for name in names))


class PlanForm(DemandsForm):
    title = django_forms.CharField(label=gettext_lazy("调查名称"), max_length=80)
    purpose = django_forms.CharField(
        label=gettext_lazy("调查目的"), max_length=300, required=False, widget=django_forms.Textarea(attrs=LONG)
    )
    form = django_forms.ModelChoiceField(
        Form.objects.none(),
        label=gettext_lazy("表单"),
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("列出已发布、您能使用的表单。"),
    )
    places = django_forms.ModelMultipleChoiceField(
        Place.objects.none(), label=gettext_lazy("调查区域"), widget=django_forms.CheckboxSelectMultiple
    )
    due_at = django_forms.DateTimeField(label=gettext_lazy("截止时间"), widget=moment_input())
    scope = django_forms.ChoiceField(label=gettext_lazy("调查范围"), choices=Scope.choices)
    frame = django_forms.ChoiceField(
        label=gettext_lazy("住户来源"),
        choices=Frame.choices,
        help_text=gettext_lazy("按年度户数时，抽中的是户口册的顺序号；名册在建立调查后导入。"),
    )
    by_column = django_forms.BooleanField(label=gettext_lazy("按名册的“分层”列抽样"), required=False)
    household_path = django_forms.ChoiceField(
        label=gettext_lazy("填写户号的题目"),
        required=False,
        help_text=gettext_lazy("抽样调查必选，用来核对抽中的住户。"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Form.objects.visible_to(actor).filter(versions__state=VersionState.PUBLISHED).order_by("title")
        self._choose("form", found)
        self._choose("places", Place.objects.within(actor.place_code).communities().order_by("code"))
        path: Any = self.fields["household_path"]
        path.choices = [("", _("没有这样的题目")), *_paths(found)]

    def _choose(self, name: str, found: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen, form = data.get("household_path", ""), data.get("form")
        if chosen and form is not None:
            owner, _bar, path = chosen.partition("|")
            if owner != str(form.pk):
                self.add_error("household_path", _("这道题不在所选的表单里，请选“%s”的题目。") % form)
            data["household_path"] = path
        return data

    def plan(self) -> Plan:
        data = self.cleaned_data
        names = ("title", "purpose", "form", "scope", "frame", "due_at", "by_column", "household_path")
        return Plan(places=list(data["places"]), demands=self.demands(), **{name: data[name] for name in names})


def _paths(found: QuerySet[Form]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Questions that can hold a number, by form."""
    versions = FormVersion.objects.filter(form__in=found, state=VersionState.PUBLISHED).select_related("form")
    return [
        (
            one.form.title,
            [(f"{one.form_id}|{node['path']}", label_of(dict(node))) for node in household_questions(one.schema)],
        )
        for one in versions.defer("xml").order_by("form__title")
    ]


class AssignForm(forms.Form):
    place = django_forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("社区（村）"), empty_label=None)
    membership = django_forms.ModelChoiceField(Membership.objects.none(), label=gettext_lazy("采集人"))
    quota = django_forms.IntegerField(label=gettext_lazy("应完成（户）"), min_value=1, max_value=100_000)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            place: Any = self.fields["place"]
            place.queryset = Place.objects.filter(pk__in=campaign.places.values("place_id")).order_by("code")
        members: Any = self.fields["membership"]
        members.queryset = surveyors(campaign)
        members.label_from_instance = lambda one: f"{one.person.name}（{one.organisation.name}）"


def surveyors(campaign: Campaign) -> QuerySet[Membership]:
    """Whoever works for an office or a provider within the form's place and the campaign's office's."""
    bounds = max(campaign.form.place_code, campaign.organisation.place.code, key=len)
    found = Membership.objects.current().filter(role__in=WORKERS, organisation__place__code__startswith=bounds)
    return found.filter(organisation__state="active", person__is_active=True).select_related(
        "person", "organisation__place"
    ).order_by("organisation__pinyin", "person__name")  # fmt: skip


class ReassignForm(AssignForm):
    place = None  # type: ignore[assignment]


class FinishForm(forms.Form):
    reason = django_forms.CharField(
        label=gettext_lazy("少做的原因"), max_length=300, required=False, widget=django_forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("收到的填报少于应完成的户数时必填。"),
    )  # fmt: skip


class ExtendForm(forms.Form):
    due_at = django_forms.DateTimeField(label=gettext_lazy("新的截止时间"), widget=moment_input())
    reason = django_forms.CharField(
        label=gettext_lazy("延长的理由"), max_length=300, widget=django_forms.Textarea(attrs=LONG)
    )


class CancelForm(forms.Form):
    reason = django_forms.CharField(
        label=gettext_lazy("取消理由"), max_length=300, widget=django_forms.Textarea(attrs=LONG)
    )


class PublishForm(forms.Form):
    note = django_forms.CharField(
        label=gettext_lazy("结果说明"), max_length=500, required=False,
        widget=django_forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
        help_text=gettext_lazy("公布后人人可见，例如哪些社区（村）应答偏少。"),
    )  # fmt: skip
