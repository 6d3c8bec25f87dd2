"""Jobs of forms, run by the job worker: writing big exports, and clearing away what was written."""

import logging
import time
from contextlib import suppress
from pathlib import Path

from procrastinate.contrib.django import app

from linli.foundations.forms import actions
from linli.foundations.forms.export import files
from linli.foundations.forms.models import Download
from linli.foundations.forms.states import DownloadState
from linli.foundations.parties.actors import actor_for
from linli.foundations.parties.models import Membership
from linli.kernel import clock, rls
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

log = logging.getLogger("linli.forms")
STALLED = 900
"""Seconds without progress after which a file is begun again: its worker was killed."""


@app.task(pass_context=False)
def write_download(pk: int) -> int:
    """Write one file; answers its size, 0 where nothing was to be done. As the one who ordered it may see today."""
    with rls.working_on("duty", "downloads"):
        download = Download.objects.select_related("form").filter(pk=pk, state=DownloadState.WRITING).first()
    if download is None:
        return 0
    try:
        size = files.write(download, _orderer(download))
    except (Refusal, OSError) as error:
        log.error("export %s failed: %s", pk, type(error).__name__)
        with rls.working_on("duty", "downloads"):
            actions.fail_download(download, actor=Actor.system())
        return 0
    with rls.working_on("duty", "downloads"):
        actions.finish_download(download, actor=Actor.system(), size=size)
    return size


def _orderer(download: Download) -> Actor:
    """Raises Refusal when the role in which it was ordered has ended, or may no longer."""
    held = Membership.objects.current().filter(
        person_id=download.person_id, organisation_id=download.organisation_id, role=download.role
    )
    membership = held.select_related("organisation__place", "person").first()
    actor = actor_for(membership) if membership else None
    needed = "xforms.form:export_personal" if download.personal or download.kind == "xml" else "xforms.form:export"
    if actor is None or not actor.may(needed, download.form):
        raise Refusal("no longer allowed")
    return actor


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="xforms.tend_downloads", pass_context=False)
def tend_downloads(timestamp: int) -> int:
    """Delete what has had its days, begin again what a killed worker left; how many were deleted."""
    with rls.working_on("duty", "downloads"):
        begun = list(Download.objects.filter(state=DownloadState.WRITING))
        over = list(Download.objects.filter(state=DownloadState.READY, expires_at__lt=clock.now()))
    for left in begun:
        if time.time() - _touched(left.path, left.created_at.timestamp()) > STALLED:
            write_download.defer(pk=left.pk)
    gone = 0
    for one in over:
        with suppress(Refusal):
            with rls.working_on("duty", "downloads"):
                actions.expire_download(one, actor=Actor.system())
            files.forget(one)
            gone += 1
    return gone


def _touched(path: Path, otherwise: float) -> float:
    try:
        return path.with_suffix(".done").stat().st_mtime
    except FileNotFoundError:
        return otherwise
