"""The verbs of admission."""

from django.utils.translation import gettext_lazy as _

from linli.foundations.admission.actions.applying import apply, attach, describe, submit, withdraw
from linli.foundations.admission.actions.deciding import approve, refuse, send_back
from linli.foundations.admission.actions.listing import acknowledge, expire, issue, remind, renew, revoke
from linli.foundations.admission.actions.opinions import close_consultation, give_opinion
from linli.foundations.admission.actions.reports import acknowledge as acknowledge_report
from linli.foundations.admission.actions.reports import answer, close, decide, escalate, file

ROOM = _("社区准入")

__all__ = [
    "ROOM",
    "acknowledge",
    "acknowledge_report",
    "answer",
    "apply",
    "approve",
    "attach",
    "close",
    "close_consultation",
    "decide",
    "describe",
    "escalate",
    "expire",
    "file",
    "give_opinion",
    "issue",
    "refuse",
    "remind",
    "renew",
    "revoke",
    "send_back",
    "submit",
    "withdraw",
]
