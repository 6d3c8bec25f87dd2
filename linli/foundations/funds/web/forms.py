"""Forms of the funds."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.funds.bank.columns import LABELS
from linli.foundations.funds.models import Account, FundSource, Reservation, Stage
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PROVIDERS, PURCHASERS, OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui.forms import Form, MoneyField


def purposes() -> list[tuple[str, str]]:
    """What money may be set aside for: the fields of the catalogue in force."""
    fields = CatalogueItem.objects.current().order_by("field_code").values_list("field_code", "field").distinct()
    return [("", gettext("不限定用途")), *((code, f"{code} {name}") for code, name in dict(fields).items())]


def reason_field(label: Any, hint: Any) -> forms.CharField:
    """A reason in a few lines."""
    return forms.CharField(label=label, max_length=200, widget=forms.Textarea(attrs={"rows": 3}), help_text=hint)


class SetAsideForm(Form):
    """Money of a source for a purpose, a town, or both."""

    title = forms.CharField(label=_("专用事项"), max_length=80, help_text=_("如：石湫街道养老服务额度。"))
    purpose = forms.ChoiceField(label=_("用途"), required=False)
    place = forms.ModelChoiceField(
        label=_("使用区域"),
        queryset=Place.objects.none(),
        required=False,
        help_text=_("只定区域不定用途的，是该镇街的额度。"),
    )
    amount = MoneyField(label=_("金额（元）"), positive=True)

    def __init__(self, *args: Any, source: FundSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = purposes()  # type: ignore[attr-defined]
        inside = Place.objects.within(source.place.code).exclude(pk=source.place_id)
        self.fields["place"].queryset = inside  # type: ignore[attr-defined]
        self.hold_against("amount", source.available)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("purpose") and not cleaned.get("place"):
            raise forms.ValidationError(_("用途和使用区域至少选择一项。"))
        return cleaned


class EarmarkForm(Form):
    """How much is set aside, and why it changes."""

    amount = MoneyField(label=_("调整后未使用的金额（元）"))
    reason = reason_field(_("调整理由"), _("写明额度调整的文件或会议。"))

    def __init__(self, *args: Any, most: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hold_against("amount", most)


class PurseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An account of available money, with what it is for and how much there is."""

    def label_from_instance(self, obj: Any) -> str:
        bound = obj.earmark or obj.pool or _("未指定用途")
        return _("%(purse)s，可用 %(amount)s 元") % {"purse": bound, "amount": f"{obj.balance:,.2f}"}


def _balance(account: Account | None) -> Decimal | None:
    """What an amount out of this account is held against."""
    return account.balance if account else None


class TransferForm(Form):
    """From one purse of a source to another."""

    from_account = PurseField(label=_("转出"), queryset=Account.objects.none())
    to_account = PurseField(label=_("转入"), queryset=Account.objects.none())
    amount = MoneyField(label=_("金额（元）"), positive=True)
    reason = reason_field(_("划转理由"), _("写明划转的依据；由另外两人审批，审批期间资金在途。"))

    def __init__(self, *args: Any, source: FundSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purses = source.accounts.filter(stage=Stage.AVAILABLE).select_related("earmark", "pool").order_by("pk")
        for name in ("from_account", "to_account"):
            self.fields[name].queryset = purses  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.hold_against("amount", _balance(cleaned.get("from_account")))
        return cleaned


class TakeBackForm(Form):
    """Why what is left is taken back."""

    reason = reason_field(_("收回依据"), _("写明收回结余的文件或规定。"))


class PoolForm(Form):
    """A pool for several sources of a year."""

    name = forms.CharField(label=_("资金池名称"), max_length=80)
    year = forms.IntegerField(label=_("年度"), min_value=2019, max_value=2100)
    place = forms.ModelChoiceField(label=_("使用区域"), queryset=Place.objects.none())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.covered_by(actor).exclude(level="community")  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year


class SourcePurseField(PurseField):
    """The same, with the source's name before it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.source} · {super().label_from_instance(obj)}"


class PoolMoveForm(Form):
    """Money into a pool or out of it, by the source that it stays of."""

    purse = SourcePurseField(label=_("资金"), queryset=Account.objects.none())
    amount = MoneyField(label=_("金额（元）"), positive=True)

    def __init__(self, *args: Any, purses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purse"].queryset = purses  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.hold_against("amount", _balance(cleaned.get("purse")))
        return cleaned


class HoldingField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A project's holding, with what was paid of it."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(project)s，已支付 %(amount)s 元") % {"project": obj, "amount": f"{obj.spent:,.2f}"}


class RefundForm(Form):
    """Money that a provider paid back."""

    holding = HoldingField(label=_("项目"), queryset=Reservation.objects.none())
    provider = forms.ModelChoiceField(label=_("退款单位"), queryset=Organisation.objects.none())
    amount = MoneyField(label=_("退款金额（元）"), positive=True)
    received_on = forms.DateField(
        label=_("到账日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    voucher = forms.CharField(label=_("银行凭证号"), max_length=40)
    reason = reason_field(_("退款理由"), _("写明为什么退款。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paid = Reservation.objects.filter(spent_account__balance__gt=0).order_by("title", "project_key")
        self.fields["holding"].queryset = paid.distinct()  # type: ignore[attr-defined]
        providers = Organisation.objects.filter(kind__in=PROVIDERS)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]
        self.fields["received_on"].initial = clock.today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        holding = cleaned.get("holding")
        self.hold_against("amount", holding.spent if holding else None)
        return cleaned


class TableField(forms.FileField):
    """A table in Excel or CSV."""

    def __init__(self, label: Any, hint: Any) -> None:
        super().__init__(label=label, help_text=hint, widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))


class BudgetTableForm(Form):
    """The lines of a budget anew."""

    file = TableField(_("预算表"), _("Excel（.xlsx）或 CSV，最大 5 MB。"))
    reason = reason_field(_("调整理由"), _("写明预算调整的文件或会议。"))


class BudgetForm(Form):
    """A budget as it was approved."""

    title = forms.CharField(label=_("预算名称"), max_length=80)
    year = forms.IntegerField(label=_("年度"), min_value=2019, max_value=2100)
    owner = forms.ModelChoiceField(label=_("预算单位"), queryset=Organisation.objects.none())
    document_number = forms.CharField(label=_("批复文号"), max_length=60, required=False)
    file = TableField(_("预算表"), _("Excel（.xlsx）或 CSV，最大 5 MB；表头见模板。"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Organisation.objects.filter(kind__in=[*PURCHASERS, OrganisationKind.FINANCE])
        if not actor.may("funds.budget:adopt"):
            owners = owners.filter(pk=actor.organisation_id or 0)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year


class BankAccountForm(Form):
    """An account whose statements will be imported."""

    name = forms.CharField(label=_("账户名称"), max_length=80)
    bank = forms.CharField(label=_("开户银行"), max_length=80)
    number = forms.CharField(label=_("账号"), max_length=50, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    owner = forms.ModelChoiceField(label=_("开户单位"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Organisation.objects.filter(kind__in=[*PURCHASERS, OrganisationKind.FINANCE])
        if not actor.may("funds.bank:open"):
            owners = owners.filter(pk=actor.organisation_id or 0)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class StatementForm(Form):
    """A bank's export. What a column means is asked only where its heading is not known."""

    file = TableField(_("银行对账单"), _("从网银导出的 Excel（.xlsx）或 CSV，最大 5 MB。"))

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for meaning, label in LABELS.items():
            words = gettext("“%(meaning)s”在表中的列名") % {"meaning": label}
            self.fields[f"column_{meaning}"] = forms.CharField(
                label=words, max_length=40, required=False, initial=known.get(meaning, "")
            )

    @property
    def columns(self) -> dict[str, str]:
        """Meaning → heading, as typed."""
        typed = {meaning: self.cleaned_data.get(f"column_{meaning}", "").strip() for meaning in LABELS}
        return {meaning: heading for meaning, heading in typed.items() if heading}


class UnmatchForm(Form):
    """Why a match was wrong."""

    reason = reason_field(_("撤销理由"), _("写明为什么匹配有误。"))
