"""The verbs of documents."""

from linli.foundations.rulebook.documents.actions.commenting import answer, record_comment, set_aside, show
from linli.foundations.rulebook.documents.actions.consulting import conclude, consult
from linli.foundations.rulebook.documents.actions.deciding import approve, refuse, send_back, submit
from linli.foundations.rulebook.documents.actions.drafting import attach, detach, draft, edit, revise, withdraw
from linli.foundations.rulebook.documents.actions.ending import extend, remind, repeal
from linli.foundations.rulebook.documents.actions.issuing import enter, issue

__all__ = [
    "answer",
    "approve",
    "attach",
    "conclude",
    "consult",
    "detach",
    "draft",
    "edit",
    "enter",
    "extend",
    "issue",
    "record_comment",
    "refuse",
    "remind",
    "repeal",
    "revise",
    "send_back",
    "set_aside",
    "show",
    "submit",
    "withdraw",
]
