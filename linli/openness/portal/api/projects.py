"""Published projects."""

from functools import lru_cache
from typing import Any, Literal

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from ninja import Router
from ninja.params.functions import Query

from linli.flow.thread.models import Project
from linli.flow.thread.states import State, Step
from linli.kernel.canonical import compact
from linli.openness.portal import projects, remembered, timeline
from linli.openness.portal.api.answers import answer, paged
from linli.openness.portal.api.shapes import ProjectDetail, ProjectPage
from linli.openness.portal.remembered import position_of

router = Router(tags=["projects"])


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
    position = position_of(request)
    shown = projects.keys_of(wanted, position, size)
    return paged(shown, size, _texts([key for (key,) in shown.rows], position))


@router.get("/{number}", response=ProjectDetail, summary="One project with its public time line")
def read_project(request: HttpRequest, number: str) -> HttpResponse:
    """404 for projects that are unknown or not published."""
    project = get_object_or_404(Project.objects.published(), number=number)
    row = _labelled(projects.rows_of([project.pk], position_of(request))[0])
    more: dict[str, Any] = {
        "beneficiaries": project.beneficiaries,
        "communities": list(project.communities.order_by("code").values_list("name", flat=True)),
        "time_line": timeline.as_data(project),
    }
    return answer(row | more)


_AS_JSON = """
SELECT id, to_json(row)::text FROM (
    SELECT project.id, project.number, project.title, project.step, project.state, project.year, project.place_code,
        project.catalogue_code, project.catalogue_name, project.method, project.budget::text,
        project.contract_amount::text, project.paid_amount::text, project.refunded_amount::text,
        project.service_from, project.service_to, project.grade,
        to_char(project.public_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"') AS public_since,
        place.name AS place, buyer.name AS purchaser, seller.name AS provider,
        %(steps)s::jsonb ->> project.step::text AS step_label, %(states)s::jsonb ->> project.state AS state_label
    FROM thread_project AS project
    JOIN places_place AS place ON place.id = project.place_id
    JOIN parties_organisation AS buyer ON buyer.id = project.purchaser_id
    LEFT JOIN parties_organisation AS seller ON seller.id = project.provider_id
    WHERE project.public_since IS NOT NULL AND project.id = ANY(%(keys)s)
) AS row
"""
"""The rows of `ProjectRow` as the database writes them: a hundred in a quarter of the time that models, dictionaries and
the JSON of the standard library take. `id` is for us and is cut off."""


def _texts(keys: list[int], position: int | None) -> list[bytes]:
    """The rows as JSON, each written once for a position and language."""
    known: dict[int, bytes] = remembered.at(position, ("json", get_language()), dict)
    missing = [key for key in keys if key not in known]
    if missing:
        if len(known) > projects.MOST_ROWS:
            known.clear()
            missing = keys
        steps, states = _labels(get_language() or "")
        with connection.cursor() as cursor:
            cursor.execute(_AS_JSON, {"steps": compact(steps), "states": compact(states), "keys": missing})
            known |= {key: b"{" + text.partition(",")[2].encode() for key, text in cursor}
    return [known[key] for key in keys if key in known]


def _labelled(row: projects.Row) -> projects.Row:
    steps, states = _labels(get_language() or "")
    made = row | {"step_label": steps[row["step"]], "state_label": states[row["state"]]}
    del made["town"]
    return made


@lru_cache(maxsize=8)
def _labels(language: str) -> tuple[dict[int, str], dict[str, str]]:
    """Names of steps and states in the active language, which is the key."""
    return {key: str(label) for key, label in Step.choices}, {key: str(label) for key, label in State.choices}
