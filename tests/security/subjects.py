"""What each action may be asked about: every record of its model, or of the scope of a verb that creates."""

from typing import Any

from django.db import models

from linli.flow.s3_tenders.models import Bid, Tender
from linli.flow.thread.models import Project
from linli.foundations.forms.models import Download, Form, FormVersion
from linli.foundations.funds.models import FundSource
from linli.foundations.parties.models import Organisation, Person
from linli.foundations.places.models import Place
from linli.foundations.rulebook.models import RuleVersion
from linli.kernel.actions import Action
from linli.kernel.models import Task
from tests.security import surveys
from tests.security.finding import all_of

SCOPES: dict[str, type[models.Model]] = {
    "place": Place, "project": Project, "tender": Tender, "bid": Bid, "organisation": Organisation,
    "owner": Organisation, "task": Task, "draft": RuleVersion, "provider": Organisation, "version": FormVersion, "form": Form, "from_account.source": FundSource,
}  # fmt: skip
MOST = 60
"""Of each model, oldest first: beyond these they repeat themselves."""


def asked_about(verb: Action[Any, Any], known: dict[Any, list[Any]]) -> list[Any]:
    """The records, or [None] for a verb about nothing in particular. Read once for each model and kept in `known`."""
    model = verb.subject or SCOPES.get(verb.scope)
    if model is None:
        assert not verb.scope, f"{verb.name}: no model for the scope {verb.scope}"
        return [None]
    if model not in known:
        known[model] = _rows(model)
    return known[model]


def _rows(model: type[models.Model]) -> list[Any]:
    where: dict[str, Any] = {}
    if model is Place:
        where = {
            "pk__in": Organisation.objects.filter(kind__in=("community", "town", "civil_affairs")).values("place_id")
        }
    elif model is Task:
        where = {"state": "open", "organisation__isnull": False, "step__isnull": False}
    elif model is Person:
        where = {"memberships__isnull": False}
    elif model is Download:
        surveys.download()
    elif model is Organisation:
        return all_of(model, kind__in=("town", "community"))[:15] + all_of(model).copy()[-25:]
    return all_of(model, **where)[:MOST]
