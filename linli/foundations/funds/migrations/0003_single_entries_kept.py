"""What the single-entry tables hold is kept aside until the double-entry ledger has taken it over (0006)."""

from django.db import migrations

KEEP = """
CREATE TABLE funds_kept_source AS SELECT id, amount, reserved, committed, spent FROM funds_fundsource;
CREATE TABLE funds_kept_reservation AS TABLE funds_reservation;
CREATE TABLE funds_kept_entry AS TABLE funds_entry;
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_reversals")]
    operations = [
        migrations.RunSQL(KEEP),
        migrations.DeleteModel(name="Entry"),
        migrations.DeleteModel(name="Reservation"),
        migrations.RemoveConstraint(model_name="fundsource", name="fund_source_never_overspent"),
        migrations.RemoveConstraint(model_name="fundsource", name="fund_source_balances_not_negative"),
        migrations.RemoveField(model_name="fundsource", name="amount"),
        migrations.RemoveField(model_name="fundsource", name="reserved"),
        migrations.RemoveField(model_name="fundsource", name="committed"),
        migrations.RemoveField(model_name="fundsource", name="spent"),
    ]
