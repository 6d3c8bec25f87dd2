"""Finding the records of a review for whoever may see them, and the way to their pages."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import ExpertOpinion
from linli.flow.s2_goals.reviews.states import HANDED_IN
from linli.kernel.actor import Actor
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest


def design_inside(request: ActorRequest, pk: int) -> Design:
    """The design of a project, for whoever is inside the project; to others it does not exist."""
    found = Design.objects.select_related("project__purchaser__place", "project__place", "source", "pool")
    design = get_object_or_404(found, project_id=pk)
    if not request.actor.may("goals.review:read", design.project):
        raise Http404
    return design


def opinion_seen(request: ActorRequest, pk: int) -> ExpertOpinion:
    """An opinion, for the expert himself and for whoever is inside the project; to others it does not exist."""
    found = ExpertOpinion.objects.select_related(
        "design__project__purchaser__place", "project__purchaser", "project__place", "person", "organisation"
    )
    opinion = get_object_or_404(found.prefetch_related("marks", "points"), pk=pk)
    if not request.actor.may("goals.opinion:view", opinion):
        raise Http404
    return opinion


def opinions_shown(design: Design, actor: Actor) -> list[ExpertOpinion]:
    """The opinions of a design as the actor may read them: an expert reads those of others once he has handed in his own.

    Of what was not handed in, only the purchaser's side and those who oversee it know whom it was asked of.
    """
    every = list(ExpertOpinion.objects.of_design(design.pk))
    if actor.may("goals.review:read", design.project):
        return every
    mine = [one for one in every if actor.may("goals.opinion:give", one)]
    if not any(one.state in HANDED_IN for one in mine):
        return mine
    return [one for one in every if one.state in HANDED_IN]


def way(design: Design, *more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("购买服务项目"), reverse("thread:list")),
        Crumb(design.project.title, design.get_absolute_url()),
        *more,
    ]


def desk_crumb(design: Design) -> Crumb:
    return Crumb(_("可行性论证"), reverse("goals:opinions", args=[design.project_id]))


def head(design: Design, title: Any, *sub: Any) -> dict[str, Any]:
    return {"title": title, "sub": [design.project.title, design.project.number, *sub]}
