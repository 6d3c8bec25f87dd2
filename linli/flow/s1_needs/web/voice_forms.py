"""Forms of voices: the resident's own, by his tracking code, and those of who answers. What is allowed is said by the actions."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.actions.transfer import receivers
from linli.flow.s1_needs.gateways import gateway
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Channel, Satisfaction, Topic, VoiceState
from linli.flow.s1_needs.web.forms import only_place, text
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Level, Place
from linli.foundations.rulebook import book
from linli.kernel.actor import Actor
from linli.ui import forms


def grouped_communities(codes: str = "") -> list[tuple[str, list[tuple[int, str]]]]:
    """The communities under a code prefix, by town."""
    towns = dict(Place.objects.within(codes[:6]).towns().values_list("code", "name"))
    groups: dict[str, list[tuple[int, str]]] = {}
    for pk, code, name in Place.objects.within(codes).communities().order_by("code").values_list("pk", "code", "name"):
        groups.setdefault(towns.get(code[:9], ""), []).append((pk, name))
    return list(groups.items())


class PlaceField(django_forms.ModelChoiceField):  # type: ignore[type-arg]
    """A community, chosen from a list by town."""

    def __init__(self, **kwargs: Any) -> None:
        queryset = Place.objects.filter(level=Level.COMMUNITY)
        super().__init__(queryset, label=gettext_lazy("社区（村）"), empty_label=gettext_lazy("请选择"), **kwargs)

    def offer(self, codes: str) -> None:
        """Offer the communities under a code prefix."""
        self.queryset = Place.objects.within(codes).communities()
        self.widget.choices = [("", _("请选择")), *grouped_communities(codes)]


class SpeakForm(forms.Form):
    """The resident's own form. `homepage` is a trap for programs: people do not see it."""

    place = PlaceField()
    topic = django_forms.ChoiceField(
        label=gettext_lazy("想说哪方面"), choices=Topic.choices, widget=django_forms.RadioSelect
    )
    content = text(
        gettext_lazy("您的诉求"), 5, 1000, gettext_lazy("请写清楚在哪里、缺什么、影响哪些人。请不要写身份证号。")
    )
    name = django_forms.CharField(label=gettext_lazy("怎样称呼您"), max_length=40, required=False)
    phone = django_forms.CharField(
        label=gettext_lazy("联系电话"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("不留电话也能提交，凭查询码看答复。"),
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    sms_code = django_forms.CharField(
        label=gettext_lazy("短信验证码"),
        max_length=6,
        required=False,
        help_text=gettext_lazy("填了手机号的，点“发送验证码”，把短信里的 6 位数字填在这里。"),
        widget=django_forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    consent = django_forms.BooleanField(
        label=gettext_lazy("我同意答复单位为办理本诉求使用我的称呼和电话；办结或撤回后不再使用，撤回时一并删除。"),
        required=False,
    )
    homepage = django_forms.CharField(
        label=gettext_lazy("请不要填写这一项"),
        required=False,
        widget=django_forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(district)  # type: ignore[attr-defined]
        if not gateway().asks:
            del self.fields["sms_code"]
        if book.value("voice.phone") == "required":
            self.fields["phone"].help_text = _("本区要求留电话，以便核实和回访。")

    def only_about(self, *names: str) -> None:
        """Say nothing of the other fields yet: the form is not sent, only a code is asked for."""
        for name in [name for name in self.errors if name not in names]:
            del self.errors[name]

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise django_forms.ValidationError(_("这一项请留空后再提交。"))
        return ""


class FollowForm(forms.Form):
    """Asking by tracking code; the code is typed and posted, never part of an address."""

    code = django_forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=20,
        help_text=gettext_lazy("提交诉求时给您的 12 位字母和数字。"),
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class RateForm(FollowForm):
    """How well the answer helped."""

    score = django_forms.TypedChoiceField(
        label=gettext_lazy("答复解决问题了吗"),
        coerce=int,
        choices=Satisfaction.choices,
        widget=django_forms.RadioSelect,
        error_messages={"required": gettext_lazy("请在很满意至很不满意中选一项。")},
    )


class ReopenForm(FollowForm):
    """What the answer did not solve."""

    reason = text(gettext_lazy("哪里没有解决"), 3, 300)


class VoiceForm(forms.Form):
    """A clerk records for a resident."""

    place = PlaceField()
    channel = django_forms.ChoiceField(
        label=gettext_lazy("来源"), choices=[choice for choice in Channel.choices if choice[0] != Channel.PAGE]
    )
    topic = django_forms.ChoiceField(label=gettext_lazy("类别"), choices=Topic.choices)
    content = text(
        gettext_lazy("诉求内容"), 4, 1000, gettext_lazy("只记事情，不写姓名和证件号码；联系方式填在下面，另外保管。")
    )
    name = django_forms.CharField(label=gettext_lazy("称呼"), max_length=40, required=False)
    phone = django_forms.CharField(label=gettext_lazy("联系电话"), max_length=20, required=False)
    consent = django_forms.BooleanField(
        label=gettext_lazy("本人同意为办理本诉求使用其称呼和电话（个人信息保护法 第十三条）"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(actor.place_code)  # type: ignore[attr-defined]
        self.fields["place"].initial = only_place(actor)


class AnswerForm(forms.Form):
    answer = text(gettext_lazy("答复"), 4, 1000, gettext_lazy("写明怎样办理、由谁办理、什么时候。诉求人凭查询码可见。"))
    referral = django_forms.CharField(
        label=gettext_lazy("不属于本单位职责的，应向谁反映"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("写单位、电话或办事地点。需要别的单位直接答复的，请用“转办”。"),
    )


OFFERED = 100
"""How many voices, the newest first, are offered to be merged into; what is posted is judged by the action."""


class MergeForm(forms.Form):
    into = django_forms.ModelChoiceField(
        Voice.objects.none(), label=gettext_lazy("合并到"), empty_label=gettext_lazy("请选择")
    )

    def __init__(self, *args: Any, voice: Voice, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same_town = Voice.objects.visible_to(actor).filter(place_code__startswith=voice.place_code[:9])
        openly = same_town.filter(state__in=[VoiceState.RECEIVED, VoiceState.ANSWERED]).exclude(pk=voice.pk)
        field: Any = self.fields["into"]
        field.queryset = openly.defer("search")
        newest = [(one.pk, f"{one.number} {one.excerpt}") for one in openly.defer("search").order_by("-id")[:OFFERED]]
        field.widget.choices = [("", _("请选择")), *newest]


class ReasonForm(forms.Form):
    """A reason that the journal keeps."""

    reason = text(gettext_lazy("理由"), 3, 200, gettext_lazy("理由会留痕，居民也看得到；不写姓名、电话和门牌号。"))


class TransferForm(ReasonForm):
    """To whom, and why."""

    to = django_forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("转给"), empty_label=gettext_lazy("请选择")
    )
    field_order = ("to", "reason")

    def __init__(self, *args: Any, voice: Voice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = receivers(voice)  # type: ignore[attr-defined]


class GatherForm(forms.Form):
    """Which of the chosen voices the others go into."""

    into = django_forms.ModelChoiceField(
        Voice.objects.none(), label=gettext_lazy("合并到"), empty_label=None, widget=django_forms.RadioSelect
    )
    voices = django_forms.ModelMultipleChoiceField(Voice.objects.none(), widget=django_forms.MultipleHiddenInput)

    def __init__(self, *args: Any, actor: Actor, chosen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [key for key in chosen if key.isascii() and key.isdigit() and len(key) < 19]
        found = Voice.objects.visible_to(actor).filter(pk__in=keys).defer("search").order_by("pk")
        into, voices = (self.fields[name] for name in ("into", "voices"))
        into.queryset = voices.queryset = found  # type: ignore[attr-defined]
        into.label_from_instance = lambda one: f"{one.number} {one.excerpt}"  # type: ignore[attr-defined]
        voices.initial = list(found)
        self.chosen = list(found)
