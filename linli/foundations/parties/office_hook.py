"""The office of a kind at a place, for rooms below that may not know of organisations."""

from linli.foundations.parties.models import Organisation
from linli.kernel import hooks


@hooks.on("parties.office")
def office(*, kind: str, code: str) -> Organisation | None:
    """The active organisation of a kind at the place with this division code; None when there is none."""
    return Organisation.objects.active().filter(kind=kind, place__code=code).order_by("pk").first()
