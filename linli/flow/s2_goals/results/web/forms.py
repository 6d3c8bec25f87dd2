"""Forms of chain, people, staff and risks: one row each."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.results import dimensions
from linli.flow.s2_goals.results.states import Level
from linli.flow.s2_goals.web.forms import Wrapped
from linli.foundations.catalogue.states import Served

SCORES = [(n, str(n)) for n in range(1, 6)]


class RowForm(forms.Form):
    """A row of a table: its inputs are named for screen readers, as the heads of the columns are no labels."""

    use_required_attribute = False

    def named(self, number: int) -> "RowForm":
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = _("第 %(n)d 行%(label)s") % {"n": number, "label": field.label}
        return self


def short(label: Any, most: int, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required)


def whole(label: Any, least: int, most: int, *, required: bool = True) -> forms.IntegerField:
    plain = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, widget=plain)


class NodeForm(RowForm):
    """A row of the results chain."""

    key = forms.IntegerField(min_value=0, max_value=1_000_000, required=False, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=gettext_lazy("层次"), choices=Level.choices)
    text = short(gettext_lazy("内容"), 120)
    from_month = whole(gettext_lazy("自第几月"), 1, 60, required=False)
    to_month = whole(gettext_lazy("至第几月"), 1, 60, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("from_month"), data.get("to_month")
        if data.get("level") == Level.ACTIVITY and since and until and until < since:
            self.add_error("to_month", _("截止月份不能早于开始月份"))
        return data


class GroupForm(RowForm):
    """A group of beneficiaries."""

    served = forms.ChoiceField(label=gettext_lazy("类别"), choices=Served.choices)
    name = short(gettext_lazy("具体是谁"), 60)
    people = whole(gettext_lazy("人数"), 1, 10_000_000)
    is_direct = forms.TypedChoiceField(
        label=gettext_lazy("受益方式"),
        choices=[("1", gettext_lazy("直接受益")), ("", gettext_lazy("间接受益"))],
        coerce=bool,
        empty_value=None,
        required=False,
    )
    basis = short(gettext_lazy("怎样得出"), 120, required=False)


class PostForm(RowForm):
    """A post of the staff plan."""

    role = short(gettext_lazy("岗位"), 40)
    number = whole(gettext_lazy("人数"), 1, 500)
    certificate = forms.ChoiceField(label=gettext_lazy("证书要求"), required=False)
    months = forms.DecimalField(
        label=gettext_lazy("月数"), min_value=0.1, max_value=60, max_digits=4, decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"}),
    )  # fmt: skip
    share = whole(gettext_lazy("投入比例（%）"), 1, 100)
    on_wages = forms.TypedChoiceField(
        label=gettext_lazy("工资来源"),
        choices=[("1", gettext_lazy("列入项目工资")), ("", gettext_lazy("不列入项目工资"))],
        coerce=bool,
        empty_value=None,
        required=False,
    )
    duties = short(gettext_lazy("职责"), 120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["certificate"]
        field.choices = [("", _("不要求")), *dimensions.certificates().items()]


class RiskForm(RowForm):
    """A risk."""

    description = short(gettext_lazy("风险"), 120)
    likelihood = forms.TypedChoiceField(label=gettext_lazy("可能性"), choices=SCORES, coerce=int)
    impact = forms.TypedChoiceField(label=gettext_lazy("影响"), choices=SCORES, coerce=int)
    response = Wrapped(label=gettext_lazy("应对措施"), max_length=200, required=False)
    responsible = short(gettext_lazy("责任"), 60)


NodeFormSet = forms.formset_factory(NodeForm, extra=0, max_num=60, absolute_max=60)
GroupFormSet = forms.formset_factory(GroupForm, extra=0, max_num=30, absolute_max=30)
PostFormSet = forms.formset_factory(PostForm, extra=0, max_num=30, absolute_max=30)
RiskFormSet = forms.formset_factory(RiskForm, extra=0, max_num=30, absolute_max=30)
