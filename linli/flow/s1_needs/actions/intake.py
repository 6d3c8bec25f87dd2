"""What taking in a voice needs: checks of what was typed, who has to answer, the guarded contact, the flood gate."""

from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from linli.flow.s1_needs import privacy, rules
from linli.flow.s1_needs.gateways import gateway
from linli.flow.s1_needs.models import SubmissionWindow, Voice, VoiceContact
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

SHORTEST, LONGEST = 5, 1000
PER_HOUR = 20
"""Voices one network address may send in an hour: a whole neighbourhood may sit behind one mobile address."""


def check_content(content: str) -> str:
    """The content without blanks around it. Raises a Refusal if it says too little or too much (characters)."""
    text = privacy.bare(content).strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Refusal(
            _("诉求内容 %(length)d 个字，应为 %(shortest)d 至 %(longest)d 个字。")
            % {"length": len(text), "shortest": SHORTEST, "longest": LONGEST},
            remedy=_("请写清楚在哪里、缺什么、影响哪些人。"),
            field="content",
        )
    return text


def check_contact(name: str, phone: str, consent: bool) -> None:
    """Raises a Refusal for a phone that is none, or for personal data without consent."""
    if phone and not rules.is_phone(phone):
        raise Refusal(
            _("联系电话不是手机号或带区号的座机号。"),
            remedy=_("请填 11 位手机号，或 025-57000000 这样的座机号；也可以不填。"),
            field="phone",
        )
    if (name or phone) and not consent:
        raise Refusal(
            _("留了称呼或电话，但没有同意使用。"),
            remedy=_("请勾选同意，或清空称呼和电话后匿名提交。"),
            field="consent",
            clauses=[_("个人信息保护法 第十三条")],
        )


def check_phone_asked(phone: str, proven: bool) -> None:
    """What is asked of a resident's own number: that there is one where the district wants it, and that a mobile number was
    verified where messages can be sent. Raises a Refusal."""
    if not phone and book.value("voice.phone") == "required":
        raise Refusal(
            _("没有留联系电话。"),
            remedy=_("本区要求留电话，以便核实和回访；也可以请社区工作人员代为登记。"),
            field="phone",
            clauses=[book.clause_words("voice.phone")],
            code="voice.phone",
        )
    if rules.is_mobile(phone) and not proven and gateway().asks:
        raise unverified()


def unverified() -> Refusal:
    """The refusal of a mobile number that was not verified where the deployment verifies."""
    return Refusal(
        _("手机号还没有核验。"),
        remedy=_("请发送验证码并填写，或清空电话后匿名提交。"),
        field="sms_code",
        code="unverified_phone",
    )


def answering_organisation(place: Place) -> Organisation:
    """The community's committee; while it has no account, its town; else the district's civil affairs bureau."""
    candidates = [
        (OrganisationKind.COMMUNITY, place.code),
        (OrganisationKind.TOWN, place.code[:9]),
        (OrganisationKind.CIVIL_AFFAIRS, place.code[:6]),
    ]
    active = Organisation.objects.filter(state=OrganisationState.ACTIVE)
    for kind, code in candidates:
        found = active.filter(kind=kind, place__code=code).order_by("pk").first()
        if found is not None:
            return found
    raise Refusal(_("该社区（村）还没有单位负责答复。"), remedy=_("请拨打区民政局电话反映。"), field="place")


def keep_contact(voice: Voice, *, name: str, phone: str) -> None:
    """Store who said it, where only those who serve the place can read it."""
    VoiceContact.objects.create(
        voice=voice,
        place_code=voice.place_code,
        organisation_id=voice.organisation_id,
        recorded_by_id=voice.recorded_by_id,
        name=name,
        phone=phone,
        consented_at=clock.now(),
    )


def erase_contact(voice: Voice) -> None:
    """Delete who said it. The resident has no account, so the database is told of the organisation that
    the contact was left with; it does not go along when the voice is passed on."""
    keeper = voice.transferred_from_id or voice.organisation_id
    with rls.acting(Actor(kind="system", organisation_id=keeper)):
        VoiceContact.objects.filter(voice=voice).delete()


def count_submission(source: str, most: int = PER_HOUR, what: str = "") -> None:
    """Count one more voice (or `what`) from a source in this hour. Raises a Refusal beyond `most`; forgets windows of past
    days."""
    if not source:
        return
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    SubmissionWindow.objects.filter(hour__lt=hour - timedelta(days=1)).delete()
    SubmissionWindow.objects.bulk_create([SubmissionWindow(source=source, hour=hour)], ignore_conflicts=True)
    window = SubmissionWindow.objects.filter(source=source, hour=hour)
    window.update(count=F("count") + 1)
    if window.filter(count__gt=most).exists():
        raise Refusal(
            _("同一网络一小时内提交的%(what)s超过 %(allowed)d 件。") % {"what": what or _("诉求"), "allowed": most},
            remedy=_("请一小时后再提交，或直接联系社区。"),
            code="too_many",
            status=429,
        )
