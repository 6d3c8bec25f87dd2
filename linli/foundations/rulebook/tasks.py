"""Jobs of the rule book, run by the job worker."""

from procrastinate.contrib.django import app

from linli.foundations.rulebook.documents.actions.ending import remind_all


@app.periodic(cron="10 6 * * *")
@app.task(queueing_lock="rulebook.remind_trials", pass_context=False)
def remind_trials(timestamp: int) -> int:
    """Trials that come to their end, each morning."""
    return remind_all()
