"""From a chain in the rule book to the offices that decide: kinds become organisations.

Each step of a chain is {title, kind, role, from}: kind is `applicant` (or `purchaser`), `town` (the town above the
applicant, left out for an applicant of the district), or a kind of which the district has one. `from` is the amount in
yuan from which the step is needed.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.kernel import hooks
from linli.kernel.approvals import Office
from linli.kernel.errors import Refusal

APPLICANT = ("applicant", "purchaser")


def of_chain(parameter: str, applicant: Organisation, amount: Decimal = Decimal(0)) -> list[Office]:
    """The offices of a chain that an amount (yuan) has to pass; an office that comes up twice decides once."""
    offices: list[Office] = []
    for step in book.chain(parameter, amount):
        organisation = _resolve(step["kind"], applicant)
        if organisation is None:
            continue
        if (organisation.pk, step["role"]) not in [(one.organisation_id, one.role) for one in offices]:
            offices.append(Office(step["title"], organisation.pk, step["role"]))
    return offices


def of_district(kind: str, code: str) -> Organisation:
    """The district's only office of a kind, for a place of it. Raises Refusal where there is none."""
    return _find(kind, code[:6])


def _resolve(kind: str, applicant: Organisation) -> Organisation | None:
    if kind in APPLICANT:
        return applicant
    code = applicant.place.code
    if kind == OrganisationKind.TOWN:
        return _find(kind, code[:9]) if len(code) >= 9 else None
    return _find(kind, code[:6])


@hooks.on("parties.office")
def office(*, kind: str, code: str) -> Organisation | None:
    """The active organisation of a kind at the place with this division code; None when there is none. Rooms below, which
    may not know of organisations, ask by the hook."""
    return Organisation.objects.active().filter(kind=kind, place__code=code).order_by("pk").first()


def _find(kind: str, code: str) -> Organisation:
    found: Organisation | None = office(kind=kind, code=code)
    if found is None:
        raise Refusal(
            _("审批链需要%(kind)s，但系统里没有这个单位。") % {"kind": OrganisationKind(kind).label},
            remedy=_("请联系区民政局登记该单位或调整审批链。"),
        )
    return found
