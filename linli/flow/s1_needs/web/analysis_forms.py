"""Forms for runs, suggestions, deliberations and rules. What is allowed is said by the actions."""

from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need, NeedSuggestion
from linli.flow.s1_needs.states import FOUND_BY_RUN, NeedState, Topic
from linli.flow.s1_needs.web.forms import (
    CatalogueField,
    NeedWordsForm,
    RankForm,
    catalogue_choices,
    only_place,
    score,
    text,
)
from linli.flow.s1_needs.web.pages import SURE
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui import forms

LOOKED_BACK = timedelta(days=90)
"""The period that the form offers; the clerk changes it."""


def day(label: Any, **more: Any) -> django_forms.DateField:
    box = django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_forms.DateField(label=label, widget=box, **more)


class OwnPlaceForm(forms.Form):
    """Something about one of the actor's places."""

    place = django_forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("区域"), empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.queryset = Place.objects.covered_by(actor).order_by("code")
        field.initial = only_place(actor)


class RunForm(OwnPlaceForm):
    sources = django_forms.MultipleChoiceField(
        label=gettext_lazy("来源"),
        choices=[(one.value, one.label) for one in FOUND_BY_RUN],
        initial=[one.value for one in FOUND_BY_RUN],
        widget=django_forms.CheckboxSelectMultiple,
    )
    since = day(gettext_lazy("自"), initial=lambda: clock.today() - LOOKED_BACK)
    until = day(gettext_lazy("至"), initial=clock.today)


class DeliberationForm(OwnPlaceForm):
    held_on = day(gettext_lazy("议事日期"))
    participants = django_forms.IntegerField(label=gettext_lazy("参加人数（人）"), min_value=1, max_value=5000)
    supporters = django_forms.IntegerField(label=gettext_lazy("赞成人数（人）"), min_value=1, max_value=5000)
    title = django_forms.CharField(
        label=gettext_lazy("提出的需求"),
        max_length=60,
        help_text=gettext_lazy("一份记录写一项；写成“谁需要什么”。"),
    )
    topic = django_forms.ChoiceField(label=gettext_lazy("类别"), choices=Topic.choices)
    minutes = text(gettext_lazy("议事纪要"), 6, 4000, gettext_lazy("写清讨论了什么、怎样表决；不写姓名和证件号码。"))


class AcceptForm(NeedWordsForm, RankForm):
    """A need as it was suggested, to be changed where it is not right."""

    catalogue_code = CatalogueField()

    def __init__(self, *args: Any, suggestion: NeedSuggestion, matches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].help_text = _("依据来自建议，可以补充。")
        near = [(one.code, f"{one.code} {one.name}（{SURE[one.confidence]}）") for one in matches]
        if near:
            nearest: Any = self.fields["catalogue_code"]
            nearest.choices = [("", _("暂不归入")), (_("最接近"), near), *catalogue_choices()[1:]]


class AttachForm(forms.Form):
    need = django_forms.ModelChoiceField(
        Need.objects.none(), label=gettext_lazy("并入"), empty_label=gettext_lazy("请选择")
    )

    def __init__(self, *args: Any, suggestion: NeedSuggestion, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["need"]
        mine = Need.objects.filter(
            place_code__startswith=actor.place_code, state__in=[NeedState.DRAFT, NeedState.LISTED]
        )
        near = mine.filter(place_code__startswith=suggestion.place_code[:9])
        field.queryset = near.select_related("place").order_by("-id")
        field.label_from_instance = lambda need: f"{need.number} {need.title}（{need.place}）"


class DeclineForm(forms.Form):
    reason = text(gettext_lazy("不采纳理由"), 3, 200)


class DeclineManyForm(DeclineForm):
    chosen = django_forms.ModelMultipleChoiceField(
        NeedSuggestion.objects.none(), label=gettext_lazy("所选建议"), widget=django_forms.CheckboxSelectMultiple
    )
    field_order = ["chosen", "reason"]

    def __init__(self, *args: Any, actor: Actor, keys: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.queryset = NeedSuggestion.objects.visible_to(actor).filter(pk__in=keys)
        field.initial = keys
        field.label_from_instance = lambda one: f"{one.title}（{one.place}）"


class RuleForm(forms.Form):
    """A rule of a form."""

    key = django_forms.CharField(
        label=gettext_lazy("规则编号"), max_length=40, help_text=gettext_lazy("小写字母、数字和下划线，例如 meal。")
    )
    title = django_forms.CharField(label=gettext_lazy("需求名称"), max_length=60)
    topic = django_forms.ChoiceField(label=gettext_lazy("类别"), choices=Topic.choices)
    catalogue_code = CatalogueField()
    condition = text(
        gettext_lazy("条件"), 3, 500, gettext_lazy("例如 selected(${wanted}, 'meal') and ${people} >= 2；题名见右侧。")
    )
    each = django_forms.CharField(
        label=gettext_lazy("逐行看的分组"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("填可重复分组的名称，条件就对每一行分别判断。"),
    )
    people = django_forms.CharField(
        label=gettext_lazy("受益人数所在的题"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("不填的，每份（每行）算 1 人。"),
    )
    urgency = score("urgency")
    vulnerability = score("vulnerability")
    active = django_forms.BooleanField(label=gettext_lazy("启用"), required=False, initial=True)
