"""Actions: the one way to change anything.

An action is a plain function, a business verb. Decorated, it runs in one transaction: the repeated request is
recognised, the subject row locked, the permission and the state checked, the verb done, the subject saved, the event
appended with the law that was consulted. The task that asked for the verb is closed before the verb runs, so that
the verb may ask again.

    @action("tenders.tender:publish", _("发布采购公告"), subject=Tender, moves=({"draft"}, "published"), public=True)
    def publish(tender: Tender, *, actor: Actor, bids_due: datetime) -> Tender: ...

    publish(tender, actor=actor, bids_due=due)                                  # command line, demo, job
    publish.on(Terms(key="…", version=3))(tender, actor=actor, bids_due=due)    # web and API
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.kernel import clock, constraints, hooks, idempotency, inbox, journal, rls, rows
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal, Stale, WrongState
from linli.kernel.models.subject import Subject
from linli.kernel.permissions import reach

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Terms:
    """How a request asks: `key` makes a repetition harmless, `version` is the one the person was looking at."""

    key: str = ""
    version: int | None = None


@dataclass
class Run:
    """One run of an action: what it noted for its event."""

    action: "Action[Any, Any]"
    actor: Actor
    at: datetime
    outer: "Run | None"
    facts: dict[str, Any] = field(default_factory=dict)
    law: list[dict[str, Any]] = field(default_factory=list)
    about: Any = None
    threads: set[int] = field(default_factory=set)
    event_id: int | None = None
    """The key its event will have, where something written before the event has to name it (a posting of money)."""


_current: ContextVar[Run | None] = ContextVar("linli_run", default=None)
registry: dict[str, "Action[Any, Any]"] = {}


def current_run() -> Run | None:
    """The action that is running, or None outside any."""
    return _current.get()


def touch_thread(thread_key: int) -> None:
    """Note that a thread's tasks changed; the `inbox.changed` hook is called once, when the outermost action ends."""
    run = _current.get()
    if run is None:
        hooks.call("inbox.changed", thread_key=thread_key)
        return
    while run.outer is not None:
        run = run.outer
    run.threads.add(thread_key)


def record(**facts: Any) -> None:
    """Add facts to the running action's event. Never personal data: the journal is kept for 15 years and published."""
    run = _current.get()
    if run is None:
        raise RuntimeError("facts can only be recorded inside an action")
    run.facts.update(facts)


def cite(citation: dict[str, Any]) -> None:
    """Add a legal ground to the running action's event, once; does nothing outside an action."""
    run = _current.get()
    if run is not None and citation not in run.law:
        run.law.append(citation)


class Action(Generic[P, R]):
    """A registered verb. Called, it does everything the module's docstring says, or raises a Refusal and does nothing."""

    def __init__(
        self,
        function: Callable[P, R],
        *,
        name: str,
        label: str | Promise,
        short: str | Promise,
        subject: type[Subject] | None,
        scope: str,
        moves: tuple[set[str], str | None] | None,
        tells: str | Promise,
        public: bool,
        guarded: bool,
    ) -> None:
        update_wrapper(self, function)
        self.function, self.name, self.label, self.short = function, name, label, short
        self.subject, self.scope, self.moves = subject, scope, moves
        self.tells, self.public = tells, public
        self.guarded = guarded or (subject is not None and subject.guarded)

    @property
    def step(self) -> int | None:
        """The step (1–6) of the room that the verb belongs to; None outside the six steps."""
        room = self.name.split(".")[0]
        return getattr(apps.app_configs.get(room), "step", None)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        answer: R = self._run(Terms(), *args, **kwargs)
        return answer

    def on(self, terms: Terms) -> Callable[P, R]:
        """The same verb under a request's terms."""
        return partial(self._run, terms)

    def _run(self, terms: Terms, *args: Any, **kwargs: Any) -> Any:
        run = Run(self, kwargs["actor"], clock.now(), _current.get())
        token = _current.set(run)
        try:
            told = rls.acting_in_own_block(run.actor) if self.guarded else nullcontext()
            with transaction.atomic(), constraints.explained(), told:
                return self._within(run, terms, args, kwargs)
        except Refusal as refusal:
            if run.outer is None:
                journal.append_refusal(run, refusal)
                journal.sequence_after_commit()
            raise
        finally:
            _current.reset(token)

    def _within(self, run: Run, terms: Terms, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        claim = idempotency.claim(run.actor, self.name, terms.key, args, kwargs) if terms.key else None
        if claim is not None and claim.answer is not None:
            return idempotency.recall(claim)
        args, before = self._lock(run, terms, args, kwargs)
        if before is not None:
            inbox.close(before, self.name, run.actor)
        answer = self.function(*args, **kwargs)
        subject = self._settle(run, before, answer)
        journal.append(run, subject, claim, answer)
        if run.outer is None:
            for thread_key in run.threads:
                hooks.call("inbox.changed", thread_key=thread_key)
            journal.sequence_after_commit()
        return answer

    def _lock(
        self, run: Run, terms: Terms, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], Subject | None]:
        """Lock and reload the subject, then check permission, version and state, in this order."""
        if self.subject is None:
            run.about = reach(_Named(kwargs), self.scope) if self.scope else None
            self._allow(run, run.about)
            return args, None
        try:
            locked = rows.lock(self.subject, args[0].pk)
        except self.subject.DoesNotExist:
            raise Refusal(_("这条记录不存在或您不能查看。"), remedy=_("请回到列表重新打开。"), status=404) from None
        run.about = locked
        fresh = terms.version is None or terms.version == locked.version
        self._allow(run, locked, fresh=fresh)
        if not fresh:
            raise Stale(journal.what_changed(locked), remedy=_("请刷新页面，核对后再办理。您填写的内容已保留。"))
        self._check_state(locked)
        locked.version += 1
        return (locked, *args[1:]), locked

    def _allow(self, run: Run, subject: Any, *, fresh: bool = True) -> None:
        if run.actor.may(self.name, subject):
            return
        if not fresh:
            raise Stale(
                _("这条记录在您打开页面之后已经变动。"), remedy=_("请刷新页面，核对后再办理。您填写的内容已保留。")
            )
        raise NotAllowed(
            _("您以“%(role)s”身份不能办理“%(verb)s”。") % {"role": role_label(run.actor), "verb": self.label},
            remedy=_("如需办理，请联系有权限的经办人，或切换到其他单位的身份。"),
        )

    def _check_state(self, subject: Any) -> None:
        if self.moves is None or subject.state in self.moves[0]:
            return
        raise WrongState(
            _("“%(subject)s”现在是“%(state)s”，不能%(verb)s。")
            % {"subject": subject, "state": subject.get_state_display(), "verb": self.label},
            remedy=_("请刷新页面，查看最新状态。"),
        )

    def _settle(self, run: Run, subject: Subject | None, answer: Any) -> Any:
        """Move the subject to its new state and save it; a verb that creates answers with what it created."""
        if subject is None:
            return answer if isinstance(answer, models.Model) else run.about
        if self.moves is not None and self.moves[1] is not None:
            subject.state = self.moves[1]  # type: ignore[attr-defined]
        subject.save()
        return subject


class _Named:
    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def role_label(actor: Actor) -> str:
    """The actor's role in words, for messages."""
    labels: dict[str, Any] = getattr(apps.get_app_config("parties"), "role_labels", {})
    return str(labels.get(actor.role, actor.role)) if actor.role else _("居民")


def action(
    name: str,
    label: str | Promise,
    *,
    short: str | Promise = "",
    subject: type[Subject] | None = None,
    scope: str = "",
    moves: tuple[set[str], str | None] | None = None,
    tells: str | Promise = "",
    public: bool = False,
    guarded: bool = False,
) -> Callable[[Callable[P, R]], Action[P, R]]:
    """Make a verb of a function.

    `name` is its permission `room.object:verb`; `label` the verb in words; `short` the act itself in one
    word (发布), for the buttons and badges of tasks that ask for it. `subject` is the model of the first
    argument; without it the verb creates, and `scope` (a dotted path into the keyword arguments) is what the permission
    is asked about. `moves` is (states it may start from, state it ends in or None). `tells` completes the label on the
    time line with the event's facts (%-format). `public` events appear on public pages and feeds. `guarded` verbs touch
    tables under row-level security: the database is told for whom they run. Verbs about a guarded model are so by themselves.
    """

    def register(function: Callable[P, R]) -> Action[P, R]:
        if name in registry:
            raise ValueError(f"two actions are called {name}")
        made = Action(
            function,
            name=name,
            label=label,
            short=short,
            subject=subject,
            scope=scope,
            moves=moves,
            tells=tells,
            public=public,
            guarded=guarded,
        )
        registry[name] = made
        return made

    return register


@contextmanager
def refusals_shown(errors: list[Refusal]) -> Iterator[None]:
    """Collect a refusal into `errors` instead of raising it: for pages that show several checks at once."""
    try:
        yield
    except (Refusal, IntegrityError) as refusal:
        errors.append(refusal if isinstance(refusal, Refusal) else constraints.explain(refusal))
