"""What contract and payments move in the ledger of the pooled funds (资金统筹).

A project whose design named no source holds nothing there; its payments stand in this room's tables only.
"""

from decimal import Decimal

from linli.flow.thread.models import Project
from linli.foundations.funds import ledger
from linli.kernel.actor import Actor


def bind(project: Project, amount: Decimal, actor: Actor) -> None:
    """Commit the contract's amount out of what was reserved, and give the rest back; once, whoever comes first."""
    if ledger.of_project(project.pk) and not ledger.balance(project.pk)["committed"]:
        ledger.commit_for(project.pk, amount, actor=actor)
        ledger.release_for(project.pk, actor=actor)


def move(project: Project, amount: Decimal, actor: Actor) -> None:
    """Spend a payment's amount, or take a reversal's (below zero) back."""
    held = ledger.of_project(project.pk)
    if not held:
        return
    if amount > 0:
        ledger.spend_for(project.pk, amount, actor=actor, held=held)
    else:
        ledger.reverse_for(project.pk, -amount, actor=actor, held=held)
