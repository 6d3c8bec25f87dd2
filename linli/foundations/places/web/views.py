"""Pages on places."""

import tempfile
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundations.places import actions
from linli.foundations.places.divisions.faults import BadFile
from linli.foundations.places.models import Place
from linli.foundations.places.sheets import rows_of
from linli.foundations.places.web.forms import TableForm, YearForm
from linli.foundations.places.web.lists import PILOT
from linli.foundations.places.years import COLUMNS
from linli.kernel.errors import Refusal
from linli.ui import excel
from linli.ui.parts import Crumb, Fact
from linli.ui.web.access import ActorRequest, needs, require
from linli.ui.web.acting import act, posted, press, show_refusal
from linli.ui.web.form_page import form_page


def _crumbs(*way: Crumb) -> list[Crumb]:
    return [Crumb(_("区划"), reverse("places:list")), *way]


@needs("places.place:view")
def show(request: ActorRequest, code: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.select_related("parent"), code=code)
    actor = request.actor
    facts = [Fact(_("层级"), place.get_level_display()), Fact(_("区划代码"), place.code)]
    if place.parent is not None:
        facts.append(Fact(_("上级"), place.parent.name))
    if place.is_pilot:
        facts.append(Fact(_("试点"), status=PILOT))
    context = {
        "crumbs": _crumbs(Crumb(place.name)),
        "head": {"title": place.name},
        "place": place,
        "facts": facts,
        "years": place.years.order_by("-year"),
        "children": place.children.order_by("code")[:500],
        "may_record": actor.may("places.place:record_year", place),
        "may_mark": actor.may("places.place:mark_pilot", place),
    }
    return render(request, "places/place.html", context)


@needs("places.place:view")
@require_http_methods(["GET", "POST"])
def record_year(request: ActorRequest, code: str) -> HttpResponse:
    place = get_object_or_404(Place, code=code)
    require(request.actor, "places.place:record_year", place)
    asked = request.GET.get("year", "")
    known = place.years.filter(year=int(asked)).values().first() if asked.isdigit() and len(asked) == 4 else None
    form = YearForm(posted(request), initial=known, version=place.version)
    return form_page(
        request,
        form,
        lambda data: act(request, actions.record_year, place, **data),
        title=_("登记年度数据"),
        sub=[place.name],
        done=_("年度数据已登记"),
        cancel_url=place.get_absolute_url(),
        crumbs=_crumbs(Crumb(place.name, place.get_absolute_url())),
    )


@needs("places.place:mark_pilot")
@require_POST
def pilot(request: ActorRequest, code: str) -> HttpResponse:
    place = get_object_or_404(Place, code=code)
    mark = request.POST.get("pilot") == "1"
    verb = actions.mark_pilot if mark else actions.unmark_pilot
    done = _("已列为试点") if mark else _("已取消试点")
    return press(request, verb, place, done=done, then=place.get_absolute_url())


@needs("places.year:import")
@require_http_methods(["GET", "POST"])
def import_years(request: ActorRequest) -> HttpResponse:
    """All rows or none; a bad table comes back with its rows, columns and remedies."""
    form = TableForm(posted(request), request.FILES or None)
    faults: BadFile | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            made = act(request, actions.import_years, file=upload.name, rows=rows_of(upload))
        except BadFile as bad:
            faults = bad
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return _imported(request, _("已导入 %s 行年度数据") % len(made))
    return _import_page(request, form, faults, _("导入年度数据"), reverse("places:template"))


@needs("places.place:import")
@require_http_methods(["GET", "POST"])
def import_divisions(request: ActorRequest) -> HttpResponse:
    """A district's codes through the browser; the whole country goes by `linli places import`."""
    form = TableForm(posted(request), request.FILES or None)
    faults: BadFile | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "codes.csv"
            path.write_bytes(upload.read())
            try:
                made = actions.import_divisions(paths=[path], actor=request.actor)
            except BadFile as bad:
                faults = bad
            except Refusal as refusal:
                show_refusal(form, refusal)
            else:
                done = _("已导入：新增 %(added)s，变更 %(changed)s，未变 %(unchanged)s")
                counts = {"added": made.added, "changed": made.changed, "unchanged": made.unchanged}
                return _imported(request, done % counts)
    return _import_page(request, form, faults, _("导入区划"), "")


def _imported(request: ActorRequest, text: str) -> HttpResponse:
    from django.contrib import messages

    messages.success(request, text)
    return redirect("places:list")


def _import_page(
    request: ActorRequest, form: TableForm, faults: BadFile | None, title: str, template: str
) -> HttpResponse:
    context = {
        "crumbs": _crumbs(Crumb(title)),
        "head": {"title": title},
        "form": form,
        "submit": title,
        "columns": COLUMNS,
        "template_url": template,
        "cancel_url": reverse("places:list"),
        "faults": faults.rows if faults else [],
        "total": faults.total if faults else 0,
    }
    return render(request, "places/import.html", context, status=422 if form.is_bound else 200)


@needs("places.year:import")
def template(request: ActorRequest) -> HttpResponse:
    """An empty table with the actor's places in it, ready to be filled."""
    places = Place.objects.covered_by(request.actor).order_by("code")[:5000]
    rows: list[list[object]] = [[*COLUMNS, _("名称")]]
    rows += [[place.code, "", "", "", "", place.name] for place in places]
    return excel.response(rows, _("年度数据"))
