"""From the chain in the rule book to the offices that decide: kinds become organisations."""

from decimal import Decimal

from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.foundations.rulebook import book
from linli.kernel.approvals import Office
from linli.kernel.errors import Refusal


def chain_for(project: Project, amount: Decimal, parameter: str = "approvals.project") -> list[Office]:
    """The offices of a chain that an amount (yuan) has to pass; an office that comes up twice decides once.

    Each step of the parameter is {title, kind, role, from}: kind is `purchaser`, `town` (the town above the purchaser,
    left out for a district's purchaser), `civil_affairs` or `finance`.
    """
    offices: list[Office] = []
    for step in book.chain(parameter, amount):
        organisation = _resolve(step["kind"], project.purchaser)
        if organisation is None:
            continue
        if (organisation.pk, step["role"]) not in [(one.organisation_id, one.role) for one in offices]:
            offices.append(Office(step["title"], organisation.pk, step["role"]))
    return offices


def _resolve(kind: str, purchaser: Organisation) -> Organisation | None:
    if kind == "purchaser":
        return purchaser
    code = purchaser.place.code
    if kind == OrganisationKind.TOWN:
        return bureau(kind, code[:9]) if len(code) >= 9 else None
    return bureau(kind, code[:6])


def bureau(kind: str, code: str) -> Organisation:
    """The active office of a kind in a place. Raises Refusal when there is none."""
    active = Organisation.objects.filter(state=OrganisationState.ACTIVE, kind=kind, place__code=code)
    found = active.order_by("pk").first()
    if found is None:
        raise Refusal(
            _("审批链需要%(kind)s，但系统里没有这个单位。") % {"kind": OrganisationKind(kind).label},
            remedy=_("请联系区民政局登记该单位或调整审批链。"),
        )
    return found
