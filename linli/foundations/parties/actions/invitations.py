"""Inviting people, and helping those who lost their password or their second factor."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties import rules
from linli.foundations.parties.actions.memberships import admit
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel.actions import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

OVER_ALL = (OrganisationKind.CIVIL_AFFAIRS, OrganisationKind.OPERATOR)


@action("parties.person:invite", _("邀请人员"), scope="organisation", tells=_("角色：%(role)s"))
def invite(
    *, organisation: Organisation, username: str, name: str, role: str, phone: str = "", actor: Actor
) -> Membership:
    """Create an account without a password, with a role. The caller shows the link of `tokens.password_link` once."""
    person = Person(username=username.strip(), name=name.strip(), phone=phone.strip())
    person.set_unusable_password()
    person.clean_fields(exclude=["password"])
    person.save()
    return admit(person, organisation, role, None, actor)


@action("parties.membership:reset_password", _("生成密码链接"), subject=Membership)
def reset_password(membership: Membership, *, actor: Actor) -> Membership:
    """Note that a new password link is handed out; the old password works until the link is used."""
    _only_for_own_people(membership, actor)
    return membership


@action("parties.membership:reset_factors", _("解除第二重验证"), subject=Membership)
def reset_factors(membership: Membership, *, actor: Actor) -> Membership:
    """Take away authenticators that were lost; the person sets up new ones when he signs in next."""
    _only_for_own_people(membership, actor)
    Authenticator.objects.filter(user_id=membership.person_id).delete()
    return membership


def _only_for_own_people(membership: Membership, actor: Actor) -> None:
    """A clerk may not take over a leader of his organisation, nor somebody who also acts for another one."""
    if membership.person_id == actor.person_id:
        raise Refusal(gettext("不能为自己办理。"), remedy=gettext("本人请在“我的账号”中修改。"))
    if actor.kind == "system" or actor.organisation_kind in OVER_ALL:
        return
    held = list(Membership.objects.current().filter(person_id=membership.person_id))
    if not all(rules.outranks(actor.role, one.role) for one in [membership, *held]):
        raise Refusal(
            gettext("分管领导的密码和第二重验证不能由经办人重置。"),
            remedy=gettext("请由分管领导、区民政局或运维单位办理。"),
        )
    if any(one.organisation_id != membership.organisation_id for one in held):
        raise Refusal(gettext("该人员还代表其他单位。"), remedy=gettext("请由区民政局或运维单位办理。"))
