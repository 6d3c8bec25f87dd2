"""Samples of the pages of survey campaigns, each of the state in which its verb goes on."""

from linli.flow.s1_needs.campaigns.models import Area, Campaign
from tests.security.finding import Sample, pk

RUNNING = (
    "campaign",
    "campaign_progress",
    "campaign_extend",
    "campaign_remind",
    "campaign_close",
    "campaign_households",
)
DRAFT = (
    "campaign_revise",
    "campaign_import",
    "campaign_template",
    "campaign_assign",
    "campaign_start",
    "campaign_cancel",
)
CLOSED = ("campaign_publish", "campaign_answers", "campaign_review", "campaign_results")
BY_NAME: dict[str, Sample] = {
    **dict.fromkeys((f"needs:{name}" for name in RUNNING), pk(Campaign, state="running")),
    **dict.fromkeys((f"needs:{name}" for name in DRAFT), pk(Campaign, state="draft")),
    **dict.fromkeys((f"needs:{name}" for name in CLOSED), pk(Campaign, state="closed")),
    "needs:survey": pk(Campaign, state="published"),
    **dict.fromkeys(("needs:area_reassign", "needs:area_finish"), pk(Area, state="active", campaign__state="running")),
}
