"""Payments as a bank statement would show them: what the pooled funds' room compares its lines with."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from linli.flow.s4_delivery.models import Payment
from linli.flow.s4_delivery.states import PaymentState
from linli.foundations.funds.bank.candidates import Candidate
from linli.kernel import hooks


@hooks.on("bank.candidates")
def paid_between(*, since: date, until: date) -> list[Candidate]:
    """Payments and their reversals, by the day on which they were paid."""
    first, last = (timezone.make_aware(datetime.combine(day, time.min)) for day in (since, until + timedelta(days=1)))
    rows = Payment.objects.filter(
        state__in=[PaymentState.PAID, PaymentState.REVERSED], paid_at__gte=first, paid_at__lt=last
    ).select_related("provider", "milestone")
    return [
        Candidate(
            Payment._meta.label_lower,
            row.pk,
            -row.amount,
            timezone.localdate(row.paid_at),
            row.provider.name,
            (row.number, row.invoice_number, row.voucher),
            f"{row} {row.provider.name}",
            row.get_absolute_url(),
        )
        for row in rows
    ]
