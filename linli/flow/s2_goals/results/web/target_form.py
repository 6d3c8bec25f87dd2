"""The form of one indicator: its periods and groups become fields as soon as they are chosen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import dimensions, periods
from linli.flow.s2_goals.results.people import plain
from linli.flow.s2_goals.results.states import MONTHS, Aggregation, Frequency, Level
from linli.flow.s2_goals.results.values import GroupTarget
from linli.flow.s2_goals.rules import Target
from linli.flow.s2_goals.states import Direction, IndicatorLevel
from linli.flow.s2_goals.web.forms import DayInput, Wrapped
from linli.ui import formats
from linli.ui.forms import to_ascii_digits


class Amount(forms.DecimalField):
    """A number of an indicator, not always of yuan: full-width digits and separators of thousands are understood, as by
    `static/goals/targets.js`."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_ascii_digits(value) if isinstance(value, str) else value)


def amount(label: Any, *, required: bool = True) -> Amount:
    plain = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
    return Amount(label=label, max_digits=12, decimal_places=2, required=required, widget=plain)


class TargetForm(forms.Form):
    """One indicator. Where it has periods, the end target is theirs and is not typed."""

    use_required_attribute = False
    level = forms.ChoiceField(label=gettext_lazy("层次"), choices=IndicatorLevel.choices, required=False)
    node = forms.TypedChoiceField(
        label=gettext_lazy("衡量结果链中的"), required=False, coerce=int, empty_value=None,
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("指标"), max_length=60)
    definition = Wrapped(
        label=gettext_lazy("指标定义"), max_length=200, required=False,
        help_text=gettext_lazy("写明什么算、什么不算，同一人怎样计。"),
    )  # fmt: skip
    direction = forms.ChoiceField(label=gettext_lazy("方向"), choices=Direction.choices)
    unit = forms.CharField(label=gettext_lazy("单位"), max_length=10)
    baseline = amount(gettext_lazy("现状值"))
    target = amount(gettext_lazy("目标值"), required=False)
    frequency = forms.ChoiceField(label=gettext_lazy("分期"), choices=Frequency.choices, required=False)
    aggregation = forms.ChoiceField(
        label=gettext_lazy("各期怎样得出目标值"), choices=Aggregation.choices, required=False
    )
    means = forms.CharField(label=gettext_lazy("验证方式"), max_length=120)
    data_source = forms.CharField(label=gettext_lazy("数据来源"), max_length=120, required=False)
    responsible = forms.CharField(label=gettext_lazy("填报责任"), max_length=60, required=False)
    due = forms.DateField(label=gettext_lazy("完成日期"), widget=DayInput)

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        node: Any = self.fields["node"]
        rows = design.nodes.exclude(level=Level.ACTIVITY)
        node.choices = [("", _("不对应")), *((row.key, f"{row.get_level_display()}：{row.text}") for row in rows)]
        self.every = str(self["frequency"].value() or Frequency.WHOLE)
        self.cut = periods.cut(self.every, design.service_from, design.service_to)
        for one in self.cut:
            label = _("第 %(n)d 期") % {"n": one.number}
            self.fields[f"period_{one.number}"] = amount(label)
        self.fields["target"].required = not self.cut
        for key, dimension in dimensions.known().items():
            self.fields[f"by_{key}"] = forms.BooleanField(label=dimension.title, required=False)
            if self[f"by_{key}"].value():
                for group, words in dimension.groups.items():
                    self.fields[f"group_{key}_{group}"] = amount(words, required=False)

    @property
    def period_fields(self) -> list[tuple[Any, str]]:
        """The field of each period, with its days."""
        return [(self[f"period_{one.number}"], formats.day_range(one.since, one.until)) for one in self.cut]

    @property
    def whole(self) -> str:
        """What the periods give as typed so far; empty while one of them is missing or no number."""
        try:
            each = [self.fields[field.name].clean(field.value()) for field, _days in self.period_fields]
        except ValidationError:
            return ""
        return plain(periods.together(each, str(self["aggregation"].value() or Aggregation.SUM))) if each else ""

    @property
    def term_missing(self) -> str:
        """Why periods were chosen and there are none."""
        return _("请先在“基本情况”填写服务期") if self.every in MONTHS and not self.cut else ""

    @property
    def dimension_fields(self) -> list[tuple[Any, list[Any]]]:
        """The tick of each dimension, and the fields of its groups where it is ticked."""
        return [
            (self[f"by_{key}"],
             [self[name] for group in one.groups if (name := f"group_{key}_{group}") in self.fields])
            for key, one in dimensions.known().items()
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Without a service period there are no periods; the target is what they give, and not worse than the baseline."""
        data = super().clean() or {}
        if self.term_missing:
            self.add_error("frequency", self.term_missing)
        each = [data.get(f"period_{one.number}") for one in self.cut]
        if each and None not in each:
            data["target"] = self._together([Decimal(one or 0) for one in each], data.get("aggregation") or "sum")
        baseline, target = data.get("baseline"), data.get("target")
        if baseline is None or target is None:
            return data
        worse = target > baseline if data.get("direction") == Direction.DECREASE else target < baseline
        if worse:
            words = {"target": target, "baseline": baseline}
            field = "target" if not self.cut else f"period_{self.cut[-1].number}"
            self.add_error(field, _("目标值 %(target)s 比现状值 %(baseline)s 差，请核对数值和方向") % words)
        return data

    def _together(self, each: list[Decimal], aggregation: str) -> Decimal | None:
        """The end target; None, with the last period at fault, where it is larger than one that is typed may be."""
        whole = periods.together(each, aggregation)
        try:
            self.fields["target"].run_validators(whole)
        except ValidationError as large:
            words = [_("各期得出的目标值太大：") + message for message in large.messages]
            self.add_error(f"period_{len(each)}", ValidationError(words))
            return None
        return whole

    def value(self) -> Target:
        """The indicator of a valid form."""
        data = self.cleaned_data
        return Target(
            data["name"], data["unit"], data["baseline"], data["target"], data["means"], data["due"],
            data["direction"], data["level"] or IndicatorLevel.OUTPUT, definition=data["definition"],
            data_source=data["data_source"], responsible=data["responsible"], node=data["node"],
            frequency=self.every, aggregation=data["aggregation"] or Aggregation.SUM,
            periods=tuple(data[f"period_{one.number}"] for one in self.cut),
            groups=tuple(self._groups()),
        )  # fmt: skip

    def _groups(self) -> list[GroupTarget]:
        found = []
        for key, dimension in dimensions.known().items():
            for group in dimension.groups:
                target = self.cleaned_data.get(f"group_{key}_{group}")
                if target is not None:
                    found.append(GroupTarget(key, group, target))
        return found


TargetFormSet = forms.formset_factory(TargetForm, extra=0, max_num=30, absolute_max=30)


def initial_of(one: Target) -> dict[str, Any]:
    """A saved indicator as the form shows it."""
    names = ("level", "node", "name", "definition", "direction", "unit", "frequency", "aggregation", "means",
             "data_source", "responsible", "due")  # fmt: skip
    shown: dict[str, Any] = {name: getattr(one, name) for name in names}
    shown |= {"baseline": plain(one.baseline), "target": plain(one.target)}
    shown |= {f"period_{number}": plain(target) for number, target in enumerate(one.periods, start=1)}
    for row in one.groups:
        shown |= {f"by_{row.dimension}": True, f"group_{row.dimension}_{row.key}": plain(row.target)}
    return shown
