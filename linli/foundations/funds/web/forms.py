"""Forms of the funds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.foundations.funds.models import SourceKind
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PURCHASERS, OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.ui.forms import Form, MoneyField


class SourceForm(Form):
    """A new source. Who may enter only his own organisation's money is offered only that."""

    name = forms.CharField(label=_("资金来源名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=SourceKind.choices)
    year = forms.IntegerField(label=_("年度"), min_value=2019, max_value=2100)
    owner = forms.ModelChoiceField(label=_("资金单位"), queryset=Organisation.objects.none())
    place = forms.ModelChoiceField(label=_("使用区域"), queryset=Place.objects.none())
    amount = MoneyField(label=_("资金总额（元）"), positive=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Organisation.objects.filter(kind__in=[*PURCHASERS, OrganisationKind.FINANCE])
        places = Place.objects.all()
        if not actor.may("funds.source:create"):
            owners, places = owners.filter(pk=actor.organisation_id or 0), places.within(actor.place_code)
        owner, place = self.fields["owner"], self.fields["place"]
        owner.queryset, place.queryset = owners, places  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year


class AdjustForm(Form):
    """The new total and why."""

    amount = MoneyField(label=_("调整后的资金总额（元）"), positive=True)
    reason = forms.CharField(
        label=_("调整理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明预算调整的文件或会议。"),
    )
