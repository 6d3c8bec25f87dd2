"""The buttons of a design that need no page of their own, and the draft that is kept while somebody types."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from linli.flow.s2_goals import actions
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results.web import chain, people, targets, team
from linli.flow.s2_goals.web import basics, budget, pages
from linli.flow.thread.models import Project
from linli.flow.thread.permissions import sees
from linli.kernel.actions import Action
from linli.kernel.errors import Refusal
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act, sentence

Typed = Callable[[ActorRequest, Design], dict[str, Any] | None]
DRAFTS: dict[str, tuple[Action[Any, Any], Typed]] = {
    "basics": (actions.describe, basics.typed),
    "people": (actions.set_people, people.typed),
    "chain": (actions.set_chain, chain.typed),
    "targets": (actions.set_targets, targets.typed),
    "budget": (actions.save_budget, budget.typed),
    "team": (actions.set_team, team.typed),
}


@needs("goals.design:list")
@require_POST
def begin(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin the design of an adopted project."""
    project = _project(request, pk)
    try:
        act(request, actions.draft, project)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("thread:tab", pk, "goals")
    return redirect("goals:basics", pk)


@needs("goals.design:list")
@require_POST
def draft(request: ActorRequest, pk: int, page: str) -> HttpResponse:
    """Keep what is typed on a page."""
    if page not in DRAFTS:
        raise Http404
    design = pages.editing(request, pk)
    verb, typed = DRAFTS[page]
    return pages.keep(request, verb, design, typed(request, design))


def _project(request: ActorRequest, pk: int) -> Project:
    project = get_object_or_404(Project, pk=pk)
    if not sees(request.actor, project):
        raise Http404
    return project
