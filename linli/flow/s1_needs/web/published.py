"""Publishing a needs list and looking at one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.actions.lists import standing_on
from linli.flow.s1_needs.models import NeedsList
from linli.flow.s1_needs.web.forms import PublishForm
from linli.flow.s1_needs.web.pages import crumbs
from linli.flow.s1_needs.web.steady import ranged, sentence, weight_words
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.ui import formats, parts
from linli.ui.clauses import chip
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act
from linli.ui.web.form_page import form_page


def trail() -> list[parts.Crumb]:
    return crumbs(parts.Crumb(_("需求清单"), reverse("needs:list_list")))


@needs("needs.need:list")
def list_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One published list, as it stood."""
    found = get_object_or_404(NeedsList.objects.select_related("place", "organisation"), pk=pk)
    editions = NeedsList.objects.filter(place=found.place, year=found.year, round=found.round).order_by("-edition")
    sub = [
        _("第 %(edition)d 版") % {"edition": found.edition},
        str(found.organisation),
        _("%(day)s公布") % {"day": formats.day(found.published_at)},
        _("共 %(n)s 项") % {"n": found.count},
    ]
    context = {
        "crumbs": [*trail(), parts.Crumb(str(found))],
        "head": {"title": str(found), "sub": sub, "actions": _buttons(found)},
        "found": found,
        "rows": ranged(found),
        "weights": weight_words(found.weights),
        "steady": sentence(found.count),
        "editions": editions,
        "clause": chip(book.citation("needs.weights")),
    }
    return render(request, "needs/list.html", context)


def _buttons(found: NeedsList) -> list[parts.Action]:
    return [
        parts.Action(_("与上一轮比较"), reverse("needs:list_compare", args=[found.pk]), "arrows-sort"),
        parts.Action(_("需求分布"), reverse("needs:map"), "map-pin"),
    ]


@needs("needs.list:prepare")
def publish(request: ActorRequest) -> HttpResponse:
    """What would be published now for the actor's own place, and the button that publishes it."""
    place = get_object_or_404(Place, code=request.actor.place_code)
    form = PublishForm(request.POST or None)

    def do(data: dict[str, Any]) -> NeedsList:
        values = {key: data[key] for key in ("year", "round", "note")}
        return act(request, actions.publish_list, place=place, **values)  # type: ignore[no-any-return]

    return form_page(
        request,
        form,
        do,
        title=_("公布需求清单"),
        button=_("公布清单"),
        done=_("需求清单已公布"),
        cancel_url=reverse("needs:list_list"),
        crumbs=trail(),
        sub=[place.name],
        template="needs/publish.html",
        needs=standing_on(place).ranked(),
    )
