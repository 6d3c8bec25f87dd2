"""The rule book's tables: what this district makes in the application, beside the files under law/."""

from linli.foundations.rulebook.models.clauses import RuleClause
from linli.foundations.rulebook.models.comments import RuleComment
from linli.foundations.rulebook.models.documents import RuleDocument, RuleVersion

__all__ = ["RuleClause", "RuleComment", "RuleDocument", "RuleVersion"]
