"""Planning on the page: the form, the sample's size while it is typed, and the list of households."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.flow.s1_needs.campaigns import actions, drawing, register, sampling
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.campaigns.states import Frame, Scope
from linli.flow.s1_needs.campaigns.web import forms
from linli.flow.s1_needs.campaigns.web.shared import seen, way
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.models import Place
from linli.foundations.places.sheets import rows_of
from linli.foundations.places.web.forms import TableForm
from linli.kernel.errors import Refusal
from linli.ui import excel
from linli.ui.parts import Crumb, Fact
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, show_refusal
from linli.ui.web.form_page import form_page

MOST_SHOWN = 40


@needs("needs.campaign:plan")
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    form = forms.PlanForm(
        posted(request), actor=request.actor, initial={**forms.DemandsForm.usual(), "scope": Scope.SAMPLE}
    )
    return form_page(
        request,
        form,
        lambda _data: act(request, actions.plan, asked=form.plan()),
        title=_("建立调查"),
        crumbs=way(),
        cancel_url=reverse("needs:campaigns"),
        done=_("调查已建立，请安排采集人后开始"),
        **_page(form, None),
    )


@needs("needs.campaign:plan")
@require_http_methods(["GET", "POST"])
def revise(request: ActorRequest, pk: int) -> HttpResponse:
    campaign = seen(request, pk)
    require(request.actor, "needs.campaign:revise", campaign)
    form = forms.PlanForm(posted(request), actor=request.actor, initial=_initial(campaign), version=campaign.version)
    return form_page(
        request,
        form,
        lambda _data: act(request, actions.revise, campaign, asked=form.plan()),
        title=_("修改调查"),
        crumbs=way(Crumb(campaign.title, campaign.get_absolute_url())),
        cancel_url=campaign.get_absolute_url(),
        done=_("调查已修改"),
        **_page(form, campaign),
    )


def _initial(campaign: Campaign) -> dict[str, Any]:
    names = (
        "title", "purpose", "form", "due_at", "scope", "frame", "by_column", "margin", "confidence", "response", "effect",
        "allocation", "least",
    )  # fmt: skip
    path = f"{campaign.form_id}|{campaign.household_path}" if campaign.household_path else ""
    places = list(campaign.places.values_list("place_id", flat=True))
    return {name: getattr(campaign, name) for name in names} | {"household_path": path, "places": places}


def _page(form: forms.PlanForm, campaign: Campaign | None) -> dict[str, Any]:
    return {
        "template": "surveys/plan.html",
        "size_url": reverse("needs:campaign_size"),
        "reckoned": _reckoned(form, campaign),
    }


@needs("needs.campaign:plan")
@require_POST
def size(request: ActorRequest) -> HttpResponse:
    """How many households, and why, for what is typed so far."""
    form = forms.PlanForm(request.POST, actor=request.actor)
    return render(request, "surveys/size.html", {"reckoned": _reckoned(form, None)})


def _reckoned(form: forms.PlanForm, campaign: Campaign | None) -> dict[str, Any] | None:
    """The steps of the size and each community's share; None while something is missing."""
    if form.is_bound:
        form.is_valid()
        data = getattr(form, "cleaned_data", {})
        places, scope = list(data.get("places") or []), data.get("scope")
        demands = _demands(data)
    else:
        if campaign is None:
            return None
        places = list(Place.objects.filter(pk__in=campaign.places.values("place_id")).order_by("code"))
        scope, demands = campaign.scope, drawing.demands_of(campaign)
    if campaign is not None and campaign.frame == Frame.LIST and not form.is_bound:
        sizes = {one.label: one.households for one in drawing.layers_of(campaign)}
    else:
        figures = drawing.figures_of(places)
        sizes = {place.spoken_name: figures[place.pk].households for place in places if place.pk in figures}
    return reckoning(sizes, demands, scope, missing=len(places) - len(sizes)) if sizes and demands else None


def _demands(data: dict[str, Any]) -> drawing.Demands | None:
    names = ("margin", "confidence", "effect", "response", "allocation", "least")
    values: list[Any] = [data.get(name) for name in names]
    return None if any(value in (None, "") for value in values) else drawing.Demands(*values)


def reckoning(
    sizes: dict[str, int], demands: drawing.Demands, scope: str | None, *, missing: int = 0
) -> dict[str, Any]:
    """What the panel shows."""
    found, shares = drawing.reckon(sizes, demands)
    whole, drawn = sum(sizes.values()), sum(shares.values())
    census = scope == Scope.CENSUS
    answers = min(whole, round(drawn * float(demands.response) / 100))
    margin = sampling.margin_of(max(1, answers), demands.wanted(whole)) * 100 if whole else 0
    return {
        "census": census,
        "households": whole,
        "drawn": whole if census else drawn,
        "size": found,
        "demands": demands,
        "z": f"{found.z:.2f}",
        "margin": f"{margin:.1f}",
        "answers": answers,
        "shares": [(name, n, n if census else shares[name]) for name, n in list(sizes.items())[:MOST_SHOWN]],
        "more": max(0, len(sizes) - MOST_SHOWN),
        "missing": max(0, missing),
    }


@needs("needs.campaign:plan")
@require_http_methods(["GET", "POST"])
def import_list(request: ActorRequest, pk: int) -> HttpResponse:
    """All rows or none; a bad table comes back with its rows, columns and remedies."""
    campaign = seen(request, pk)
    require(request.actor, "needs.campaign:import_list", campaign)
    form = TableForm(posted(request), request.FILES or None, version=campaign.version)
    faults: BadFile | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            act(request, actions.import_list, campaign, file=upload.name, rows=rows_of(upload))
        except BadFile as bad:
            faults = bad
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(campaign.get_absolute_url())
    context = {
        "crumbs": way(Crumb(campaign.title, campaign.get_absolute_url()), Crumb(_("导入住户名册"))),
        "head": {"title": _("导入住户名册"), "sub": [campaign.title]},
        "form": form,
        "submit": _("导入住户名册"),
        "columns": register.COLUMNS,
        "template_url": reverse("needs:campaign_template", args=[pk]),
        "cancel_url": campaign.get_absolute_url(),
        "faults": faults.rows if faults else [],
        "total": faults.total if faults else 0,
        "facts": [Fact(_("现有名册"), f"{campaign.household_set.count():,}", _("户"))],
    }
    return render(request, "surveys/import.html", context, status=422 if form.is_bound else 200)


@needs("needs.campaign:plan")
def template(request: ActorRequest, pk: int) -> HttpResponse:
    """An empty table with the campaign's communities, ready to be filled."""
    campaign = seen(request, pk)
    rows: list[list[Any]] = [[*register.COLUMNS, _("名称")]]
    rows += [[one.place.code, "", "", "", str(one.place)] for one in campaign.places.select_related("place")]
    return excel.response(rows, _("住户名册"))
