"""How versions, standings and comments look: words with family and icon of the interface design."""

from linli.foundations.rulebook.documents.held import STANDINGS, Standing
from linli.foundations.rulebook.documents.states import CommentState, VersionState
from linli.foundations.rulebook.models import RuleComment, RuleVersion
from linli.ui.status import Status

STANDING_LOOKS: dict[str, tuple[str, str]] = {
    Standing.IN_FORCE: ("done", ""),
    Standing.TRIAL: ("active", "hourglass"),
    Standing.PENDING: ("waiting", ""),
    Standing.EXPIRED: ("attention", ""),
    Standing.REVISED: ("none", "archive"),
    Standing.REPEALED: ("none", "ban"),
}
STATE_LOOKS: dict[str, tuple[str, str]] = {
    VersionState.DRAFT: ("none", "pencil"),
    VersionState.CONSULTATION: ("waiting", "speakerphone"),
    VersionState.AMENDING: ("attention", "pencil"),
    VersionState.APPROVAL: ("active", ""),
    VersionState.APPROVED: ("attention", ""),
    VersionState.WITHDRAWN: ("none", "arrow-back-up"),
}
COMMENT_LOOKS: dict[str, tuple[str, str]] = {
    CommentState.RECEIVED: ("attention", ""),
    CommentState.SHOWN: ("waiting", "speakerphone"),
    CommentState.ANSWERED: ("done", ""),
    CommentState.SET_ASIDE: ("none", "ban"),
}


def of_standing(standing: Standing) -> Status:
    family, icon = STANDING_LOOKS[standing]
    return Status(family, STANDINGS[standing], icon)


def of_open(version: RuleVersion) -> Status:
    """A version that is not published."""
    family, icon = STATE_LOOKS[version.state]
    return Status(family, version.get_state_display(), icon)


def of_comment(comment: RuleComment) -> Status:
    family, icon = COMMENT_LOOKS[comment.state]
    word = comment.get_verdict_display() if comment.state == CommentState.ANSWERED else comment.get_state_display()
    return Status(family, word, icon)
