"""Providers register themselves; the district's civil-affairs bureau approves or refuses with a reason."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.foundations.parties import rules, tokens
from linli.foundations.parties.actions.organisations import required_reason
from linli.foundations.parties.actions.people import strong
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.roles import REGISTRABLE, OrganisationKind, Role
from linli.foundations.parties.rules import Secret
from linli.foundations.parties.states import OrganisationState
from linli.foundations.places.models import Place
from linli.kernel import inbox
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

APPROVE = "parties.organisation:approve"


@action("parties.organisation:register", _("提交登记申请"))
def register(
    *,
    name: str,
    kind: str,
    credit_code: str,
    place: Place,
    contact_name: str,
    contact_phone: str,
    password: Secret,
    actor: Actor,
) -> Organisation:
    """Register a provider with its first manager. The account's user name is the credit code: choosing one would let
    strangers find out which names exist. It can sign in once the registration is approved."""
    if kind not in REGISTRABLE:
        raise Refusal(gettext("这类单位不能自行登记。"), remedy=gettext("请联系区民政局。"), field="kind")
    code = rules.credit_code(credit_code)
    if Organisation.objects.filter(credit_code=code).exists():
        raise Refusal(
            gettext("统一社会信用代码 %s 已经登记。") % code,
            remedy=gettext("如需账号，请联系本单位管理员；登记未通过的，请用登记时的查询链接修改后重新提交。"),
            field="credit_code",
        )
    organisation = Organisation.objects.create(
        name=name.strip(),
        kind=kind,
        credit_code=code,
        place=place,
        state=OrganisationState.PENDING,
        contact_name=contact_name,
        contact_phone=contact_phone,
    )
    taken = Person.objects.filter(phone=contact_phone).exists()
    person = Person(username=code.lower(), name=contact_name, phone="" if taken else contact_phone, is_active=False)
    person.set_password(strong(password, person))
    person.save()
    Membership.objects.create(person=person, organisation=organisation, role=Role.MANAGER)
    _ask(organisation)
    return organisation


@action(
    "parties.organisation:reapply",
    _("重新提交登记申请"),
    subject=Organisation,
    moves=({OrganisationState.REFUSED}, OrganisationState.PENDING),
)
def reapply(
    organisation: Organisation, *, token: str, name: str, contact_name: str, contact_phone: str, actor: Actor
) -> Organisation:
    """Hand a refused registration in again, corrected; the token from the registration is the right to do so."""
    if tokens.registration_of(token).pk != organisation.pk:
        raise Refusal(gettext("查询链接与登记不符。"), remedy=gettext("请使用该登记自己的查询链接。"))
    organisation.name, organisation.reason = name.strip(), ""
    organisation.contact_name, organisation.contact_phone = contact_name, contact_phone
    _ask(organisation)
    return organisation


@action(
    APPROVE,
    _("审核通过"),
    short=pgettext_lazy("待办", "审核"),
    subject=Organisation,
    moves=({OrganisationState.PENDING}, OrganisationState.ACTIVE),
)
def approve(organisation: Organisation, *, actor: Actor) -> Organisation:
    """Admit a provider; its manager can sign in from now on."""
    _people(organisation).update(is_active=True)
    return organisation


@action(
    "parties.organisation:refuse",
    _("审核不通过"),
    subject=Organisation,
    moves=({OrganisationState.PENDING}, OrganisationState.REFUSED),
    tells=_("理由：%(reason)s"),
)
def refuse(organisation: Organisation, *, reason: str, actor: Actor) -> Organisation:
    """Turn a registration down; the applicant reads the reason behind his link and may correct it."""
    organisation.reason = required_reason(reason)
    inbox.cancel(organisation, APPROVE)
    record(reason=organisation.reason)
    return organisation


def _people(organisation: Organisation) -> QuerySet[Person]:
    return Person.objects.filter(memberships__organisation=organisation)


def _ask(organisation: Organisation) -> None:
    """Put the registration into the bureau's inbox; a house without a bureau yet finds it in the list."""
    bureau = (
        Organisation.objects.active().filter(kind=OrganisationKind.CIVIL_AFFAIRS, place__code=settings.DISTRICT).first()
    )
    if bureau is not None:
        inbox.open_task(
            organisation,
            APPROVE,
            title=gettext("审核登记：%s") % organisation.name,
            organisation_id=bureau.pk,
            role=Role.CLERK,
            context=str(OrganisationKind(organisation.kind).label),
        )
