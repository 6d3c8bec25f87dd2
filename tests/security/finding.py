"""Records of the world by what they must be like, and the addresses that name them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from linli.flow.s3_tenders.models import Bid, Seat, Tender
from linli.flow.thread.models import Project
from linli.foundations.forms.models import Attachment, Download, Submission
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PROVIDERS
from linli.kernel import rls
from linli.kernel.actor import Actor
from linli.kernel.permissions import reach

Arguments = dict[str, Any]
Sample = Callable[[], tuple[Arguments, Any]]


def one(model: type[models.Model], **where: Any) -> Any:
    """The first record that fits; row-level security is told that the purchaser asks."""
    found = all_of(model, **where)
    if not found:
        raise LookupError(f"the world has no {model.__name__} with {where}")
    return found[0]


def all_of(model: type[models.Model], **where: Any) -> list[Any]:
    """Every record that fits, oldest first; sealed ones are read as each purchaser in turn, what came in by forms as the
    auditor reads it."""
    if model in (Submission, Attachment, Download):
        with rls.working_on("duty", "audit"):
            return list(model._default_manager.filter(**where).order_by("pk"))
    if model not in (Bid, Seat):
        return list(model._default_manager.filter(**where).order_by("pk"))
    rows: dict[int, Any] = {}
    for purchaser in Tender.objects.order_by("purchaser_id").values_list("purchaser_id", flat=True).distinct():
        with rls.acting(Actor(kind="person", organisation_id=purchaser)):
            rows |= {row.pk: row for row in model._default_manager.filter(**where).select_related("tender__project")}
    return [rows[pk] for pk in sorted(rows)]


def bids_of(tender: Tender) -> list[Bid]:
    """Every bid, sealed ones too: each provider is asked for his own."""
    return [
        bid
        for provider in as_each_provider()
        for bid in Bid.objects.filter(tender=tender, organisation_id=provider).select_related("tender__project")
    ]


def as_each_provider() -> Iterator[int]:
    """Every provider's key; while one is looked at the database is told that it asks."""
    for provider in Organisation.objects.filter(kind__in=PROVIDERS).order_by("pk").values_list("pk", flat=True):
        with rls.acting(Actor(kind="person", organisation_id=provider)):
            yield provider


def pk(model: type[models.Model], **where: Any) -> Sample:
    """The address's `pk` is this record's."""

    def found() -> tuple[Arguments, Any]:
        record = one(model, **where)
        return {"pk": record.pk}, record

    return found


def pk_rather(model: type[models.Model], **where: Any) -> Sample:
    """The address's `pk` is that of a record like this where the world has one, else of the first of its kind."""

    def found() -> tuple[Arguments, Any]:
        record = (all_of(model, **where) or [one(model)])[0]
        return {"pk": record.pk}, record

    return found


def project_pk(**where: Any) -> Sample:
    return pk(Project, **where)


def named(model: type[models.Model], argument: str, path: str = "", **where: Any) -> Sample:
    """The address names this record by another field."""

    def found() -> tuple[Arguments, Any]:
        record = one(model, **where)
        return {argument: reach(record, path or argument)}, record

    return found


def fixed(**arguments: Any) -> Sample:
    return lambda: (arguments, None)
