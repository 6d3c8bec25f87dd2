"""The cockpit: who sees it, what is in scope, what it counts, what it exports."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from linli.flow.thread.models import Project
from linli.flow.thread.states import STEP_OF, State
from linli.foundations.parties.models import Organisation, Person
from linli.foundations.parties.tests.factory import make_actor, make_organisation, make_place
from linli.kernel import clock, inbox
from linli.openness.insight import overview
from linli.openness.insight.scope import scope_of
from linli.openness.insight.web import cockpit

pytestmark = pytest.mark.django_db
HERE, THERE = "320117004", "320117005"


def project(town: str, state: str = State.DELIVERING, **fields: Any) -> Project:
    """A project of a town, contracted for 90,000 of 100,000 yuan and paid 36,000."""
    purchaser: Organisation = fields.pop("purchaser", None) or make_organisation("town", town)
    number = f"{town}-{Project.objects.count()}"
    values = {"budget": Decimal(100_000), "contract_amount": Decimal(90_000), "paid_amount": Decimal(36_000)} | fields
    return Project.objects.create(
        number=number, title=f"项目{number}", purchaser=purchaser, place=make_place(town), state=state,
        step=STEP_OF[state], **({"year": clock.today().year} | values),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "role", "status"),
    [
        ("civil_affairs", "clerk", 200), ("finance", "leader", 200), ("supervisor", "supervisor", 200), ("town", "clerk", 200),
        ("department", "clerk", 200), ("community", "clerk", 403), ("social", "manager", 403), ("expert_body", "expert", 403),
        ("hub", "manager", 403), ("operator", "operator", 403),
    ],
)  # fmt: skip
def test_who_sees_the_cockpit(client: Client, kind: str, role: str, status: int) -> None:
    project(HERE)
    client.force_login(Person.objects.get(pk=make_actor(kind, role).person_id))
    assert client.get("/cockpit/").status_code == status


def test_visitors_are_sent_to_sign_in(client: Client) -> None:
    assert client.get("/cockpit/").status_code == 302


def test_scope() -> None:
    department = make_organisation("department")
    project(HERE), project(THERE), project(THERE, purchaser=department)
    project(HERE, year=clock.today().year - 1)
    seen = {
        (kind, period): scope_of(make_actor(kind, place=place), period).projects().count()
        for kind, place in (("civil_affairs", "320117"), ("town", HERE), ("town", THERE), ("department", "320117"))
        for period in ("year", "two")
        if not (kind == "town" and place == THERE)
    }
    assert seen == {
        ("civil_affairs", "year"): 3, ("civil_affairs", "two"): 4, ("town", "year"): 1, ("town", "two"): 2,
        ("department", "year"): 1, ("department", "two"): 1,
    }  # fmt: skip


def test_totals_funnel_and_towns() -> None:
    project(HERE)
    project(THERE, State.CLOSED)
    project(THERE, State.DESIGNING, contract_amount=None, paid_amount=0)
    late = project(HERE, State.EVALUATING)
    inbox.open_task(
        late, "x.y:z", title="迟", organisation_id=late.purchaser_id, due_at=clock.now() - timedelta(days=1)
    )
    scope = scope_of(make_actor("civil_affairs"), "year")
    totals = overview.totals(scope)
    assert (totals.running, totals.contracted, totals.paid, totals.overdue) == (
        3,
        Decimal(270_000),
        Decimal(108_000),
        1,
    )
    assert [n for _step, _name, n in overview.funnel(scope)] == [0, 4, 3, 3, 2, 1]
    towns = {town.code: (town.running, town.overdue) for town in overview.towns(scope)}
    assert towns == {HERE: (2, 1), THERE: (1, 0)}


def test_funnel_widths_and_shares() -> None:
    rows = cockpit.funnel([(1, "a", 386), (2, "b", 214), (3, "c", 0)])
    assert [row[3] for row in rows] == ["—", "55%", "0%"]
    assert all(abs(2 * start + width - 100) < 1e-9 for *_rest, start, width in rows)


def test_the_page_costs_the_same_with_more_projects(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(Person.objects.get(pk=make_actor("civil_affairs").person_id))
    for _ in range(30):
        late = project(HERE)
        inbox.open_task(late, "x.y:z", title="迟", organisation_id=late.purchaser_id, due_at=clock.now())
    with django_assert_max_num_queries(40):
        assert client.get("/cockpit/?late=all").status_code == 200


def test_the_export_is_a_workbook_in_which_nothing_runs(client: Client) -> None:
    make_place(HERE, "=1+1镇")
    project(HERE)
    client.force_login(Person.objects.get(pk=make_actor("civil_affairs").person_id))
    answer = client.get("/cockpit/?export=xlsx")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert "'=1+1镇" in {cell.value for cell in cells}


@pytest.mark.parametrize(
    "query", ["period=x&map=y&late=z", "period=all&map=contracted", "period=two&map=overdue&late=all"]
)
def test_any_query_opens(client: Client, query: str) -> None:
    client.force_login(Person.objects.get(pk=make_actor("town").person_id))
    assert client.get(f"/cockpit/?{query}").status_code == 200
