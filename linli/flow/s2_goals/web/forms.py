"""Forms of the design, one a page. Drafts may lack anything; what they must have is checked by the same rules as submitting."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals import integration
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.states import Category
from linli.flow.thread.models import Method
from linli.foundations.admission import lookup as admissions
from linli.foundations.admission.models import Admission
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.catalogue import negative
from linli.foundations.funds import ledger
from linli.foundations.funds.models import FundSource, Pool
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.ui import forms
from linli.ui.forms import MoneyField


class DayInput(django_forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text(label: Any, hint: Any, rows: int = 4, most: int = 1000) -> django_forms.CharField:
    area = django_forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return django_forms.CharField(label=label, help_text=hint, max_length=most, required=False, widget=area)


class Wrapped(django_forms.CharField):
    """A text that is too long for one line of a table: it wraps while it is typed, and is one line where it is kept."""

    widget = django_forms.Textarea

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs["rows"] = 2

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class BasicsForm(forms.Form):
    """基本情况."""

    problem = text(
        gettext_lazy("要解决的问题"), gettext_lazy("写明涉及哪些人、多少人、现在怎样，依据是哪些诉求或调查。")
    )
    goal = text(gettext_lazy("项目目标"), gettext_lazy("写明到服务期满时，哪些人的什么状况会有什么变化。"), 3)
    beneficiaries = django_forms.IntegerField(
        label=gettext_lazy("服务对象（人）"),
        help_text=gettext_lazy("同一人只计一次。"),
        min_value=1,
        max_value=10_000_000,
        required=False,
    )
    beneficiaries_basis = django_forms.CharField(label=gettext_lazy("服务对象测算依据"), max_length=200, required=False)
    catalogue_code = django_forms.ChoiceField(
        label=gettext_lazy("指导性目录条目"),
        required=False,
        help_text=gettext_lazy("只列出现行目录中本单位可以购买的服务。"),
    )
    task_from = django_forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("任务来自部门"),
        required=False,
        empty_label=gettext_lazy("不是部门任务"),
        help_text=gettext_lazy("替区级部门在社区开展的，选择该部门；采购人就是部门的可以不选。"),
    )
    admission = django_forms.ModelChoiceField(
        Admission.objects.none(),
        label=gettext_lazy("准入事项"),
        required=False,
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("部门任务进入社区，须写明有效的准入事项。"),
    )
    negative_mark = django_forms.ChoiceField(
        label=gettext_lazy("负面清单认定"),
        required=False,
        help_text=gettext_lazy("名称或目标含提示词的必须认定；是否属于由经办人认定，系统不作结论。"),
    )
    negative_reason = django_forms.CharField(label=gettext_lazy("认定理由"), max_length=300, required=False)
    service_from = django_forms.DateField(label=gettext_lazy("服务期自"), required=False, widget=DayInput)
    service_to = django_forms.DateField(label=gettext_lazy("服务期至"), required=False, widget=DayInput)
    is_stable = django_forms.BooleanField(
        label=gettext_lazy("预算和服务内容稳定，申请跨年度"),
        help_text=gettext_lazy("不勾选的，服务期不超过 1 年。"),
        required=False,
    )

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["catalogue_code"]
        field.choices = self._items(design)
        departments = Organisation.objects.active().filter(kind=OrganisationKind.DEPARTMENT)
        self._choose("task_from", departments, str)
        known = Admission.objects.in_force() | Admission.objects.filter(pk=design.admission_id or 0)
        self._choose("admission", known.select_related("organisation"), admissions.words)
        mark: Any = self.fields["negative_mark"]
        mark.choices = negative.choices()

    def _items(self, design: Design) -> list[Any]:
        """The items that this purchaser may buy, those that the needs were classified under first."""
        every = catalogue.choices(buyer=design.project.purchaser.kind)
        labels = {code: label for _field, group in every for code, label in group}
        asked = [(code, labels[code]) for code in integration.codes_of_needs(design.project) if code in labels]
        return [("", _("请选择")), *([(_("需求归入的条目"), asked)] if asked else []), *every]

    def _choose(self, name: str, found: Any, words: Any) -> None:
        field: Any = self.fields[name]
        field.queryset, field.label_from_instance = found, words

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("service_from"), data.get("service_to")
        if start and end and end < start:
            self.add_error("service_to", _("截止日期不能早于开始日期"))
        if data.get("negative_mark") and not (data.get("negative_reason") or "").strip():
            self.add_error("negative_reason", _("请写明认定理由。"))
        return data


class LineForm(django_forms.Form):
    """One budget line."""

    use_required_attribute = False
    category = django_forms.ChoiceField(label=gettext_lazy("科目"), choices=Category.choices)
    basis = Wrapped(label=gettext_lazy("测算依据"), max_length=120, required=False)
    unit_price = MoneyField(label=gettext_lazy("单价（元）"), limit=Decimal(10) ** 10)
    quantity = django_forms.DecimalField(
        label=gettext_lazy("数量"),
        max_digits=10,
        decimal_places=2,
        min_value=0,
        widget=django_forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"}),
    )
    unit = django_forms.CharField(label=gettext_lazy("单位"), max_length=10, required=False)
    activity = django_forms.TypedChoiceField(
        label=gettext_lazy("用于活动"), required=False, coerce=int, empty_value=None
    )
    price_reason = django_forms.CharField(label=gettext_lazy("单价超出参考价的理由"), max_length=200, required=False)

    def __init__(self, *args: Any, activities: Sequence[tuple[Any, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["activity"]
        field.choices = [("", _("不对应活动")), *activities]


class BudgetForm(forms.Form):
    """Total, method and the reason above the guide value."""

    budget = MoneyField(label=gettext_lazy("项目预算（元）"), required=False)
    method = django_forms.ChoiceField(
        label=gettext_lazy("采购方式"), choices=[("", gettext_lazy("按限额确定")), *Method.choices], required=False
    )
    source = django_forms.ModelChoiceField(
        FundSource.objects.none(), label=gettext_lazy("资金来源"), required=False, empty_label=gettext_lazy("请选择")
    )
    pool = django_forms.ModelChoiceField(
        Pool.objects.none(), label=gettext_lazy("资金池"), required=False, empty_label=gettext_lazy("不使用")
    )
    wage_reason = text(gettext_lazy("说明理由"), "", 3, 500)
    split_reason = text(gettext_lazy("同类服务分次购买的理由"), "", 3, 500)
    price_reason = text(gettext_lazy("单位成本超出参考价的理由"), "", 3, 500)
    method_reason = text(gettext_lazy("采用更公开方式的理由"), "", 2, 500)

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        mine = FundSource.objects.usable(design.project.year, design.project.purchaser.place.code)
        field.queryset = (mine | FundSource.objects.filter(pk=design.source_id or 0)).order_by("kind", "name")
        pools: Any = self.fields["pool"]
        shared = Pool.objects.usable(design.project.year, design.project.purchaser.place.code)
        pools.queryset = (shared | Pool.objects.filter(pk=design.pool_id or 0)).order_by("name")
        self.design = design

    def clean(self) -> dict[str, Any]:
        """The budget is held against what the chosen source has left for the project."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        purse = data.get("pool") or data.get("source")
        if purse is not None:
            self.hold_against("budget", ledger.available(purse, self.design.catalogue_code, self.design.project.place))
        return data


LineFormSet = django_forms.formset_factory(LineForm, extra=0, max_num=60, absolute_max=60)
