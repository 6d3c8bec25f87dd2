"""How a project's state looks: its word with the family and icon of the interface design."""

from linli.flow.thread.models import Project
from linli.flow.thread.states import FAMILY, State
from linli.ui.due import due_of
from linli.ui.status import Status

ICONS = {
    State.DESIGNING: "pencil",
    State.TENDER_DRAFT: "pencil",
    State.RETURNED: "arrow-back-up",
    State.RECTIFYING: "arrow-back-up",
    State.INTENTION: "speakerphone",
    State.TENDERING: "lock",
    State.PUBLICITY: "speakerphone",
    State.FAILED: "ban",
    State.STOPPED: "ban",
}


def badge_of(project: Project) -> Status:
    """The badge of a project's state."""
    return Status(FAMILY[project.state], project.get_state_display(), ICONS.get(State(project.state), ""))


def tone_of(project: Project) -> str:
    """The tone of the mini bar: due when the next deadline is today, overdue when it has passed."""
    return {"today": "due", "overdue": "overdue"}.get(due_of(project.next_due_at).tone, "")
