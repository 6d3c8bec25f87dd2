"""Planning a campaign: which form, which communities, whom to ask; and the list of households."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.campaigns import drawing, register
from linli.flow.s1_needs.campaigns.models import Campaign, CampaignPlace, Gathering, Household, HouseholdAddress
from linli.flow.s1_needs.campaigns.questions import household_questions
from linli.flow.s1_needs.campaigns.states import DRAFT, Frame, Scope
from linli.foundations.forms.models import Form
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Level, Place
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

MOST_HOUSEHOLDS = 2_000_000
"""Of one campaign: a district has a few hundred thousand."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody asks for. `demands` in percent."""

    title: str
    form: Form
    places: Sequence[Place]
    scope: str
    frame: str
    due_at: datetime
    demands: drawing.Demands
    purpose: str = ""
    by_column: bool = False
    household_path: str = ""


@action(
    "needs.campaign:plan",
    gettext_lazy("建立调查"),
    tells=gettext_lazy("“%(title)s”，%(places)s 个社区（村）"),
)
def plan(*, actor: Actor, asked: Plan) -> Campaign:
    """Begin a campaign of the actor's own office."""
    assert actor.organisation_id is not None
    office = Organisation.objects.select_related("place").get(pk=actor.organisation_id)
    campaign = Campaign(organisation=office)
    _write(campaign, asked, office, actor)
    campaign.save()
    Gathering.objects.create(campaign=campaign)
    _write_places(campaign, asked)
    return campaign


@action("needs.campaign:revise", gettext_lazy("修改调查"), subject=Campaign, moves=({DRAFT}, None))
def revise(campaign: Campaign, *, actor: Actor, asked: Plan) -> Campaign:
    """Change what is planned. Areas of communities that are no longer in it go with them."""
    _write(campaign, asked, campaign.organisation, actor)
    campaign.places.all().delete()
    _write_places(campaign, asked)
    campaign.areas.exclude(place__in=asked.places).delete()
    return campaign


def _write(campaign: Campaign, asked: Plan, office: Organisation, actor: Actor) -> None:
    _check(asked, office, actor)
    demands = asked.demands
    campaign.title, campaign.purpose, campaign.form = asked.title.strip(), asked.purpose.strip(), asked.form
    campaign.scope, campaign.frame, campaign.due_at = asked.scope, asked.frame, asked.due_at
    campaign.by_column = asked.by_column and asked.frame == Frame.LIST
    campaign.household_path = asked.household_path
    campaign.margin, campaign.confidence = demands.margin, demands.confidence
    campaign.effect, campaign.response = demands.effect, demands.response
    campaign.allocation, campaign.least = demands.allocation, demands.least
    record(title=campaign.title, form=asked.form.form_id, places=len(asked.places), scope=asked.scope)


def _write_places(campaign: Campaign, asked: Plan) -> None:
    """Households of the newest yearly figures; those of a list are counted when it is imported."""
    figures = drawing.figures_of(list(asked.places)) if asked.frame == Frame.FIGURES else {}
    counted = _counted(campaign) if asked.frame == Frame.LIST else {}
    CampaignPlace.objects.bulk_create(
        CampaignPlace(
            campaign=campaign,
            place=place,
            households=figures[place.pk].households if place.pk in figures else counted.get(place.pk, 0),
            year=figures[place.pk].year if place.pk in figures else None,
        )
        for place in asked.places
    )


def _counted(campaign: Campaign) -> dict[int, int]:
    counts: dict[int, int] = {}
    for place in campaign.household_set.values_list("place_id", flat=True):
        counts[place] = counts.get(place, 0) + 1
    return counts


def _check(asked: Plan, office: Organisation, actor: Actor) -> None:
    """Raises Refusal for what would not work in the field."""
    version = asked.form.published
    if version is None or not Form.objects.visible_to(actor).filter(pk=asked.form.pk).exists():
        raise Refusal(_("表单“%s”没有发布。") % asked.form, remedy=_("请先发布表单。"), field="form")
    if asked.due_at <= clock.now():
        raise Refusal(_("截止时间已经过了。"), remedy=_("请填写以后的时间。"), field="due_at")
    if not asked.places:
        raise Refusal(_("没有选择社区（村）。"), remedy=_("请至少选择一个。"), field="places")
    for place in asked.places:
        if (
            place.level == Level.COMMUNITY
            and place.code.startswith(office.place.code)
            and place.code.startswith(asked.form.place_code)
        ):
            continue
        raise Refusal(
            _("“%(place)s”不在本单位或表单的范围内。") % {"place": place},
            remedy=_("请选择本单位辖区内、表单适用范围内的社区（村）。"),
            field="places",
        )
    known = {str(node["path"]) for node in household_questions(version.schema)}
    if asked.household_path and asked.household_path not in known:
        raise Refusal(_("表单里没有这道题。"), remedy=_("请重新选择填写户号的题目。"), field="household_path")
    if asked.scope == Scope.SAMPLE and not asked.household_path:
        raise Refusal(
            _("抽样调查要核对户号，没有指明哪道题填写户号。"),
            remedy=_("请选择填写户号的题目；表单里没有的，请先上传有户号题的新版本。"),
            field="household_path",
        )


@action(
    "needs.campaign:import_list",
    gettext_lazy("导入住户名册"),
    subject=Campaign,
    moves=({DRAFT}, None),
    guarded=True,
    tells=gettext_lazy("%(rows)s 户"),
)
def import_list(campaign: Campaign, *, actor: Actor, file: str, rows: Sequence[Sequence[str]]) -> Campaign:
    """Replace the list of households, all rows or none. Raises BadFile naming each bad row. Addresses are kept apart, and
    only until the draw for those who are not asked."""
    if campaign.frame != Frame.LIST:
        raise Refusal(_("这次调查按年度户数，不用名册。"), remedy=_("请先把住户来源改为导入名册。"))
    places = {one.place.code: one.place_id for one in campaign.places.select_related("place")}
    found = register.rows_from(file, rows, places, by_column=campaign.by_column)
    erase_addresses(campaign)
    campaign.household_set.all().delete()
    made = Household.objects.bulk_create(
        [Household(campaign=campaign, place_id=r.place_id, number=r.number, column=r.column) for r in found],
        batch_size=drawing.BATCH,
    )
    codes = {pk: code for code, pk in places.items()}
    HouseholdAddress.objects.bulk_create(
        [
            HouseholdAddress(
                household=household,
                campaign_key=campaign.pk,
                organisation_id=campaign.organisation_id,
                place_code=codes[row.place_id],
                address=row.address,
            )
            for household, row in zip(made, found, strict=True)
            if row.address
        ],
        batch_size=drawing.BATCH,
    )
    for place_id, n in {**dict.fromkeys(places.values(), 0), **_counted(campaign)}.items():
        campaign.places.filter(place_id=place_id).update(households=n)
    record(rows=len(found))
    return campaign


def erase_addresses(campaign: Campaign, *, drawn: bool = True) -> int:
    """Erase addresses, those of the drawn ones too unless `drawn` is false; within a guarded verb."""
    rows = HouseholdAddress.objects.filter(campaign_key=campaign.pk)
    if not drawn:
        rows = rows.filter(household__is_drawn=False)
    return rows.delete()[0]
