"""From the review chain in the rule book to the offices that decide; organisations are asked for by the hook
`parties.office`, because their room stands above this one."""

from typing import Any

from django.utils.translation import gettext as _

from linli.foundations.rulebook import book
from linli.foundations.rulebook.models import RuleDocument
from linli.kernel import hooks
from linli.kernel.approvals import Office
from linli.kernel.errors import Refusal

CHAIN = "rule_document"


def chain_for(document: RuleDocument) -> list[Office]:
    """The offices that review a document, in order; one that comes up twice decides once."""
    offices: list[Office] = []
    for step in book.value(f"approvals.{CHAIN}"):
        organisation = document.organisation_id if step["kind"] == "issuer" else _find(step["kind"], document)
        if (organisation, step["role"]) not in [(one.organisation_id, one.role) for one in offices]:
            offices.append(Office(step["title"], organisation, step["role"]))
    return offices


def _find(kind: str, document: RuleDocument) -> int:
    found: list[Any] = [one for one in hooks.call("parties.office", kind=kind, code=document.place.code[:6]) if one]
    if not found:
        raise Refusal(
            _("审批链需要的单位还没有登记，不能送审。"),
            remedy=_("请联系区民政局登记该单位或调整审批链。"),
            clauses=[book.clause_words(f"approvals.{CHAIN}")],
        )
    return int(found[0].pk)
