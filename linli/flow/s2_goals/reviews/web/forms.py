"""Forms of the review."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.reviews.models import OpinionPoint, ReturnPoint
from linli.flow.s2_goals.reviews.states import Conclusion, Criterion, Grade, Taken
from linli.flow.s2_goals.reviews.topics import label_of
from linli.foundations.parties.models import Membership, Person
from linli.ui import forms

SHOWN_POINTS = 6


def area(
    label: Any, hint: Any = "", *, rows: int = 3, most: int = 500, required: bool = True
) -> django_forms.CharField:
    widget = django_forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return django_forms.CharField(label=label, help_text=hint, max_length=most, required=required, widget=widget)


class AskForm(forms.Form):
    """Whom to ask. Only experts without a tie can be ticked; the others stand below with the reason."""

    people = django_forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("专家"),
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一位专家。")},
    )
    question = area(
        gettext_lazy("请重点论证"), gettext_lazy("想请专家着重看什么，例如测算依据、指标口径。"), rows=2, most=300,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, free: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        names = {one.person_id: f"{one.person.name}（{one.organisation}）" for one in free}
        field.queryset = Person.objects.filter(pk__in=names).order_by("name", "pk")
        field.label_from_instance = lambda person: names[person.pk]


class GiveForm(forms.Form):
    """One expert's opinion: each criterion with mark and words, conclusion, recommendations, declaration."""

    conclusion = django_forms.ChoiceField(
        label=gettext_lazy("论证结论"), choices=Conclusion.choices, widget=django_forms.RadioSelect
    )
    summary = area(gettext_lazy("总体意见"), gettext_lazy("写明结论的理由。"), rows=4, most=1000)
    untied = django_forms.BooleanField(
        label=gettext_lazy(
            "我声明：本人及近亲属与采购人、可能参加采购的单位没有任职、持股、亲属等利害关系，独立提出意见。"
        ),
        error_messages={"required": gettext_lazy("没有声明的不能提交；有利害关系的，请谢绝论证。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            words = {"name": criterion.label}
            self.fields[f"grade_{criterion.value}"] = django_forms.ChoiceField(
                label=_("%(name)s：评价") % words, choices=Grade.choices, widget=django_forms.RadioSelect
            )
            self.fields[f"words_{criterion.value}"] = area(
                _("%(name)s：说明") % words, _("评价为“不符合”的必须写明理由。"), rows=2, required=False
            )
        for number in range(1, SHOWN_POINTS + 1):
            label = _("建议 %(n)d") % {"n": number}
            self.fields[f"point_{number}"] = django_forms.CharField(label=label, max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for criterion in Criterion:
            poor = data.get(f"grade_{criterion.value}") == Grade.POOR
            if poor and not (data.get(f"words_{criterion.value}") or "").strip():
                self.add_error(f"words_{criterion.value}", _("评价为“不符合”的，请写明理由。"))
        return data

    @property
    def criteria(self) -> list[tuple[Any, Any, Any]]:
        """Each criterion with its two fields."""
        return [(one.label, self[f"grade_{one.value}"], self[f"words_{one.value}"]) for one in Criterion]

    @property
    def points(self) -> list[Any]:
        return [self[f"point_{number}"] for number in range(1, SHOWN_POINTS + 1)]


class ReasonForm(forms.Form):
    reason = area(gettext_lazy("理由"), most=300)


class AnswerForm(forms.Form):
    """How each recommendation is taken."""

    def __init__(self, *args: Any, points: Sequence[OpinionPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(points)
        for point in self.asked:
            words = {"n": point.order}
            self.fields[f"taken_{point.order}"] = django_forms.ChoiceField(
                label=_("第 %(n)d 条：是否采纳") % words, choices=Taken.choices, widget=django_forms.RadioSelect
            )
            self.fields[f"reply_{point.order}"] = area(
                _("第 %(n)d 条：说明") % words, _("部分采纳或不采纳的，必须写明理由。"), rows=2, required=False
            )

    @property
    def rows(self) -> list[tuple[OpinionPoint, Any, Any]]:
        return [(one, self[f"taken_{one.order}"], self[f"reply_{one.order}"]) for one in self.asked]


class SettleForm(forms.Form):
    """What was done about each point of the return."""

    def __init__(self, *args: Any, points: Sequence[ReturnPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(points)
        for point in self.asked:
            words = {"n": point.order}
            self.fields[f"settled_{point.order}"] = django_forms.BooleanField(
                label=_("第 %(n)d 条已补正") % words, required=False, initial=point.settled
            )
            self.fields[f"reply_{point.order}"] = area(
                _("第 %(n)d 条：怎样补正") % words,
                _("写明改了什么、在哪里；不能照改的写明理由。"),
                rows=2,
                required=False,
            )
            self.fields[f"reply_{point.order}"].initial = point.reply

    @property
    def rows(self) -> list[tuple[ReturnPoint, Any, Any, Any]]:
        return [
            (one, label_of(one.about), self[f"settled_{one.order}"], self[f"reply_{one.order}"]) for one in self.asked
        ]


class MonthInput(django_forms.DateInput):
    """The browser's own choice of a month."""

    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class IntentionForm(forms.Form):
    """What the notice says; name and budget are the project's."""

    overview = area(
        gettext_lazy("采购需求概况"),
        gettext_lazy("写明买什么服务、服务哪些人、多大数量、达到什么要求。"),
        rows=6,
        most=1000,
    )
    expected = django_forms.DateField(
        label=gettext_lazy("预计采购时间"), input_formats=["%Y-%m", "%Y-%m-%d"], widget=MonthInput,
        help_text=gettext_lazy("填写年月，不早于意向公开满期的月份。"),
    )  # fmt: skip
    note = django_forms.CharField(label=gettext_lazy("备注"), max_length=300, required=False)


class CorrectForm(IntentionForm):
    reason = area(gettext_lazy("更正理由（公开）"), rows=2, most=300)


class ShortenForm(forms.Form):
    event = area(gettext_lazy("发生了什么"), gettext_lazy("事实、时间、影响到哪些人。批准后公开。"), rows=2, most=300)
    reason = area(
        gettext_lazy("为何不可预见、为何急需"), gettext_lazy("事先为何不能安排，推迟会有什么后果。批准后公开。")
    )
    earliest = django_forms.DateField(
        label=gettext_lazy("申请最早采购日期"), widget=django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
