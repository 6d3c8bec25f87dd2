"""Organisations: entering, correcting, suspending, resuming."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties import rules
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import PROVIDERS
from linli.foundations.parties.states import OrganisationState
from linli.foundations.places.models import Place
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


def checked_code(kind: str, code: str) -> str | None:
    """The credit code in its standard form; providers must have one."""
    if not code.strip():
        if kind in PROVIDERS:
            raise Refusal(
                gettext("承接主体必须填写统一社会信用代码。"), remedy=gettext("请填写 18 位代码。"), field="credit_code"
            )
        return None
    return rules.credit_code(code)


def required_reason(reason: str) -> str:
    """The reason, which the organisation concerned reads. Raises a Refusal when it is empty."""
    if not reason.strip():
        raise Refusal(gettext("没有填写理由。"), remedy=gettext("理由将告知该单位，请写明。"), field="reason")
    return reason.strip()


@action("parties.organisation:create", _("登记单位"))
def create(
    *,
    name: str,
    kind: str,
    place: Place,
    credit_code: str = "",
    short_name: str = "",
    grade: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    actor: Actor,
) -> Organisation:
    """Enter an organisation, active at once. Raises a Refusal that says which check of the credit code failed."""
    return Organisation.objects.create(
        name=name.strip(),
        kind=kind,
        place=place,
        credit_code=checked_code(kind, credit_code),
        short_name=short_name.strip(),
        grade=grade,
        contact_name=contact_name,
        contact_phone=contact_phone,
    )


@action("parties.organisation:update", _("更正单位信息"), subject=Organisation, tells=_("更正：%(fields)s"))
def update(
    organisation: Organisation,
    *,
    name: str,
    kind: str,
    place: Place,
    credit_code: str = "",
    short_name: str = "",
    grade: str = "",
    actor: Actor,
) -> Organisation:
    """Correct what identifies an organisation."""
    new = {
        "name": name.strip(),
        "kind": kind,
        "place_id": place.pk,
        "credit_code": checked_code(kind, credit_code),
        "short_name": short_name.strip(),
        "grade": grade,
    }
    changed = [field for field, value in new.items() if getattr(organisation, field) != value]
    for field in changed:
        setattr(organisation, field, new[field])
    labels = [str(field.verbose_name) for field in Organisation._meta.fields if field.attname in changed]
    record(fields="、".join(labels) or gettext("无变化"))
    return organisation


@action("parties.organisation:update_contact", _("更新联系方式"), subject=Organisation)
def update_contact(organisation: Organisation, *, contact_name: str, contact_phone: str, actor: Actor) -> Organisation:
    """Change whom to call."""
    organisation.contact_name, organisation.contact_phone = contact_name.strip(), contact_phone.strip()
    return organisation


@action(
    "parties.organisation:suspend",
    _("暂停单位"),
    subject=Organisation,
    moves=({OrganisationState.ACTIVE}, OrganisationState.SUSPENDED),
    tells=_("理由：%(reason)s"),
)
def suspend(organisation: Organisation, *, reason: str, actor: Actor) -> Organisation:
    """Stop an organisation: its people can sign in no longer on its behalf, from the next request on."""
    if organisation.pk == actor.organisation_id:
        raise Refusal(gettext("不能暂停自己的单位。"), remedy=gettext("请由其他有权限的单位办理。"))
    organisation.reason = required_reason(reason)
    record(reason=organisation.reason)
    return organisation


@action(
    "parties.organisation:resume",
    _("恢复单位"),
    subject=Organisation,
    moves=({OrganisationState.SUSPENDED}, OrganisationState.ACTIVE),
)
def resume(organisation: Organisation, *, actor: Actor) -> Organisation:
    """Let a suspended organisation act again."""
    organisation.reason = ""
    return organisation
