"""The tables of what a design promises."""

from linli.flow.s2_goals.results.models.chain import ResultNode
from linli.flow.s2_goals.results.models.indicators import Indicator, IndicatorGroup, IndicatorPeriod
from linli.flow.s2_goals.results.models.people import BeneficiaryGroup, Post
from linli.flow.s2_goals.results.models.risks import Risk

__all__ = ["BeneficiaryGroup", "Indicator", "IndicatorGroup", "IndicatorPeriod", "Post", "ResultNode", "Risk"]
