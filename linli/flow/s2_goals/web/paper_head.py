"""What every document of a design has at its head: title with its own ending, number, who issues it, when."""

from datetime import datetime

from linli.flow.s2_goals.models import Design
from linli.ui.documents.paper import Paper, Proof


def of(design: Design, ending: str, *, day: datetime | None, draft: str = "", proof: Proof | None = None) -> Paper:
    """The head of the document that is called `ending` (项目申报书), in Chinese as the document is. `draft` says why it has no
    force yet."""
    project = design.project
    return Paper(
        title=f"{project.title}{ending}",
        ending=ending,
        file_name=f"{ending} {project.number}",
        number=project.number,
        issuer=str(project.purchaser),
        day=day,
        draft=draft,
        proof=proof,
    )
