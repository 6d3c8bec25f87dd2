"""What goes with a task: communities are added with the same shares, then each row can be changed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.foundations.admission import actions, rules
from linli.foundations.admission.models import Admission
from linli.foundations.admission.rules import ShareLine
from linli.foundations.admission.web import forms
from linli.foundations.admission.web.pages import seen, way
from linli.foundations.places.models import Place
from linli.kernel.errors import Refusal
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, show_refusal


@needs("admission.admission:apply")
@require_http_methods(["GET", "POST"])
def shares(request: ActorRequest, pk: int) -> HttpResponse:
    """`do=add` adds the chosen communities to the rows as typed, anything else saves the rows."""
    found = get_object_or_404(seen(request), pk=pk)
    require(request.actor, "admission.admission:attach", found)
    if not found.is_editable:
        return redirect(found.get_absolute_url())
    adding = request.method == "POST" and request.POST.get("do") == "add"
    add = forms.AddForm(request.POST if adding else None, admission=found, version=found.version)
    rows = forms.ShareFormSet(request.POST or None, initial=_initial(found), prefix="shares")
    if request.method == "POST" and rows.is_valid() and (not adding or add.is_valid()):
        lines = {(one.place_id, one.year): one for one in _typed(rows)}
        if adding:
            lines |= {(one.place_id, one.year): one for one in _added(found, add.cleaned_data)}
        try:
            act(request, actions.attach, found, lines=list(lines.values()))
        except Refusal as refusal:
            show_refusal(add, refusal)
        else:
            return redirect(request.path if adding else found.get_absolute_url())
    names = dict(Place.objects.filter(pk__in=_keys(rows)).values_list("pk", "name"))
    context = {
        "crumbs": way(Crumb(found.title, found.get_absolute_url()), Crumb(_("随事经费和人员"))),
        "head": {"title": _("随事经费和人员"), "sub": [found.title, _("费随事转：每个社区、每年都要有经费和工作量")]},
        "add": add,
        "form": add,
        "formset": rows,
        "rows": [(form, names.get(_int(form["place"].value()), "—"), form["year"].value()) for form in rows],
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "admission/shares.html", context, status=422 if request.method == "POST" else 200)


def _initial(found: Admission) -> list[dict[str, Any]]:
    rows = found.shares.order_by("place__code", "year").values("place", "year", "money", "staff", "hours")
    return [dict(row) for row in rows]


def _int(value: Any) -> int:
    return int(value) if str(value).isdigit() else 0


def _keys(rows: Any) -> list[int]:
    return [_int(form["place"].value()) for form in rows]


def _typed(rows: Any) -> list[ShareLine]:
    """The rows that stay; a place that does not exist is left out."""
    kept = [form.cleaned_data for form in rows if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    known = set(Place.objects.communities().filter(pk__in=[one["place"] for one in kept]).values_list("pk", flat=True))
    return [
        ShareLine(one["place"], one["year"], one["money"], one["staff"], one["hours"])
        for one in kept
        if one["place"] in known
    ]


def _added(found: Admission, data: dict[str, Any]) -> list[ShareLine]:
    return [
        ShareLine(place.pk, year, data["money"], data["staff"], data["hours"])
        for place in data["places"]
        for year in rules.years(found.since, found.until)
    ]
