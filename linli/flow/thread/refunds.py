"""What a provider pays back stands beside what the project paid.

What was paid stays as it is: the contract bounds it, and instalments, vouchers and the treasury's statements add up to it. A
refund lowers what the project cost, not what it was paid.
"""

from django.db.models import F

from linli.flow.thread.models import Project
from linli.foundations.funds.models import Refund
from linli.kernel import hooks
from linli.kernel.actor import Actor


@hooks.on("refund.booked")
def note_refund(*, refund: Refund, actor: Actor) -> None:
    """Add a refund to its project; the database refuses more than was paid."""
    Project.objects.filter(pk=refund.project_key).update(
        refunded_amount=F("refunded_amount") + refund.amount, version=F("version") + 1
    )
