"""The room's forms."""

from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s3_tenders.actions import Line, Notice
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.states import ChallengeSubject
from linli.flow.thread.models import Method
from linli.foundations.parties.models import Organisation, Person
from linli.foundations.parties.roles import PROVIDERS
from linli.foundations.parties.states import OrganisationState
from linli.ui import forms

ROWS = 8


def area(rows: int = 4) -> django_forms.Textarea:
    return django_forms.Textarea(attrs={"rows": rows})


def day_input() -> django_forms.DateInput:
    return django_forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def moment_input() -> django_forms.DateTimeInput:
    return django_forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def providers() -> Any:
    return Organisation.objects.filter(kind__in=PROVIDERS, state=OrganisationState.ACTIVE).order_by("pinyin", "id")


class NoticeForm(forms.Form):
    """The draft: text sections, method and money, and up to eight rows of criteria."""

    method = django_forms.ChoiceField(label=gettext_lazy("采购方式"), choices=Method.choices)
    budget = forms.MoneyField(label=gettext_lazy("预算金额（元）"))
    bond_percent = django_forms.DecimalField(
        label=gettext_lazy("投标保证金（%）"), min_value=0, max_digits=4, decimal_places=2, initial=0
    )
    price_weight = django_forms.IntegerField(label=gettext_lazy("价格分值"), min_value=0, max_value=100, initial=20)
    requirements = django_forms.CharField(label=gettext_lazy("采购需求"), widget=area(6), max_length=8000)
    qualification = django_forms.CharField(
        label=gettext_lazy("供应商资格条件"), widget=area(3), max_length=4000, required=False
    )
    document = django_forms.CharField(
        label=gettext_lazy("采购文件获取方式"), widget=area(2), max_length=2000, required=False
    )
    contact = django_forms.CharField(label=gettext_lazy("联系方式"), max_length=200)
    reasons = django_forms.CharField(
        label=gettext_lazy("采用该方式的理由"), widget=area(3), max_length=2000, required=False,
        help_text=gettext_lazy("竞争性磋商和直接委托必填，随公告公开"),
    )  # fmt: skip
    invited = django_forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("拟委托单位"), required=False,
        help_text=gettext_lazy("仅直接委托填写"), empty_label=gettext_lazy("不适用"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = self.fields["invited"]
        assert isinstance(invited, django_forms.ModelChoiceField)
        invited.queryset = providers()
        for n in range(1, ROWS + 1):
            self.fields[f"name_{n}"] = django_forms.CharField(
                label=_("第 %(n)s 项评审因素") % {"n": n}, max_length=60, required=False
            )
            self.fields[f"weight_{n}"] = django_forms.IntegerField(
                label=_("第 %(n)s 项分值") % {"n": n}, min_value=1, max_value=100, required=False
            )
            self.fields[f"standard_{n}"] = django_forms.CharField(
                label=_("第 %(n)s 项评分标准") % {"n": n}, max_length=500, required=False
            )

    @property
    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        """Bound fields of the criteria table, a row each."""
        return [(n, self[f"name_{n}"], self[f"weight_{n}"], self[f"standard_{n}"]) for n in range(1, ROWS + 1)]

    @property
    def sections(self) -> list[Any]:
        """The text fields, as the page groups them."""
        return [self[name] for name in ("requirements", "qualification", "document", "contact")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for n in range(1, ROWS + 1):
            name, weight = data.get(f"name_{n}"), data.get(f"weight_{n}")
            if bool(name) != bool(weight) and f"weight_{n}" not in self.errors:
                self.add_error(f"weight_{n}" if name else f"name_{n}", _("评审因素和分值应同时填写。"))
        return data

    def notice(self) -> Notice:
        """What the verb takes."""
        data = self.cleaned_data
        lines = [
            Line(data[f"name_{n}"], data[f"weight_{n}"], data[f"standard_{n}"])
            for n in range(1, ROWS + 1)
            if data.get(f"name_{n}")
        ]
        names = ("requirements", "contact", "price_weight", "qualification", "document", "bond_percent", "budget",
                 "method", "reasons", "invited")  # fmt: skip
        return Notice(criteria=lines, **{name: data[name] for name in names})


class PublishForm(forms.Form):
    bids_due = django_forms.DateTimeField(label=gettext_lazy("投标截止和开标时间"), widget=moment_input())


class QuestionForm(forms.Form):
    text = django_forms.CharField(label=gettext_lazy("疑问"), widget=area(), max_length=2000)


class AnswerForm(forms.Form):
    text = django_forms.CharField(label=gettext_lazy("答复（向所有供应商公开）"), widget=area(), max_length=4000)
    affects_bids = django_forms.BooleanField(label=gettext_lazy("可能影响投标文件编制"), required=False)
    bids_due = django_forms.DateTimeField(
        label=gettext_lazy("顺延后的投标截止时间"), widget=moment_input(), required=False
    )


class BidForm(forms.Form):
    amount = forms.MoneyField(
        label=gettext_lazy("报价（元）"), help_text=gettext_lazy("服务期内的全部费用，开标前只有贵单位能看到")
    )
    plan = django_forms.CharField(label=gettext_lazy("服务方案"), widget=area(10), max_length=40000)
    team = django_forms.CharField(label=gettext_lazy("人员配备"), widget=area(5), max_length=20000, required=False)
    record = django_forms.CharField(label=gettext_lazy("类似业绩"), widget=area(5), max_length=20000, required=False)
    promises = django_forms.CharField(label=gettext_lazy("服务承诺"), widget=area(4), max_length=10000, required=False)


class DrawForm(forms.Form):
    size = django_forms.IntegerField(label=gettext_lazy("评审委员会人数"), min_value=1, max_value=29)
    review_on = django_forms.DateField(label=gettext_lazy("评审日期"), widget=day_input())
    representatives = django_forms.ModelMultipleChoiceField(
        Person.objects.none(), label=gettext_lazy("采购人代表"), required=False,
        widget=django_forms.CheckboxSelectMultiple, help_text=gettext_lazy("不超过三分之一；不选则全部为专家"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["representatives"]
        assert isinstance(field, django_forms.ModelMultipleChoiceField)
        field.queryset = people


class DeclineForm(forms.Form):
    reason = django_forms.CharField(label=gettext_lazy("理由"), max_length=200, widget=area(3))


class ReasonForm(forms.Form):
    reason = django_forms.CharField(
        label=gettext_lazy("理由（公开）"),
        max_length=1000,
        widget=area(),
        help_text=gettext_lazy("写明事实和依据，随公告公开"),
    )


class ScoreForm(forms.Form):
    """Points for each criterion of a tender; the price is scored by formula and is no field."""

    remark = django_forms.CharField(label=gettext_lazy("评审意见"), max_length=2000, widget=area(2), required=False)

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(tender.criteria.all())
        for one in self.criteria:
            self.fields[f"points-{one.pk}"] = django_forms.DecimalField(
                label=one.name, max_digits=5, decimal_places=2, min_value=Decimal(0), max_value=Decimal(one.weight),
                error_messages={"max_value": _("最高 %(most)s 分") % {"most": one.weight}},
            )  # fmt: skip

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        return [(one, self[f"points-{one.pk}"]) for one in self.criteria]

    def points(self) -> dict[int, Decimal]:
        return {one.pk: self.cleaned_data[f"points-{one.pk}"] for one in self.criteria}


class ChallengeForm(forms.Form):
    about = django_forms.ChoiceField(
        label=gettext_lazy("质疑对象"), choices=ChallengeSubject.choices, widget=django_forms.RadioSelect
    )
    text = django_forms.CharField(
        label=gettext_lazy("质疑事项、事实依据和请求"), widget=area(8), max_length=8000,
        help_text=gettext_lazy("针对同一环节的质疑应一次性提出"),
    )  # fmt: skip

    def __init__(self, *args: Any, matters: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["about"]
        assert isinstance(about, django_forms.ChoiceField)
        about.choices = [(value, label) for value, label in ChallengeSubject.choices if value in matters]


class ChallengeAnswerForm(forms.Form):
    upheld = django_forms.TypedChoiceField(
        label=gettext_lazy("结论"), choices=[("no", gettext_lazy("质疑不成立")), ("yes", gettext_lazy("质疑成立"))],
        coerce=lambda value: value == "yes", widget=django_forms.RadioSelect,
    )  # fmt: skip
    text = django_forms.CharField(label=gettext_lazy("答复"), widget=area(6), max_length=8000)


class ContractForm(forms.Form):
    amount = forms.MoneyField(label=gettext_lazy("合同金额（元）"))
    splits = django_forms.CharField(
        label=gettext_lazy("分期付款比例（%）"),
        max_length=60,
        help_text=gettext_lazy("各期用“/”隔开，合计 100，例如 40/40/20"),
    )
    performance_bond_percent = django_forms.DecimalField(
        label=gettext_lazy("履约保证金（%）"), min_value=0, max_digits=4, decimal_places=2, initial=0
    )
    service_from = django_forms.DateField(label=gettext_lazy("服务期自"), widget=day_input())
    service_to = django_forms.DateField(label=gettext_lazy("服务期至"), widget=day_input())
    text = django_forms.CharField(label=gettext_lazy("服务内容与要求"), widget=area(8), max_length=20000)

    def clean_splits(self) -> list[Decimal]:
        try:
            return [Decimal(part.strip()) for part in self.cleaned_data["splits"].replace("、", "/").split("/")]
        except ArithmeticError:
            raise django_forms.ValidationError(_("请用数字和“/”填写，例如 40/40/20。")) from None


class TieForm(forms.Form):
    organisation = django_forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("单位"))
    nature = django_forms.CharField(
        label=gettext_lazy("关系"),
        max_length=100,
        help_text=gettext_lazy("任职、董事、持股、亲属或其他可能影响公正的关系"),
    )
    until = django_forms.DateField(label=gettext_lazy("止于"), widget=day_input(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, django_forms.ModelChoiceField)
        field.queryset = providers()
