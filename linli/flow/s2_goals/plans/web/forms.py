"""Forms of the yearly plan."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from linli.flow.s2_goals.plans.states import Quarter
from linli.flow.thread.models import Method, Project
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.funds.models import BudgetLine
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.ui import forms
from linli.ui.forms import MoneyField

NOTE = {"rows": 3, "maxlength": 500}
LEVELS = ("community", "town", "zone")


class DraftForm(forms.Form):
    year = django_forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    note = django_forms.CharField(
        label=gettext_lazy("编制说明"), required=False, max_length=500, widget=django_forms.Textarea(attrs=NOTE)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.today().year
        years: Any = self.fields["year"]
        years.choices = [(year, _("%(year)d 年度") % {"year": year}) for year in (now + 1, now)]


class DescribeForm(forms.Form):
    note = django_forms.CharField(
        label=gettext_lazy("编制说明"), required=False, max_length=500, widget=django_forms.Textarea(attrs=NOTE)
    )


class ReviseForm(forms.Form):
    reason = django_forms.CharField(
        label=gettext_lazy("调整理由"),
        help_text=gettext_lazy("理由公开。公开新的一版以前，现行的计划继续有效。"),
        max_length=300,
        widget=django_forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )


class NeedsForm(forms.Form):
    needs = django_forms.ModelMultipleChoiceField(
        Need.objects.none(),
        label=gettext_lazy("需求"),
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一项需求。")},
    )

    def __init__(self, *args: Any, plan: PurchasePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["needs"]
        field.queryset = plan.waiting_needs()


class LinesForm(forms.Form):
    lines = django_forms.ModelMultipleChoiceField(
        BudgetLine.objects.none(),
        label=gettext_lazy("预算项目"),
        help_text=gettext_lazy("本单位和区财政局本年度预算中，计划还没有用到的项目。"),
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一个预算项目。")},
    )

    def __init__(self, *args: Any, plan: PurchasePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lines"]
        field.queryset, field.label_from_instance = plan.waiting_lines(), line_words


class RowForm(forms.Form):
    title = django_forms.CharField(label=gettext_lazy("项目名称"), max_length=60)
    place = django_forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("实施区域"), empty_label=None)
    need = django_forms.ModelChoiceField(
        Need.objects.none(), label=gettext_lazy("对应需求"), required=False, empty_label=gettext_lazy("没有对应的需求")
    )
    catalogue_code = django_forms.ChoiceField(label=gettext_lazy("指导性目录条目"), required=False)
    beneficiaries = django_forms.IntegerField(
        label=gettext_lazy("服务对象（人）"), min_value=1, max_value=10_000_000, required=False
    )
    amount = MoneyField(label=gettext_lazy("计划金额（元）"), required=False, positive=True)
    line = django_forms.ModelChoiceField(
        BudgetLine.objects.none(),
        label=gettext_lazy("预算项目"),
        required=False,
        empty_label=gettext_lazy("尚未确定"),
        help_text=gettext_lazy("列出本年度本单位和区财政局的预算。"),
    )
    method = django_forms.ChoiceField(
        label=gettext_lazy("采购方式"), choices=[("", gettext_lazy("按限额确定")), *Method.choices], required=False
    )
    quarter = django_forms.TypedChoiceField(
        label=gettext_lazy("计划实施"),
        choices=[("", gettext_lazy("请选择")), *Quarter.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    note = django_forms.CharField(label=gettext_lazy("备注"), max_length=200, required=False)

    def __init__(self, *args: Any, plan: PurchasePlan, row: PlanRow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = plan.organisation.place
        places = Place.objects.filter(code__startswith=own.code, level__in=[*LEVELS, own.level]).order_by("code")
        self._choose("place", places)
        kept = Need.objects.filter(pk=row.need_id or 0) if row else Need.objects.none()
        self._choose("need", plan.waiting_needs().order_by() | kept)
        self._choose("line", plan.budget_lines())
        code: Any = self.fields["catalogue_code"]
        code.choices = [("", _("请选择")), *catalogue.choices(buyer=plan.organisation.kind)]

    def _choose(self, name: str, found: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = found
        if name == "line":
            field.label_from_instance = line_words


def line_words(line: BudgetLine) -> str:
    """A budget line as it is chosen: 2026 年为民服务预算 · 助餐（300,000.00）."""
    return f"{line.budget.title} · {line.title}（{line.amount:,.2f}）"


class LinkForm(forms.Form):
    project = django_forms.ModelChoiceField(
        Project.objects.none(),
        label=gettext_lazy("实际项目"),
        required=False,
        empty_label=gettext_lazy("没有对应的项目"),
        help_text=gettext_lazy("由需求立项的，自动对应，不必填写。"),
    )

    def __init__(self, *args: Any, plan: PurchasePlan, key: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = plan.rows.exclude(project=None).exclude(key=key).values("project_id")
        field: Any = self.fields["project"]
        field.queryset = Project.objects.filter(purchaser=plan.organisation, year=plan.year).exclude(pk__in=taken)
        field.label_from_instance = lambda project: f"{project.number} {project.title}"
