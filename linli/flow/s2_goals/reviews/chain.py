"""The chain that an amount will have to pass, shown while it is typed: every office, and from which amount it is asked."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.foundations.parties import offices
from linli.foundations.parties.models import Organisation
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal
from linli.ui.formats import wan_unit

PARAMETER = "approvals.project"
BEYOND = Decimal(10) ** 13
"""More than any budget: the whole chain."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One office of the chain. `since` is the amount (yuan) from which it is asked, `needed` whether this amount is."""

    title: str
    office: str
    since: Decimal
    needed: bool

    @property
    def words(self) -> str:
        """From which amount, where not from the first yuan: 50.00 万元以上."""
        return _("%(amount)s以上") % {"amount": wan_unit(self.since)} if self.since else ""


def stages(project: Project, amount: Decimal | None) -> list[Stage]:
    """The whole chain in order; nothing while an office is missing, which submitting refuses in words."""
    try:
        every = offices.of_chain(PARAMETER, project.purchaser, BEYOND)
        asked = offices.of_chain(PARAMETER, project.purchaser, amount or Decimal(0))
    except Refusal:
        return []
    since = {step["title"]: Decimal(step.get("from", 0)) for step in book.value(PARAMETER)}
    wanted = {(one.organisation_id, one.role) for one in asked}
    names = dict(Organisation.objects.filter(pk__in=[o.organisation_id for o in every]).values_list("pk", "name"))
    return [
        Stage(one.title, names[one.organisation_id], since[one.title], (one.organisation_id, one.role) in wanted)
        for one in every
    ]
