"""What an office that returns a design may tie its points to: asked by the panel of the chain, by the hook's name."""

from django.db import models

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.parts import TOPICS
from linli.kernel import hooks
from linli.kernel.errors import Text


@hooks.on("approvals.topics")
def topics(*, subject: models.Model) -> tuple[tuple[str, Text], ...]:
    return TOPICS if isinstance(subject, Design) else ()


def label_of(about: str) -> Text:
    """A topic in words; one that is known no more in its own."""
    return dict(TOPICS).get(about, about)
