"""Samples of the pages about the review of a design: opinions, rounds, the intention and its days."""

from typing import Any

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import DesignVersion, ExpertOpinion
from tests.security.finding import Arguments, Sample, one, pk


def design_of(**where: Any) -> Sample:
    """Pages of a design stand under its project's number."""

    def found() -> tuple[Arguments, Any]:
        design = one(Design, **where)
        return {"pk": design.project_id}, design

    return found


def reviewed() -> tuple[Arguments, Any]:
    """A design on which experts have spoken, as a Word file."""
    opinion = one(ExpertOpinion, state="answered")
    return {"pk": opinion.project_id, "form": "docx"}, opinion.design


def second_round(**more: Any) -> Sample:
    """A design that was submitted again."""

    def found() -> tuple[Arguments, Any]:
        version = one(DesignVersion, round=2)
        return {"pk": version.project_id, **more}, version.design

    return found


BY_NAME: dict[str, Sample] = {
    "goals:opinions": design_of(state="draft"),
    "goals:opinions_paper": reviewed,
    **dict.fromkeys(
        ("goals:opinion", "goals:opinion_decline", "goals:opinion_cancel", "goals:opinion_remind"),
        pk(ExpertOpinion, state="asked"),
    ),
    "goals:opinion_answer": pk(ExpertOpinion, state="answered"),
    "goals:compare": second_round(),
    "goals:compare_paper": second_round(form="docx"),
    "goals:returned": design_of(state="returned"),
    "goals:withdraw": design_of(state="in_approval"),
    **dict.fromkeys(
        ("goals:intention_correct", "goals:intention_withdraw", "goals:intention_shorten"),
        design_of(state="published"),
    ),
}
