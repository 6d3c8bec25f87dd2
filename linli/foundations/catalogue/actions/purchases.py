"""How much was bought of each item: heard from the steps that sign contracts and close projects, by named hooks.

The steps lie above this room; it knows of them only what the hooks' names promise.
"""

from typing import Any

from linli.foundations.catalogue import lookup
from linli.foundations.catalogue.models import CatalogueItem, Purchase
from linli.foundations.places.models import Place
from linli.kernel import clock, hooks
from linli.kernel.actor import Actor


@hooks.on("contract.signed")
def note_contract(*, contract: Any, actor: Actor) -> None:
    """A contract was made: its item, town, year and amount are counted once a project."""
    project = contract.project
    code = project.catalogue_code
    item = lookup.item(code) or CatalogueItem.objects.issued().filter(code=code).order_by("-since").first()
    if item is None:
        return
    day = clock.today()
    Purchase.objects.update_or_create(
        project_key=project.pk,
        defaults={
            "item": item,
            "code": code,
            "year": day.year,
            "place": _town(project.place),
            "purchaser_id": project.purchaser_id,
            "amount": contract.amount,
            "signed_on": day,
        },
    )


@hooks.on("project.closed")
@hooks.on("project.stopped")
def note_close(*, project: Any, actor: Actor) -> None:
    """A project ended: what was paid in the end stands beside the contract's amount."""
    Purchase.objects.filter(project_key=project.pk).update(paid=project.net_paid, closed_on=clock.today())


def _town(place: Place) -> Place:
    return place.parent if place.level == "community" and place.parent is not None else place
