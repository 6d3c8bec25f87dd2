"""What the pages of parties show, built from records; nothing here changes anything."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundations.parties import rules
from linli.foundations.parties.models import Membership, Organisation
from linli.foundations.parties.states import OrganisationState
from linli.kernel.actor import Actor
from linli.ui.parts import Action, Fact
from linli.ui.status import Status

STATUS = {
    OrganisationState.PENDING: Status("active", OrganisationState.PENDING.label),
    OrganisationState.ACTIVE: Status("done", OrganisationState.ACTIVE.label),
    OrganisationState.REFUSED: Status("danger", OrganisationState.REFUSED.label),
    OrganisationState.SUSPENDED: Status("waiting", OrganisationState.SUSPENDED.label),
}


@dataclass(frozen=True)
class Member:
    """A row of an organisation's people: the phone is whole only for whom it concerns."""

    membership: Membership
    phone: str
    may_end: bool
    may_reset: bool


def facts(organisation: Organisation, actor: Actor) -> list[Fact]:
    """What identifies an organisation; its contact only for those who need it."""
    rows = [
        Fact(_("单位类别"), organisation.get_kind_display()),
        Fact(_("状态"), status=STATUS[OrganisationState(organisation.state)]),
        Fact(_("统一社会信用代码"), organisation.credit_code or ""),
        Fact(_("所在区划"), organisation.place.name),
    ]
    if organisation.is_provider:
        rows.append(Fact(_("评估等级"), organisation.get_grade_display() or _("未评估")))
    if organisation.reason:
        rows.append(Fact(_("理由"), organisation.reason))
    open_to = actor.may("parties.organisation:contact", organisation)
    name, phone = organisation.contact_name, organisation.contact_phone
    rows.append(Fact(_("联系人"), name if open_to else rules.mask_name(name)))
    rows.append(Fact(_("联系电话"), phone if open_to else rules.mask_phone(phone)))
    return rows


def members(organisation: Organisation, actor: Actor) -> list[Member]:
    """The people of an organisation, those in force first."""
    rows = organisation.memberships.select_related("person").order_by("revoked_at", "until", "person__name", "id")
    return [_member(row, organisation, actor) for row in rows]


def _member(row: Membership, organisation: Organisation, actor: Actor) -> Member:
    row.organisation = organisation
    himself = row.person_id == actor.person_id
    phone = row.person.phone if himself else rules.mask_phone(row.person.phone)
    current = row.is_current
    below = row.organisation_id != actor.organisation_id or rules.outranks(actor.role, row.role)
    return Member(
        row,
        phone,
        may_end=current and not himself and below and actor.may("parties.membership:end", row),
        may_reset=current and not himself and below and actor.may("parties.membership:reset_password", row),
    )


def buttons(organisation: Organisation, actor: Actor) -> list[Action]:
    """The verbs that the actor may do with the organisation now."""
    offers = [
        ("approve", _("审核登记"), "parties:review", "user-check", OrganisationState.PENDING),
        ("update", _("更正信息"), "parties:update", "pencil", None),
        ("update_contact", _("更新联系方式"), "parties:contact", "phone", None),
        ("suspend", _("暂停单位"), "parties:suspend", "ban", OrganisationState.ACTIVE),
        ("resume", _("恢复单位"), "parties:resume", "player-play", OrganisationState.SUSPENDED),
    ]
    return [
        Action(label, reverse(address, args=[organisation.pk]), icon, "danger" if verb == "suspend" else "default")
        for verb, label, address, icon, state in offers
        if (state is None or organisation.state == state) and actor.may(f"parties.organisation:{verb}", organisation)
    ]
