"""Roles: giving and ending them. Nobody gives himself one, and only leaders and the bureau make leaders."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties import rules
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.roles import Role
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


def admit(person: Person, organisation: Organisation, role: str, since: date | None, actor: Actor) -> Membership:
    """Create the membership after the checks that inviting and granting share."""
    rules.role_fits(organisation.kind, role)
    if person.pk == actor.person_id:
        raise Refusal(gettext("不能给自己授予角色。"), remedy=gettext("请由本单位其他经办人或区民政局办理。"))
    if organisation.pk == actor.organisation_id and not rules.outranks(actor.role, role):
        raise Refusal(
            gettext("分管领导只能由分管领导或区民政局、运维单位授予。"),
            remedy=gettext("请选择其他角色，或请分管领导办理。"),
            field="role",
        )
    record(role=str(Role(role).label))
    return Membership.objects.create(person=person, organisation=organisation, role=role, since=since or clock.today())


@action("parties.membership:grant", _("授予角色"), scope="organisation", tells=_("角色：%(role)s"))
def grant_role(
    *, person: Person, organisation: Organisation, role: str, since: date | None = None, actor: Actor
) -> Membership:
    """Let a person act for an organisation from a day on (default today)."""
    return admit(person, organisation, role, since, actor)


@action("parties.membership:end", _("终止角色"), subject=Membership, tells=_("自%(until)s起不再有效"))
def end(membership: Membership, *, until: date | None = None, actor: Actor) -> Membership:
    """End a role; without a day at once. The person's next request is already without it."""
    if membership.person_id == actor.person_id:
        raise Refusal(gettext("不能终止自己的角色。"), remedy=gettext("请由本单位其他经办人或区民政局办理。"))
    if membership.organisation_id == actor.organisation_id and not rules.outranks(actor.role, membership.role):
        raise Refusal(
            gettext("分管领导的角色不能由经办人终止。"), remedy=gettext("请由分管领导、区民政局或运维单位办理。")
        )
    if not membership.is_current:
        raise Refusal(gettext("这一角色已经终止。"), remedy=gettext("请刷新页面，查看最新状态。"))
    if until is None:
        membership.revoked_at = clock.now()
        membership.until = max(clock.today(), membership.since)
    elif until < clock.today():
        raise Refusal(gettext("截止日期不能早于今天。"), remedy=gettext("请填写今天或以后的日期。"), field="until")
    else:
        membership.until = until
    record(until=membership.until)
    return membership
