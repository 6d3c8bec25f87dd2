"""Search over every clause, for visitors and for those who work with the rule book."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.rulebook import shown
from linli.foundations.rulebook.documents import searching
from linli.foundations.rulebook.documents.held import STANDINGS
from linli.foundations.rulebook.documents.states import Level
from linli.foundations.rulebook.web import documents_badges as badges
from linli.foundations.rulebook.web.documents_public import page, trail
from linli.kernel import clock
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs, public_page

PER_PAGE = 20


class SearchForm(forms.Form):
    """What is looked for, and where."""

    q = forms.CharField(label=gettext_lazy("词语"), max_length=60, required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("层级"), choices=[("", gettext_lazy("全部层级")), *Level.choices], required=False
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("效力"), choices=[("", gettext_lazy("全部")), *STANDINGS.items()], required=False
    )


def results(request: HttpRequest) -> dict[str, Any]:
    """What the search page shows: the form as it was sent, the hits of one page, how many there are."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    hits = searching.search(asked.get("q", ""), clock.today(), asked.get("level", ""), asked.get("standing", ""))
    paged = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "words": asked.get("q", "").strip(),
        "count": len(hits),
        "is_cut": len(hits) == searching.MOST,
        "page": paged,
        "hits": [_shown(hit) for hit in paged],
    }


def _shown(hit: searching.Hit) -> dict[str, Any]:
    address = reverse("rulebook:clause", args=[hit.document.key, hit.clause.key])
    current = hit.version is hit.document.current(clock.today())
    return {
        "hit": hit,
        "url": address if current else f"{address}?version={hit.version.ordinal}",
        "status": badges.of_standing(hit.standing),
        "level": shown.LEVELS[hit.document.level],
    }


@public_page
def public(request: HttpRequest) -> HttpResponse:
    """`?q=` over the clauses of all published documents."""
    context = {**results(request), "crumbs": trail(Crumb(_("查条款")))}
    return page(request, "rulebook/document_search_public.html", context)


@needs("rulebook.document:list")
def clerks(request: ActorRequest) -> HttpResponse:
    """The same within the frame of those who work here."""
    context = {
        **results(request),
        "crumbs": [Crumb(_("文件"), reverse("rulebook:doc-list")), Crumb(_("查条款"))],
        "head": {"title": _("查条款"), "sub": [_("包括国家规定要点和本区文件全文")]},
    }
    return render(request, "rulebook/document_search.html", context)
