"""Bank statements: accounts, importing, confirming what a line is, and taking that back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.foundations.funds.bank import candidates, matching, reading
from linli.foundations.funds.bank.reading import Line
from linli.foundations.funds.guards import reasoned
from linli.foundations.funds.models import BankAccount, BankLine, BankMatch, BankStatement
from linli.foundations.parties.models import Organisation
from linli.kernel import clock
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal


@action("funds.bank:open", gettext_lazy("登记银行账户"), scope="owner", tells=gettext_lazy("%(name)s"))
def open_account(*, owner: Organisation, name: str, bank: str, number: str, actor: Actor) -> BankAccount:
    """Enter an account whose statements will be imported. The journal keeps its last four digits."""
    digits = "".join(number.split())
    if not digits.isdigit() or not 8 <= len(digits) <= 40:
        raise Refusal(_("账号应为 8 至 40 位数字。"), remedy=_("请按开户许可证填写。"), field="number")
    record(name=name.strip(), tail=digits[-4:])
    return BankAccount.objects.create(owner=owner, name=name.strip(), bank=bank.strip(), number=digits)


def compare(account: BankAccount, lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The lines that the account does not have yet, and how many it has: for the page before importing."""
    prints = [line.fingerprint for line in lines]
    known = set(BankLine.objects.filter(account=account, fingerprint__in=prints).values_list("fingerprint", flat=True))
    return [line for line in lines if line.fingerprint not in known], len(known)


@action("funds.bank:import", gettext_lazy("导入银行对账单"), subject=BankAccount,
        tells=gettext_lazy("%(since)s 至 %(until)s，新增 %(lines)s 笔，已有 %(known)s 笔"))  # fmt: skip
def import_statement(
    account: BankAccount,
    *,
    rows: Sequence[Sequence[str]],
    file_name: str,
    sha256: str,
    actor: Actor,
    columns: Mapping[str, str] | None = None,
) -> BankStatement:
    """Import the rows of a bank's export. The same file, or one that brings nothing new, is refused; of one that overlaps
    only the new lines come in. `columns` (meaning → heading) is remembered for the account."""
    _not_again(account, sha256)
    if columns:
        account.columns = dict(columns)
    lines = reading.read(rows, account.columns)
    new, known = compare(account, lines)
    if not new:
        raise Refusal(
            _("这份对账单的 %(count)d 笔明细都已经导入过。") % {"count": known},
            remedy=_("请核对是否重复导出，或选择其他日期重新导出。"),
            field="file",
            code="bank_nothing_new",
            status=409,
        )
    days = [line.on for line in lines]
    statement = BankStatement.objects.create(
        account=account, sha256=sha256, file_name=file_name[:255], since=min(days), until=max(days), known=known
    )
    BankLine.objects.bulk_create(
        (
            BankLine(
                statement=statement,
                account=account,
                on=line.on,
                amount=line.amount,
                balance=line.balance,  # type: ignore[misc]
                counterparty=line.counterparty,
                summary=line.summary,
                reference=line.reference,
                fingerprint=line.fingerprint,
            )
            for line in new
        ),
        batch_size=1000,
    )
    record(since=min(days).isoformat(), until=max(days).isoformat(), lines=len(new), known=known, sha256=sha256)
    return statement


def _not_again(account: BankAccount, sha256: str) -> None:
    before = BankStatement.objects.filter(account=account, sha256=sha256).first()
    if before is not None:
        raise Refusal(
            _("这份对账单已于 %(day)s 导入过（%(file)s）。")
            % {"day": timezone.localdate(before.created_at).isoformat(), "file": before.file_name},
            remedy=_("请选择另一份对账单。"),
            field="file",
            code="bank_statement_file_once",
            status=409,
        )


@action("funds.bank:match", gettext_lazy("确认对账匹配"), subject=BankLine,
        tells=gettext_lazy("%(amount)s 元：%(label)s"))  # fmt: skip
def match(line: BankLine, *, subject_type: str, subject_id: int, actor: Actor) -> BankMatch:
    """Confirm that a line is a payment or refund of the same amount."""
    margin = timedelta(days=matching.DAYS)
    near = candidates.between(line.on - margin, line.on + margin)
    one = next((c for c in near if c.key == (subject_type, subject_id)), None)
    if one is None or one.amount != line.amount:
        raise Refusal(
            _("这笔银行明细 %(amount)s 元与所选事项不符。") % {"amount": f"{line.amount:,.2f}"},
            remedy=_("只能匹配金额一致、日期相差 %(days)d 天以内的支付或退款。") % {"days": matching.DAYS},
            code="bank_no_such_candidate",
        )
    told = matching.weigh(line, one)
    record(amount=f"{line.amount:.2f}", label=one.label, score=told.score)
    return BankMatch.objects.create(
        line=line,
        subject_type=subject_type,
        subject_id=subject_id,
        label=one.label[:200],
        path=one.path,
        score=told.score,
        reasons=list(told.reasons),
        matched_by_id=actor.person_id,
    )


@action("funds.bank:unmatch", gettext_lazy("撤销对账匹配"), subject=BankMatch,
        tells=gettext_lazy("%(label)s：%(reason)s"))  # fmt: skip
def unmatch(found: BankMatch, *, reason: str, actor: Actor) -> BankMatch:
    """Take a confirmation back, with the reason; what was confirmed, by whom and when stays."""
    if found.undone_at is not None:
        raise Refusal(_("这次匹配已经撤销。"), remedy=_("请刷新页面，查看最新状态。"), status=409)
    found.undone_reason = reasoned(reason, _("没有填写撤销理由。"), _("请写明为什么匹配有误。"))[:200]
    found.undone_at, found.undone_by_id = clock.now(), actor.person_id
    record(label=found.label, reason=found.undone_reason)
    return found
