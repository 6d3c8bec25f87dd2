"""One project's story: where, what, by whom, and what goes otherwise than planned."""

from dataclasses import dataclass, field
from decimal import Decimal

from linli.demo.teller import Story, Teller
from linli.demo.themes import Theme
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel.actor import Actor

__all__ = ["HaltedError", "Plot", "Story"]


class HaltedError(Exception):
    """The story stays where it is: nobody does what is due."""


@dataclass
class Plot(Teller):
    """What a story needs to know. `turns` are the unusual things that happen in it (returned, failed, rectified …);
    `halts` names the scene after which nobody does anything any more, so that its duties fall overdue."""

    theme: Theme
    purchaser: Organisation
    place: Place
    communities: list[Place]
    scale: Decimal
    turns: frozenset[str] = frozenset()
    halts: str = ""
    project: Project = field(init=False)

    @property
    def clerk(self) -> Actor:
        return self.cast.who(self.purchaser, "clerk")

    @property
    def leader(self) -> Actor:
        return self.cast.who(self.purchaser, "leader")

    def stop_at(self, scene: str) -> None:
        """Leave the story here if this is where its people fall behind."""
        if self.halts == scene:
            raise HaltedError(scene)

    def provider(self, role: str = "manager") -> Actor:
        """Somebody of the organisation that won."""
        self.project.refresh_from_db()
        assert self.project.provider_id is not None
        return self.cast.who(self.project.provider_id, role)
