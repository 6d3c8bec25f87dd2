"""The tables of step 2."""

from linli.flow.s2_goals.models.design import Design, DesignQuerySet
from linli.flow.s2_goals.results.models import (
    BeneficiaryGroup,
    Indicator,
    IndicatorGroup,
    IndicatorPeriod,
    Post,
    ResultNode,
    Risk,
)

from linli.flow.s2_goals.models.budget import BudgetLine  # isort: skip
from linli.flow.s2_goals.plans.models import PlanRow, PurchasePlan  # isort: skip
from linli.flow.s2_goals.reviews.models import (  # isort: skip
    DesignVersion,
    ExpertOpinion,
    IntentionEdition,
    ReturnPoint,
    ShortNotice,
)

__all__ = [
    "BeneficiaryGroup",
    "BudgetLine",
    "Design",
    "DesignQuerySet",
    "DesignVersion",
    "ExpertOpinion",
    "Indicator",
    "IndicatorGroup",
    "IndicatorPeriod",
    "IntentionEdition",
    "PlanRow",
    "Post",
    "PurchasePlan",
    "ResultNode",
    "ReturnPoint",
    "Risk",
    "ShortNotice",
]
