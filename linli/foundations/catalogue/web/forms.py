"""Forms of the catalogue."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.catalogue import lookup, negative
from linli.foundations.catalogue.models import Batch
from linli.foundations.catalogue.sheet import COLUMNS
from linli.foundations.catalogue.states import Served
from linli.foundations.parties.roles import PROVIDERS, PURCHASERS, OrganisationKind
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui.forms import Form, MoneyField


def text(label: Any, most: int, hint: Any = "", *, rows: int = 1, required: bool = True) -> django_forms.CharField:
    widget = django_forms.Textarea(attrs={"rows": rows}) if rows > 1 else django_forms.TextInput()
    return django_forms.CharField(label=label, max_length=most, help_text=hint, required=required, widget=widget)


def day(label: Any, hint: Any = "") -> django_forms.DateField:
    widget = django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_forms.DateField(label=label, help_text=hint, widget=widget, initial=clock.today)


def several(label: Any, choices: Any, hint: Any = "", *, required: bool = False) -> django_forms.MultipleChoiceField:
    return django_forms.MultipleChoiceField(
        label=label, choices=choices, help_text=hint, required=required, widget=django_forms.CheckboxSelectMultiple
    )


def kinds_of(kinds: tuple[OrganisationKind, ...]) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in kinds]


class BatchForm(Form):
    title = text(gettext_lazy("名称"), 120)
    basis = text(gettext_lazy("编制依据"), 1000, rows=4, required=False)
    copy = django_forms.BooleanField(
        label=gettext_lazy("从现行目录复制全部目录项，再行修改"), required=False, initial=True
    )


class DescribeForm(Form):
    title = text(gettext_lazy("名称"), 120)
    basis = text(gettext_lazy("编制依据"), 1000, rows=4, required=False)


class JudgedForm(Form):
    """With the clerk's judgement on the negative list."""

    negative_mark = django_forms.ChoiceField(
        label=gettext_lazy("负面清单认定"),
        required=False,
        help_text=gettext_lazy("内容含提示词的必须认定；是否属于由经办人认定，系统不作结论。"),
    )
    negative_reason = text(gettext_lazy("认定理由"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["negative_mark"]
        field.choices = negative.choices()


class ItemForm(JudgedForm):
    """One item of a draft."""

    section_code = text(gettext_lazy("一级编号"), 20, gettext_lazy("例如 A"))
    section = text(gettext_lazy("一级目录"), 40)
    field_code = text(gettext_lazy("二级编号"), 20, gettext_lazy("例如 A01，以一级编号开头"))
    field = text(gettext_lazy("二级目录"), 40)
    code = text(gettext_lazy("目录编号"), 20, gettext_lazy("例如 A0102，以二级编号开头"))
    name = text(gettext_lazy("服务名称"), 80)
    content = text(gettext_lazy("服务内容"), 500, rows=3, required=False)
    unit = text(gettext_lazy("计量单位"), 20)
    price_from = MoneyField(label=gettext_lazy("参考价下限（元）"))
    price_to = MoneyField(label=gettext_lazy("参考价上限（元）"))
    basis = text(gettext_lazy("参考价依据"), 200, required=False)
    standard = text(gettext_lazy("服务标准"), 1000, rows=3, required=False)
    standard_clause = text(
        gettext_lazy("标准所在条款"), 80,
        gettext_lazy("规则库文件的条款，例如 social-work-evaluation/all；没有的留空。"), required=False,
    )  # fmt: skip
    buyers = several(gettext_lazy("购买主体"), kinds_of(PURCHASERS), required=True)
    served = several(gettext_lazy("服务对象"), Served.choices)
    providers = several(gettext_lazy("承接主体"), kinds_of(PROVIDERS), gettext_lazy("不选为不限。"))
    notes = text(gettext_lazy("备注"), 300, required=False)

    field_order = (*COLUMNS, "negative_mark", "negative_reason")


class IssueForm(Form):
    since = day(gettext_lazy("施行日期"), gettext_lazy("今天或以后。同编号的现行目录项到前一日为止。"))


class EndForm(Form):
    until = day(gettext_lazy("停用日期"), gettext_lazy("到这一天为止还可以购买。"))
    reason = text(gettext_lazy("停用理由（公开）"), 200, rows=3)


class SheetForm(Form):
    file = django_forms.FileField(
        label=gettext_lazy("目录表"),
        help_text=gettext_lazy("Excel（.xlsx）或 CSV，最大 2 MB。同编号的修改，新编号的增加；有错时一行也不导入。"),
        widget=django_forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class CompareForm(django_forms.Form):
    """Which two batches; both from the address."""

    a = django_forms.ModelChoiceField(Batch.objects.none(), label=gettext_lazy("原批次"), empty_label=None)
    b = django_forms.ModelChoiceField(Batch.objects.none(), label=gettext_lazy("新批次"), empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            field: Any = self.fields[name]
            field.queryset = Batch.objects.visible_to(actor).order_by("-pk")
            field.label_from_instance = _told_apart


def _told_apart(batch: Batch) -> str:
    """Titles begin alike, and a narrow box shows their beginning: what tells batches apart comes first."""
    first = _("第 %(n)s 批") % {"n": batch.number} if batch.number else str(batch.get_state_display())
    return f"{first} · {batch.title}"


class SupplementForm(JudgedForm):
    """An application for an item."""

    name = text(gettext_lazy("服务名称"), 80)
    field_code = django_forms.ChoiceField(label=gettext_lazy("建议列入的二级目录"))
    content = text(gettext_lazy("服务内容"), 500, rows=3)
    why = text(gettext_lazy("增补理由"), 1000, gettext_lazy("写明谁需要、多少人、现行目录为什么不能满足。"), rows=4)
    served = several(gettext_lazy("服务对象"), Served.choices, required=True)
    unit = text(gettext_lazy("计量单位"), 20)
    price_from = MoneyField(label=gettext_lazy("参考价下限（元）"))
    price_to = MoneyField(label=gettext_lazy("参考价上限（元）"))
    basis = text(gettext_lazy("参考价依据"), 200, gettext_lazy("例如三家询价、同类合同价、人员成本测算。"))
    standard = text(gettext_lazy("服务标准"), 1000, rows=3, required=False)

    field_order = (
        "name", "field_code", "content", "why", "served", "unit", "price_from", "price_to", "basis", "standard",
        "negative_mark", "negative_reason",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["field_code"]
        field.choices = [("", _("请选择")), *lookup.fields()]


class IncludeForm(Form):
    code = text(gettext_lazy("目录编号"), 20)
    since = day(gettext_lazy("施行日期"))
