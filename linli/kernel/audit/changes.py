"""What must be so of every record that changes through actions: each change has its event, and the last one its state."""

from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import hooks
from linli.kernel.actions import registry
from linli.kernel.audit import Check, rows
from linli.kernel.models.subject import Subject

_FEWER = (
    "SELECT s.id, s.version, count(e.id) FROM {table} AS s LEFT JOIN kernel_event AS e"
    " ON e.subject_type = %s AND e.subject_id = s.id AND e.outcome = 'done' AND e.verb = ANY(%s)"
    " GROUP BY s.id HAVING s.version < 1 + count(e.id) ORDER BY s.id"
)
_LAST = (
    "SELECT s.id, s.state, e.verb FROM {table} AS s CROSS JOIN LATERAL (SELECT verb FROM kernel_event"
    " WHERE subject_type = %s AND subject_id = s.id AND outcome = 'done' AND verb = ANY(%s)"
    " ORDER BY id DESC LIMIT 1) AS e ORDER BY s.id"
)


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [
        Check("changes.counted", gettext_lazy("记录的版本不少于留痕记下的变动次数"), fewer),
        Check("changes.states", gettext_lazy("记录的状态是最近一次办理留下的状态"), strayed),
    ]


def _subjects() -> Iterator[tuple[type[Subject], list[str]]]:
    """Every model whose records change through actions, with the verbs that change it."""
    for model in apps.get_models():
        if issubclass(model, Subject):
            yield model, [name for name, verb in registry.items() if verb.subject is model]


def fewer() -> Iterator[str]:
    for model, verbs in _subjects():
        label = model._meta.label_lower
        for pk, version, count in rows(_FEWER.format(table=model._meta.db_table), label, verbs):
            words = _("%(label)s:%(pk)s 的版本是 %(version)s，留痕却有 %(count)s 次变动。")
            yield words % {"label": label, "pk": pk, "version": version, "count": count}


def strayed() -> Iterator[str]:
    """A verb that leaves its state open (`moves` ends in None) says nothing about the state after it."""
    for model, verbs in _subjects():
        if not any(field.name == "state" for field in model._meta.fields):
            continue
        label = model._meta.label_lower
        for pk, state, verb in rows(_LAST.format(table=model._meta.db_table), label, verbs):
            moves = registry[str(verb)].moves
            if moves is None or moves[1] is None or state == moves[1] or state in model.set_aside:
                continue
            words = _("%(label)s:%(pk)s 的状态是 %(state)s，最近一次办理 %(verb)s 留下的却是 %(left)s。")
            yield words % {"label": label, "pk": pk, "state": state, "verb": verb, "left": moves[1]}
