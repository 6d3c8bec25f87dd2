"""From a chain in the rule book to the district's offices that decide on money."""

from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.kernel.approvals import Office
from linli.kernel.errors import Refusal


def chain(parameter: str, amount: Decimal) -> list[Office]:
    """The offices that an amount (yuan) has to pass. Each step of the parameter is {title, kind, role, from}."""
    return [Office(step["title"], _bureau(step["kind"]), step["role"]) for step in book.chain(parameter, amount)]


def _bureau(kind: str) -> int:
    bureaus = Organisation.objects.active().filter(kind=kind, place__code=settings.DISTRICT)
    found = bureaus.order_by("pk").values_list("pk", flat=True).first()
    if found is None:
        raise Refusal(
            _("审批链需要%(kind)s，但系统里没有这个单位。") % {"kind": OrganisationKind(kind).label},
            remedy=_("请联系区民政局登记该单位或调整审批链。"),
        )
    return found
