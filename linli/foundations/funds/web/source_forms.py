"""Forms of one source: entering it, adjusting its total, its paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models import FundSource, SourceKind
from linli.foundations.funds.web.forms import purposes, reason_field
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PURCHASERS, OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui.forms import Form, MoneyField


def paper_field(*, required: bool) -> forms.FileField:
    """The paper that gives the money."""
    return forms.FileField(
        label=_("拨款文件"),
        required=required,
        help_text=_("PDF 或图片，不超过 20 MB；能看到这笔资金的单位可以下载。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
    )


class SourceForm(Form):
    """A new source. Who may enter only his own organisation's money is offered only that."""

    name = forms.CharField(label=_("资金来源名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=SourceKind.choices)
    year = forms.IntegerField(label=_("年度"), min_value=2019, max_value=2100)
    owner = forms.ModelChoiceField(label=_("资金单位"), queryset=Organisation.objects.none())
    place = forms.ModelChoiceField(label=_("使用区域"), queryset=Place.objects.none())
    amount = MoneyField(label=_("资金总额（元）"), positive=True)
    document_number = forms.CharField(
        label=_("拨款文号"), max_length=60, required=False, help_text=_("如：溧财预〔2026〕12号。")
    )
    purpose = forms.ChoiceField(
        label=_("专门用途"), required=False, help_text=_("整笔资金只能用于一类服务的，在此选择；不限定的留空。")
    )
    wish = forms.CharField(
        label=_("捐赠人的意愿"), max_length=80, required=False, help_text=_("社会捐赠指定用途的，照捐赠协议填写。")
    )
    donor = forms.CharField(label=_("捐赠人"), max_length=60, required=False)
    donor_withheld = forms.BooleanField(label=_("捐赠人不公开姓名"), required=False)
    paper = paper_field(required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Organisation.objects.filter(kind__in=[*PURCHASERS, OrganisationKind.FINANCE])
        places = Place.objects.all()
        if not actor.may("funds.source:create"):
            owners, places = owners.filter(pk=actor.organisation_id or 0), places.within(actor.place_code)
        owner, place = self.fields["owner"], self.fields["place"]
        owner.queryset, place.queryset = owners, places  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year
        self.fields["purpose"].choices = purposes()  # type: ignore[attr-defined]


class AdjustForm(Form):
    """The new total and why."""

    amount = MoneyField(label=_("调整后的资金总额（元）"), positive=True)
    reason = reason_field(_("调整理由"), _("写明预算调整的文件或会议。"))

    def __init__(self, *args: Any, source: FundSource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hold_against("amount", source.amount)


class PaperForm(Form):
    """A paper for a source that is there."""

    paper = paper_field(required=True)
