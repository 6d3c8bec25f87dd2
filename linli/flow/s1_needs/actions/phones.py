"""Seeing that a telephone is the speaker's: a code is sent, and typed in again before the voice is recorded."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import rules
from linli.flow.s1_needs.actions.intake import count_submission, unverified
from linli.flow.s1_needs.models import PhoneCheck
from linli.flow.s1_needs.models.phones import PhoneState
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

VALID, PROOF = timedelta(minutes=5), timedelta(minutes=30)
"""How long a code can be typed in, and how long after it was sent a verified number may be used."""
TRIES = 5
AGAIN = timedelta(seconds=60)
PER_PHONE, PER_ADDRESS = 5, 20
"""Codes to one number in a day, and from one network address in an hour."""


def phone_digest(phone: str) -> str:
    """A number as it is kept: keyed, for all the numbers there are can be tried in an hour."""
    return _keyed(f"phone {phone}")


def _code_digest(check: PhoneCheck, code: str) -> str:
    return _keyed(f"code {check.phone_hash} {check.sent_at.isoformat()} {code}")


def _keyed(text: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hex()


@action("needs.phone:send", gettext_lazy("发送手机验证码"))
def send_code(*, actor: Actor, phone: str, source: str = "") -> PhoneCheck:
    """Make a code of six digits for a mobile number; the check returned carries it as `code`, once, for the gateway.

    `source` is a hash of the sender's network address. Refuses a number that is no mobile one, a second code within a minute,
    and more than PER_PHONE a day or PER_ADDRESS an hour.
    """
    if not rules.is_mobile(phone):
        raise Refusal(
            _("这个号码不是 11 位手机号，收不到验证码。"),
            remedy=_("请填 11 位手机号；座机不用核验。"),
            field="phone",
        )
    digest, now = phone_digest(phone), clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])
    PhoneCheck.objects.filter(sent_at__lt=now - timedelta(days=1)).delete()
    mine = PhoneCheck.objects.filter(phone_hash=digest)
    last = mine.order_by("-pk").first()
    if last is not None and last.state == PhoneState.SENT and last.sent_at > now - AGAIN:
        raise _too_many(_("刚刚发过验证码。"), _("没有收到的，请过一分钟再发。"))
    if mine.count() >= PER_PHONE:
        raise _too_many(
            _("这个号码一天内已发送 %(n)d 次验证码。") % {"n": PER_PHONE}, _("请明天再试，或清空电话后匿名提交。")
        )
    count_submission(source, most=PER_ADDRESS, what=_("验证码"))
    code = f"{secrets.randbelow(1_000_000):06d}"
    made = PhoneCheck(phone_hash=digest, sent_at=now, expires_at=now + VALID)
    made.code_hash = _code_digest(made, code)
    made.save()
    mine.filter(state=PhoneState.SENT).exclude(pk=made.pk).update(expires_at=now)
    made.code = code  # type: ignore[attr-defined]
    return made


def _too_many(message: str, remedy: str) -> Refusal:
    return Refusal(message, remedy=remedy, field="phone", code="too_many", status=429)


@action("needs.phone:fail", gettext_lazy("记录验证码未发出"))
def fail_code(*, actor: Actor, check: PhoneCheck) -> PhoneCheck:
    """The gateway did not take the message: the code is worth nothing, and the next may follow at once."""
    check.state, check.expires_at = PhoneState.FAILED, clock.now()
    check.save(update_fields=["state", "expires_at"])
    return check


@action("needs.phone:check", gettext_lazy("核验手机"))
def check_code(*, actor: Actor, phone: str, code: str) -> PhoneCheck | None:
    """Compare what was typed with the code that was sent last; the check returned carries `problem`, empty when it is right;
    None where no code was sent.

    It answers and does not refuse, so that the try is counted: a refusal would take the count back.
    """
    found = PhoneCheck.objects.select_for_update().filter(phone_hash=phone_digest(phone)).order_by("-pk").first()
    if found is None or found.state == PhoneState.FAILED:
        return None
    problem = _compared(found, code.strip())
    record(right=not problem)
    found.problem = problem  # type: ignore[attr-defined]
    return found


def _compared(check: PhoneCheck, code: str) -> str:
    """What is wrong with the code, and how to mend it; a wrong one is counted, a right one makes the number verified."""
    if check.tries >= TRIES:
        return _("输错 %(n)d 次，这个验证码已作废。请重新发送。") % {"n": TRIES}
    if check.state == PhoneState.SENT and check.expires_at <= clock.now():
        return _("验证码已过期，5 分钟内有效。请重新发送。")
    if not hmac.compare_digest(check.code_hash, _code_digest(check, code)):
        check.tries += 1
        check.save(update_fields=["tries"])
        return _("验证码不对，还可以再试 %(n)d 次。") % {"n": TRIES - check.tries}
    if check.state == PhoneState.SENT:
        check.state = PhoneState.VERIFIED
        check.save(update_fields=["state"])
    return ""


def spend(proof: PhoneCheck | None, phone: str) -> bool:
    """Use a verified number for one voice; True when it was. Raises a Refusal for a proof of another number or a used one."""
    if proof is None:
        return False
    check = PhoneCheck.objects.select_for_update().get(pk=proof.pk)
    fresh = check.sent_at > clock.now() - PROOF
    if check.state != PhoneState.VERIFIED or check.phone_hash != phone_digest(phone) or not fresh:
        raise unverified()
    check.state = PhoneState.SPENT
    check.save(update_fields=["state"])
    return True
