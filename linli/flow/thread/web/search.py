"""The search box of the header: projects, organisations and places by two characters or more."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.thread.badges import badge_of
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.ui.web.access import ActorRequest, needs

MOST = 20


@needs("thread.project:list")
def search(request: ActorRequest) -> HttpResponse:
    """One page with what was found in each field; at most MOST of each, with a link to the full list."""
    words = request.GET.get("q", "").strip()[:60]
    context: dict[str, Any] = {
        "head": {"title": _("搜索")},
        "q": words,
        "groups": _groups(request, words) if words else [],
    }
    return render(request, "thread/search.html", context)


def _groups(request: ActorRequest, words: str) -> list[dict[str, Any]]:
    projects = Project.objects.visible_to(request.actor).filter(search__words=words).select_related("place")[:MOST]
    organisations = Organisation.objects.filter(name__icontains=words).select_related("place")[:MOST]
    places = Place.objects.filter(name__icontains=words).select_related("parent")[:MOST]
    listed = reverse("thread:list")
    found: list[dict[str, Any]] = [
        {
            "name": _("购买服务项目"),
            "rows": [(p.title, p.get_absolute_url(), f"{p.number} {p.place}", badge_of(p)) for p in projects],
        },
        {
            "name": _("单位"),
            "rows": [(o.name, o.get_absolute_url(), o.get_kind_display(), None) for o in organisations],
        },
        {
            "name": _("镇街、社区（村）"),
            "rows": [(p.name, f"{listed}?q=&town={p.town_code}", str(p.parent or ""), None) for p in places],
        },
    ]
    return [group for group in found if group["rows"]]
