"""The tables of the review."""

from linli.flow.s2_goals.reviews.models.intentions import IntentionEdition, ShortNotice
from linli.flow.s2_goals.reviews.models.opinions import ExpertOpinion, OpinionMark, OpinionPoint
from linli.flow.s2_goals.reviews.models.versions import DesignVersion, ReturnPoint

__all__ = [
    "DesignVersion",
    "ExpertOpinion",
    "IntentionEdition",
    "OpinionMark",
    "OpinionPoint",
    "ReturnPoint",
    "ShortNotice",
]
