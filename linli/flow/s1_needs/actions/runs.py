"""Looking for needs in a place and period: ordered by a clerk, done at once or by the job worker where there is much to read."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.analysis import finding, suggested
from linli.flow.s1_needs.models import AnalysisRun, NeedSuggestion
from linli.flow.s1_needs.states import FOUND_BY_RUN, RunState, SuggestionState
from linli.foundations.places.models import Place
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock, inbox, rls
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal

AT_ONCE = 2_000
"""How many voices and submissions are read while the clerk waits: some seconds. More is left to the job worker."""
RENEWED = (
    "title", "topic", "catalogue_code", "basis", "evidence", "beneficiaries", "breadth", "urgency", "vulnerability", "gap",
)  # fmt: skip


@action(
    "needs.run:order",
    gettext_lazy("归并需求"),
    scope="place",
    tells=gettext_lazy("%(place)s，%(since)s 至 %(until)s"),
)
def order(*, actor: Actor, place: Place, sources: Sequence[str], since: date, until: date) -> AnalysisRun:
    """Look for needs in a place and period, inclusive of both days."""
    chosen = [str(one) for one in FOUND_BY_RUN if one in sources]
    if not chosen:
        raise Refusal(_("没有选择来源。"), remedy=_("请至少选择一种来源。"), field="sources")
    assert actor.organisation_id is not None
    run = AnalysisRun(place=place, organisation_id=actor.organisation_id, sources=chosen, since=since, until=until)
    run.save()
    with rls.acting(finding.reader(run)):
        much = finding.voices(run).count() + finding.approved(run).count() > AT_ONCE
    if not much:
        look(run)
        run.state = RunState.DONE
        run.save()
    record(place=place.name, since=since.isoformat(), until=until.isoformat(), found=run.found)
    return run


@action(
    "needs.run:carry_out",
    gettext_lazy("完成需求归并"),
    subject=AnalysisRun,
    moves=({RunState.WAITING}, RunState.DONE),
    tells=gettext_lazy("新建议 %(found)s 条"),
)
def carry_out(run: AnalysisRun, *, actor: Actor) -> AnalysisRun:
    """Do what was ordered; by the job worker."""
    look(run)
    record(found=run.found)
    return run


def look(run: AnalysisRun) -> None:
    """Run every finder, keep what is new, and ask whoever ordered it to decide."""
    index = suggested.index()
    for source in run.sources:
        with rls.acting(finding.reader(run)):
            read, found = finding.FINDERS[source](run, index)
        run.looked_at[source] = read
        run.found += _kept(run, found)
    run.done_at = clock.now()
    if run.found:
        inbox.open_task(
            run,
            "needs.suggestion:accept",
            title=_("确认需求建议：%(place)s %(n)d 条") % {"place": run.place, "n": run.found},
            context=_("%(since)s 至 %(until)s的诉求、问卷和统计")
            % {"since": day_words(run.since), "until": day_words(run.until)},
            organisation_id=run.organisation_id,
            role="clerk",
            path=f"{reverse('needs:suggestion_list')}?tab=proposed",
        )


def _kept(run: AnalysisRun, found: Iterable[finding.Found]) -> int:
    """Store what is new and renew what is still open; what was decided stays decided. How many are new."""
    by_key = {(one.place.pk, one.fingerprint): one for one in found}
    known = NeedSuggestion.objects.filter(fingerprint__in={key for _place, key in by_key}).in_bulk()
    standing = {(row.place_id, row.fingerprint): row for row in known.values()}
    fresh: list[NeedSuggestion] = []
    for key, one in by_key.items():
        row = standing.get(key)
        if row is None:
            row = NeedSuggestion(place=one.place, organisation_id=run.organisation_id, fingerprint=one.fingerprint)
            fresh.append(row)
        elif row.state != SuggestionState.PROPOSED:
            continue
        _fill(row, one, run)
        row.save()
        row.voices.set(one.voices)
    return len(fresh)


def _fill(row: NeedSuggestion, one: finding.Found, run: AnalysisRun) -> None:
    row.source, row.run = one.source, run
    values = {**{name: getattr(one, name) for name in RENEWED if name != "beneficiaries"}, "beneficiaries": one.people}
    for name, value in values.items():
        setattr(row, name, value)
    if row.pk is not None:
        row.version += 1
