"""Forms of needs and their lists. What is allowed is said by the actions; the forms only read what was typed."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need, Voice
from linli.flow.s1_needs.rules import NEUTRAL
from linli.flow.s1_needs.states import Topic, VoiceState
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.places.models import Level, Place
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui import forms

SCORES = {
    "breadth": (
        gettext_lazy("涉及面"),
        gettext_lazy("1 分：个别人；3 分：一个小区或一类人；5 分：社区大多数家庭"),
    ),
    "urgency": (
        gettext_lazy("紧迫性"),
        gettext_lazy("1 分：可以等一年以上；3 分：半年内要解决；5 分：已经影响安全或基本生活"),
    ),
    "vulnerability": (
        gettext_lazy("困难程度"),
        gettext_lazy("1 分：一般居民；3 分：老人、儿童；5 分：失能、残疾、低保、困境儿童"),
    ),
    "gap": (
        gettext_lazy("缺口"),
        gettext_lazy("1 分：已有服务够用；3 分：有一些或说不准；5 分：近年没有买过，也没有设施"),
    ),
}


def text(label: Any, rows: int, most: int, hint: Any = "", **more: Any) -> django_forms.CharField:
    """A text of several lines."""
    area = django_forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return django_forms.CharField(label=label, help_text=hint, max_length=most, widget=area, **more)


def score(name: str, **more: Any) -> django_forms.TypedChoiceField:
    """One criterion as five options in a row."""
    label, hint = SCORES[name]
    return django_forms.TypedChoiceField(
        label=label,
        help_text=hint,
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 6)],
        widget=django_forms.RadioSelect,
        **more,
    )


OFFERED = 50
"""How many voices, the newest first, can be ticked when a need is confirmed."""


class VoiceChoices(django_forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj.get_topic_display()} · {obj.excerpt}"


class NeedWordsForm(forms.Form):
    """What a need says."""

    title = django_forms.CharField(
        label=gettext_lazy("需求名称"),
        max_length=60,
        help_text=gettext_lazy("写成“谁需要什么”，例如“高龄独居老人助餐”。"),
    )
    topic = django_forms.ChoiceField(label=gettext_lazy("类别"), choices=Topic.choices)
    description = text(gettext_lazy("具体情况"), 4, 1000, required=False)
    basis = text(
        gettext_lazy("征求意见情况"),
        3,
        500,
        gettext_lazy("没有勾选诉求时必填：走访、座谈、问卷的时间和人数。"),
        required=False,
    )


class CatalogueField(django_forms.ChoiceField):
    """An item of the catalogue in force, or none; asked for when the form is shown."""

    def __init__(self, **kwargs: Any) -> None:
        label = gettext_lazy("目录项")
        super().__init__(label=label, required=False, choices=catalogue_choices, **kwargs)


def catalogue_choices() -> list[Any]:
    return [("", _("暂不归入")), *catalogue.choices()]


class RankForm(forms.Form):
    """How many, how broad, how urgent, how hard."""

    beneficiaries = django_forms.IntegerField(label=gettext_lazy("受益人数（人）"), min_value=1, max_value=10_000_000)
    breadth = score("breadth")
    urgency = score("urgency")
    vulnerability = score("vulnerability")
    gap = score("gap", initial=NEUTRAL)


class NeedForm(NeedWordsForm, RankForm):
    """A new need, from voices or entered."""

    catalogue_code = CatalogueField()
    place = django_forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("区域"), empty_label=None)
    voices = VoiceChoices(
        Voice.objects.none(),
        label=gettext_lazy("来自这些诉求"),
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["place"]
        places.queryset = Place.objects.covered_by(actor).order_by("code")
        places.initial = self.initial.get("place") or only_place(actor)
        voices: Any = self.fields["voices"]
        mine = Voice.objects.visible_to(actor).filter(place_code__startswith=actor.place_code)
        voices.queryset = mine
        offered = mine.filter(need__isnull=True, state__in=[VoiceState.RECEIVED, VoiceState.ANSWERED])
        # Only the newest are offered; what is posted is judged by the action, so that a form sent twice gets its
        # first answer again.
        self.offered = [(one.pk, voices.label_from_instance(one)) for one in offered.order_by("-id")[:OFFERED]]
        voices.widget.choices = self.offered


class DropForm(forms.Form):
    reason = text(gettext_lazy("撤销理由"), 3, 200)


class AdoptForm(forms.Form):
    """Making a listed need into a project."""

    title = django_forms.CharField(label=gettext_lazy("项目名称"), max_length=80)
    communities = django_forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=gettext_lazy("受益社区（村）"),
        widget=django_forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不勾选就是需求所在区域的全部社区（村）。"),
        required=False,
    )

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = need.title
        served: Any = self.fields["communities"]
        served.queryset = Place.objects.within(need.place_code[:9]).communities().order_by("code")
        served.initial = [need.place_id] if need.place.level == Level.COMMUNITY else []


class PublishForm(forms.Form):
    """Publishing a list: it cannot be taken back."""

    year = django_forms.IntegerField(
        label=gettext_lazy("年度"), min_value=2019, max_value=2100, initial=lambda: clock.today().year
    )
    round = django_forms.IntegerField(label=gettext_lazy("轮次"), min_value=1, max_value=12, initial=1)
    note = django_forms.CharField(
        label=gettext_lazy("更新原因"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("同一轮公布第二版时必填。"),
    )


def only_place(actor: Actor) -> Place | None:
    """The actor's own place: a community's clerk need not choose."""
    return Place.objects.filter(code=actor.place_code).first()
