"""The versions that may be filled in, in memory: an intake must not ask the database what never changes."""

from dataclasses import dataclass
from threading import Lock

from linli.foundations.forms.models import FormVersion
from linli.foundations.forms.states import VersionState
from linli.kernel.actor import Actor
from linli.kernel.stamped import Stamped

MOST = 500


@dataclass(frozen=True, slots=True)
class Shape:
    """What a submission of a version may hold, by path."""

    leaves: frozenset[str]
    repeats: frozenset[str]
    files: tuple[str, ...]
    groups: frozenset[str]


Key = tuple[str, str]


def _read() -> dict[Key, FormVersion]:
    """Published versions and retired ones, by form and version; without their large columns."""
    rows = FormVersion.objects.exclude(state=VersionState.DRAFT).select_related("form").defer("xml", "schema")
    return {(row.form.form_id, row.label): row for row in rows}


versions: Stamped[dict[Key, FormVersion]] = Stamped("xforms", _read)
_shapes: dict[str, Shape] = {}
"""By the MD5 of the XForm: what has the same text has the same shape."""
_lock = Lock()


def find(form_id: str, label: str) -> FormVersion | None:
    """The version that a submission names; None for an unknown one or a draft."""
    return versions.value().get((form_id, label))


def offered(actor: Actor, *, old: bool = False) -> list[FormVersion]:
    """The published versions that somebody may fill in; with `old` the retired ones, too."""
    found = [one for one in versions.value().values() if old or one.state == VersionState.PUBLISHED]
    return [one for one in found if actor.may("xforms.submission:receive", one)]


def shape_of(version: FormVersion) -> Shape:
    """A version's shape, which never changes."""
    found = _shapes.get(version.hash)
    if found is None:
        schema = FormVersion.objects.values_list("schema", flat=True).get(pk=version.pk)
        leaves = frozenset(schema["leaves"])
        groups = frozenset(above for path in (*leaves, *schema["repeats"], "meta/instanceID") for above in _above(path))
        found = Shape(leaves, frozenset(schema["repeats"]), tuple(schema["files"]), groups)
        with _lock:
            if len(_shapes) >= MOST:
                _shapes.clear()
            _shapes[version.hash] = found
    return found


def _above(path: str) -> list[str]:
    """The groups that a path lies in."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]
