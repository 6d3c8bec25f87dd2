"""Verbs that come by the hundred a second: the record and its event are written by one statement of their own.

    @light("xforms.submission:receive", _("接收填报"), scope="version")
    def receive(*, actor: Actor, version: FormVersion, …) -> Received:
        told = light.event("xforms.submission", str(version), {"form": version.form_id})

The permission is asked first and a refusal is journaled, as for every action. The function runs outside a transaction of
its own; its one statement inserts the record and, from the same row, the event (`EVENT`). Positions are given by the next
run of the sequencer, within a minute at the latest.
"""

import json
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.utils.functional import Promise

from linli.kernel import clock, journal
from linli.kernel.actions import Action, Run, Terms, _Named, registry
from linli.kernel.canonical import canonical
from linli.kernel.errors import Refusal
from linli.kernel.models.journal import Event
from linli.kernel.permissions import reach

P = ParamSpec("P")
R = TypeVar("R")
_running: ContextVar[Run | None] = ContextVar("linli_light_run", default=None)
_SUBJECT = 999_999_999_999_937
"""Stands for the record's key in the event's canonical form until the database has given it; of fifteen digits, so that the
quick encoder takes it (kernel/canonical.py)."""
EVENT = (
    "INSERT INTO kernel_event (at, actor_kind, person_id, organisation_id, role, verb, step, subject_type, subject_id,"
    " subject_text, outcome, facts, law, public, leaf)"
    " SELECT %s, %s, %s, %s, %s, %s, %s, %s, new.id, %s, 'done', %s::jsonb, '[]'::jsonb, false,"
    " convert_to(%s || new.id::text || %s, 'UTF8') FROM new"
)
"""Appends the event of the row that the statement's part `new` inserted; takes what `event` answers."""


class LightAction(Action[P, R]):
    """An action whose function writes its own event. `remembered` names the keyword that is set where the actor was not looked
    up but remembered: whoever called then looks him up and asks again, and a refusal is journaled that time."""

    remembered = ""

    def _run(self, terms: Terms, *args: Any, **kwargs: Any) -> Any:
        run = Run(self, kwargs["actor"], clock.now(), None)
        token = _running.set(run)
        try:
            run.about = reach(_Named(kwargs), self.scope)
            self._allow(run, run.about)
            return self.function(*args, **kwargs)
        except Refusal as refusal:
            if not kwargs.get(self.remembered):
                journal.append_refusal(run, refusal)
            raise
        finally:
            _running.reset(token)


def light(
    name: str, label: str | Promise, *, scope: str, remembered: str = ""
) -> Callable[[Callable[P, R]], LightAction[P, R]]:
    """Make a light verb of a function; `scope` names the keyword argument that the permission is asked about, `remembered` the
    one that says that the actor is not certain."""

    def register(function: Callable[P, R]) -> LightAction[P, R]:
        if name in registry:
            raise ValueError(f"two actions are called {name}")
        made: LightAction[P, R] = LightAction(
            function, name=name, label=label, short="", subject=None, scope=scope, moves=None, tells="", public=False, guarded=False
        )  # fmt: skip
        made.remembered = remembered
        registry[name] = made
        return made

    return register


def event(subject_type: str, subject_text: str, facts: dict[str, Any]) -> list[Any]:
    """The values of `EVENT` for the running light action. Facts hold no personal data."""
    run = _running.get()
    if run is None:
        raise RuntimeError("an event is only made inside a light action")
    actor = run.actor
    made = Event(
        at=run.at,
        verb=run.action.name,
        step=run.action.step,
        subject_type=subject_type,
        subject_id=_SUBJECT,
        organisation_id=actor.organisation_id,
        role=actor.role,
        facts=facts,
        law=[],
        outcome="done",
    )
    before, after = canonical(journal.leaf(made)).decode().split(str(_SUBJECT))
    return [
        run.at, actor.kind, actor.person_id, actor.organisation_id, actor.role, run.action.name, run.action.step,
        subject_type, subject_text[:200], json.dumps(facts, ensure_ascii=False), before, after,
    ]  # fmt: skip
