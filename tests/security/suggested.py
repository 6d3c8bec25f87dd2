"""Samples of the pages of suggested needs."""

from linli.flow.s1_needs.models import AnalysisRun, Deliberation, Need, NeedsList, NeedSuggestion
from tests.security.finding import Sample, fixed, pk, pk_rather

DECIDED = ("suggestion", "suggestion_accept", "suggestion_attach", "suggestion_decline")
BY_NAME: dict[str, Sample] = {
    **dict.fromkeys((f"needs:{name}" for name in DECIDED), pk(NeedSuggestion, state="proposed")),
    "needs:need_classify": pk_rather(Need, state="draft"),
    "needs:list_compare": pk(NeedsList),
    "needs:run": pk(AnalysisRun),
    "needs:deliberation": pk(Deliberation),
    **dict.fromkeys(("needs:mapping", "needs:mapping_new"), fixed(form_id="linli_household_needs")),
    "needs:mapping_edit": fixed(form_id="linli_household_needs", key="meal"),
    "portal:needs-compare": pk(NeedsList),
}
