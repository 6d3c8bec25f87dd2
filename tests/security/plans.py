"""Samples of the pages about yearly purchase plans."""

from typing import Any

from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan
from tests.security.finding import Arguments, Sample, one, pk, pk_rather


def row_of(state: str) -> Sample:
    """A row of a plan in this state."""

    def found() -> tuple[Arguments, Any]:
        row = one(PlanRow, plan__state=state)
        return {"pk": row.plan_id, "key": row.key}, row.plan

    return found


WRITTEN = ("plan", "plan_describe", "plan_needs", "plan_lines", "plan_row_new", "plan_submit", "plan_drop")
BY_NAME: dict[str, Sample] = {
    **dict.fromkeys((f"goals:{name}" for name in WRITTEN), pk(PurchasePlan, state="draft")),
    **dict.fromkeys(("goals:plan_row", "goals:plan_row_drop"), row_of("draft")),
    "goals:plan_publish": pk_rather(PurchasePlan, state="approved"),
    "goals:plan_revise": pk(PurchasePlan, state="published"),
    "goals:plan_link": row_of("published"),
}
