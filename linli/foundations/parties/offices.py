"""Which organisation holds an office at a place: asked by rooms below this one, through a hook."""

from linli.foundations.parties.models import Organisation
from linli.kernel import hooks


@hooks.on("approvals.office")
def office(*, kind: str, place_code: str) -> int | None:
    """The key of the active organisation of a kind at a place; of several the one entered first."""
    found = Organisation.objects.active().filter(kind=kind, place__code=place_code).order_by("pk")
    return found.values_list("pk", flat=True).first()
