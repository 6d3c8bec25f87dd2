"""The rule book's tables: what this district makes and decides in the application, over the shipped base under law/."""

from linli.foundations.rulebook.models.clauses import RuleClause
from linli.foundations.rulebook.models.comments import RuleComment
from linli.foundations.rulebook.models.documents import RuleDocument, RuleVersion
from linli.foundations.rulebook.models.notices import DeadlineNotice
from linli.foundations.rulebook.models.parameters import DatedEntry, Proposal, ProposalState

__all__ = [
    "DatedEntry",
    "DeadlineNotice",
    "Proposal",
    "ProposalState",
    "RuleClause",
    "RuleComment",
    "RuleDocument",
    "RuleVersion",
]
