"""Importing division codes: a district, or the whole country."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from linli.foundations.places.divisions import checks, merge, stage
from linli.foundations.places.divisions.faults import Fault, bad_file
from linli.foundations.places.divisions.reading import files_of
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor


def _silent(_count: int) -> None:
    """Nobody watches."""


@action("places.place:import", _("导入区划"), tells=_("新增 %(added)s 个，变更 %(changed)s 个，未变 %(unchanged)s 个"))
def import_divisions(*, paths: Sequence[Path], actor: Actor, progress: stage.Progress = _silent) -> merge.Outcome:
    """Import files of division codes, all of them or nothing.

    Raises BadFile with each bad row's number, column and remedy. The country (620,573 communities) takes well under
    two minutes; memory stays flat because rows stream into a staging table.
    """
    files = files_of(paths)
    merge.lock()
    broken: list[Fault] = []
    rows = stage.fill(files, broken, progress)
    found, total = checks.run(files)
    if broken or total:
        order = {path.name: at for at, path in enumerate(files)}
        raise bad_file(sorted([*broken, *found], key=lambda f: (order.get(f.file, 0), f.row)), total + len(broken))
    outcome = merge.merge(rows)
    record(
        files=[path.name for path in files],
        rows=outcome.rows,
        added=outcome.added,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
    )
    return outcome
