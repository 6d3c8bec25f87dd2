"""From the chain in the rule book to the offices that decide on a project, an award or a payment."""

from decimal import Decimal

from linli.flow.thread.models import Project
from linli.foundations.parties import offices
from linli.kernel.approvals import Office


def chain_for(project: Project, amount: Decimal, parameter: str = "approvals.project") -> list[Office]:
    """The offices of a chain that an amount (yuan) has to pass, for the project's purchaser."""
    return offices.of_chain(parameter, project.purchaser, amount)
