"""Changing a parameter: a proposal, the offices' opinions, and a new dated entry. Nothing is ever edited."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.foundations.rulebook.deciding import stored
from linli.foundations.rulebook.law import LawError
from linli.foundations.rulebook.layers import Parameter
from linli.foundations.rulebook.models import DatedEntry, Proposal, ProposalState
from linli.foundations.rulebook.offices import chain_for
from linli.foundations.rulebook.proposing import Asked, examine
from linli.foundations.rulebook.schema import typed
from linli.foundations.rulebook.words import day_words, in_words
from linli.kernel import approvals, clock, inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Refusals

CHAIN = "rule_parameter"
OPEN = {str(ProposalState.IN_APPROVAL), str(ProposalState.RETURNED)}
WAITING = {str(ProposalState.IN_APPROVAL)}


def known(name: str) -> Parameter:
    """The parameter. Raises a Refusal when the rule book has none of that name."""
    try:
        return book.parameter(name)
    except LawError:
        raise Refusal(_("规则库没有这个参数。"), remedy=_("请从规则库中选择参数。"), field="parameter") from None


def read(parameter: Parameter, value: Any) -> Any:
    """The value in the type of its unit. Raises a Refusal that names the field."""
    try:
        return typed(parameter.unit, stored(value), parameter.choices)
    except ValueError:
        raise Refusal(_("填写的取值不符合参数的类型。"), remedy=_("请按参数的计量重新填写。"), field="value") from None


def checked(asked: Asked) -> None:
    """Refuse with everything that stands against it."""
    stops = [one.refusal for one in examine(asked, clock.today()) if one.state == "failed"]
    if len(stops) == 1:
        raise stops[0]
    if stops:
        raise Refusals(_("修改提议有 %(n)d 处不符合规定") % {"n": len(stops)}, each=stops)


@action(
    "rulebook.proposal:propose",
    gettext_lazy("提议修改参数"),
    scope="place",
    tells=gettext_lazy("%(title)s 由 %(before)s 改为 %(after)s，自 %(since)s 起"),
)
def propose(
    *,
    actor: Actor,
    place: Place,
    parameter: str,
    value: Any,
    since: date,
    clause: str,
    reason: str,
    supersedes: int | None = None,
) -> Proposal:
    """Propose a value for a place from a day on and send it through the approval chain."""
    found = known(parameter)
    asked = Asked(found, place.code, since, read(found, value), clause, reason, supersedes)
    checked(asked)
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    document, _slash, key = clause.partition("/")
    made = Proposal.objects.create(
        parameter=found.name,
        place_code=place.code,
        since=since,
        value=stored(asked.value),
        document=document,
        clause=key,
        reason=reason.strip(),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        supersedes_id=supersedes,
    )
    _send(made, found, actor)
    return made


@action(
    "rulebook.proposal:resubmit",
    gettext_lazy("补正后重新提议"),
    short=pgettext_lazy("待办", "补正"),
    subject=Proposal,
    moves=({str(ProposalState.RETURNED)}, str(ProposalState.IN_APPROVAL)),
    tells=gettext_lazy("%(title)s 由 %(before)s 改为 %(after)s，自 %(since)s 起"),
)
def resubmit(
    proposal: Proposal,
    *,
    actor: Actor,
    value: Any,
    since: date,
    clause: str,
    reason: str,
    supersedes: int | None = None,
) -> Proposal:
    """Correct what was returned and send it again."""
    found = known(proposal.parameter)
    asked = Asked(found, proposal.place_code, since, read(found, value), clause, reason, supersedes)
    checked(asked)
    proposal.since, proposal.value, proposal.reason = since, stored(asked.value), reason.strip()
    proposal.document, _slash, proposal.clause = clause.partition("/")
    proposal.supersedes_id = supersedes
    inbox.cancel(proposal, withdraw.name)
    _send(proposal, found, actor)
    return proposal


def _send(proposal: Proposal, found: Parameter, actor: Actor) -> None:
    told = facts(proposal, found)
    title = _("参数修改：%(title)s 由 %(before)s 改为 %(after)s，自%(since)s起") % {
        **told,
        "since": day_words(proposal.since),
    }
    approvals.start(proposal, CHAIN, chain_for("approvals.rule_parameter", proposal.place_code), title=title[:200],
                    actor=actor)  # fmt: skip
    record(**told)


def facts(proposal: Proposal, found: Parameter) -> dict[str, Any]:
    """What the journal keeps of a change: the value before and after, in words."""
    line = found.line(proposal.place_code)
    before = found.entry(proposal.since, proposal.place_code).value if line.days[0] <= proposal.since else None
    return {
        "parameter": found.name,
        "title": found.title,
        "place": proposal.place_code,
        "before": in_words(found, before) if before is not None else _("无"),
        "after": in_words(found, read(found, proposal.value)),
        "since": proposal.since,
        "reason": proposal.reason,
    }


@action(
    "rulebook.proposal:withdraw",
    gettext_lazy("撤回修改提议"),
    short=pgettext_lazy("待办", "撤回"),
    subject=Proposal,
    moves=(OPEN, str(ProposalState.WITHDRAWN)),
)
def withdraw(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Take it back before it is decided."""
    approvals.withdraw(proposal)
    inbox.cancel(proposal)
    proposal.decided_at = clock.now()
    return proposal


@action(
    "rulebook.parameter:change",
    gettext_lazy("修改参数"),
    subject=Proposal,
    moves=(WAITING, str(ProposalState.DECIDED)),
    tells=gettext_lazy("%(title)s 由 %(before)s 改为 %(after)s，自 %(since)s 起适用"),
    public=True,
)
def change(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Every office agreed: the new entry. Checked again, since the law above may have changed and days have passed."""
    found = known(proposal.parameter)
    address = f"{proposal.document}/{proposal.clause}"
    value = read(found, proposal.value)
    checked(Asked(found, proposal.place_code, proposal.since, value, address, proposal.reason, proposal.supersedes_id))
    record(**facts(proposal, found))
    proposal.entry = enter(
        parameter=found.name,
        place_code=proposal.place_code,
        since=proposal.since,
        value=proposal.value,
        document=proposal.document,
        clause=proposal.clause,
        supersedes_id=proposal.supersedes_id,
    )
    proposal.decided_at = clock.now()
    inbox.cancel(proposal)
    return proposal


def enter(**given: Any) -> DatedEntry:
    """Add an entry; the second of two at once for the same day is refused by the table."""
    same = {name: given[name] for name in ("parameter", "place_code", "since")}
    made = DatedEntry.objects.create(turn=DatedEntry.objects.filter(**same).count() + 1, **given)
    book.kept.edited()
    return made


@action(
    "rulebook.proposal:return",
    gettext_lazy("退回修改提议"),
    subject=Proposal,
    moves=(WAITING, str(ProposalState.RETURNED)),
    tells=gettext_lazy("%(office)s：%(opinion)s"),
)
def send_back(proposal: Proposal, *, actor: Actor, office: str = "", opinion: str = "") -> Proposal:
    """An office returned it: who proposed it corrects it or withdraws."""
    title = _("补正参数修改提议：%(title)s") % {"title": proposal.title}
    proposer = proposal.organisation_id
    approvals.ask_again(
        proposal, "rulebook.proposal:resubmit", title, organisation_id=proposer, office=office, opinion=opinion
    )
    return proposal


@action(
    "rulebook.proposal:refuse",
    gettext_lazy("不同意修改提议"),
    subject=Proposal,
    moves=(WAITING, str(ProposalState.REFUSED)),
    tells=gettext_lazy("%(office)s：%(opinion)s"),
)
def refuse(proposal: Proposal, *, actor: Actor, office: str = "", opinion: str = "") -> Proposal:
    """An office refused it for good."""
    proposal.decided_at = clock.now()
    inbox.cancel(proposal)
    record(office=office, opinion=opinion)
    return proposal


approvals.when_ended(CHAIN, approved=change, returned=send_back, refused=refuse)
