"""What campaigns hear of forms, and what they show on a submission's page."""

from typing import Any

from linli.flow.s1_needs.campaigns import gathering, quality
from linli.flow.s1_needs.campaigns.models import Answer, Campaign
from linli.foundations.forms.models import Submission
from linli.kernel import hooks
from linli.kernel.actor import Actor


def register() -> None:
    """Called once, when the application is ready."""
    hooks.on("xforms.reviewed")(gathering.reviewed)
    hooks.on("xforms.panel")(panel)


def panel(submission: Submission, actor: Actor) -> dict[str, Any] | None:
    """The campaign that a submission belongs to, what is odd about it, and whether it counts."""
    rows = Answer.objects.filter(first=submission.first_id, submission_id=submission.pk)
    seen = Campaign.objects.visible_to(actor)
    found = rows.filter(campaign__in=seen).select_related("campaign", "place", "household").order_by("-pk").first()
    if found is None:
        return None
    return {
        "template": "surveys/submission_panel.html",
        "answer": found,
        "flags": [quality.in_words(flag) for flag in found.flags],
    }
