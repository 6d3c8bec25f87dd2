"""The rule book's tables: what this district decided in the application, over the shipped base under law/."""

from linli.foundations.rulebook.models.notices import DeadlineNotice
from linli.foundations.rulebook.models.parameters import DatedEntry, Proposal, ProposalState

__all__ = ["DatedEntry", "DeadlineNotice", "Proposal", "ProposalState"]
