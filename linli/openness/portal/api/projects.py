"""Published projects."""

from functools import cache
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from ninja import Router
from ninja.params.functions import Query

from linli.flow.thread.models import Project
from linli.flow.thread.states import State, Step
from linli.openness.portal import projects, timeline
from linli.openness.portal.api.answers import answer, paged
from linli.openness.portal.api.shapes import ProjectDetail, ProjectPage
from linli.openness.portal.remembered import position_of

router = Router(tags=["projects"])
AMOUNTS = ("budget", "contract_amount", "paid_amount")
DAYS = ("service_from", "service_to", "public_since")


@router.get("", response=ProjectPage, summary="Published projects")
def list_projects(
    request: HttpRequest,
    q: str = Query("", max_length=60, description="Words; two characters are enough"),
    town: str = Query("", pattern=r"^[0-9]{0,12}$", description="Division code of a town or community"),
    step: int = Query(0, ge=0, le=6),
    field: str = Query("", max_length=80, description="Catalogue name"),
    year: int = Query(0, ge=0, le=2100),
    sort: Literal["", "amount", "number"] = "",
    page: int = Query(1, ge=1),
    size: int = Query(20, ge=1, le=100),
) -> HttpResponse:
    """Newest first, or by amount or number."""
    wanted = projects.Wanted(text=q, town=town, step=step, catalogue=field, year=year, sort=sort, page=str(page))
    shown = projects.page(wanted, position_of(request), size)
    return paged(shown, size, _labelled(shown.rows))


@router.get("/{number}", response=ProjectDetail, summary="One project with its public time line")
def read_project(request: HttpRequest, number: str) -> HttpResponse:
    """404 for projects that are unknown or not published."""
    project = get_object_or_404(Project.objects.published(), number=number)
    row = _labelled(projects.some(Project.objects.published().filter(pk=project.pk), position_of(request)))[0]
    more: dict[str, Any] = {
        "beneficiaries": project.beneficiaries,
        "communities": list(project.communities.order_by("code").values_list("name", flat=True)),
        "time_line": timeline.as_data(project),
    }
    return answer(row | more)


def _labelled(rows: list[projects.Row]) -> list[projects.Row]:
    steps, states = _labels(get_language())
    for row in rows:
        row["step_label"], row["state_label"] = steps[row["step"]], states[row["state"]]
        for name in AMOUNTS:
            row[name] = None if row[name] is None else str(row[name])
        for name in DAYS:
            row[name] = None if row[name] is None else row[name].isoformat()
    return rows


@cache
def _labels(_language: str | None) -> tuple[dict[int, str], dict[str, str]]:
    """The words for steps and states in the language now active."""
    return (
        {value: str(label) for value, label in Step.choices},
        {value: str(label) for value, label in State.choices},
    )
