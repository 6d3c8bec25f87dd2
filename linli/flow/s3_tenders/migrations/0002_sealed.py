"""Who may read sealed rows: bids and their contents before the opening, panel identities before the result."""

from django.db import migrations

from linli.kernel.rls import guard

MINE = "organisation_id::text = kernel_told('organisation')"
TENDER = "EXISTS (SELECT 1 FROM tenders_tender t WHERE t.id = {table}.tender_id AND {which})"
PURCHASER = "t.purchaser_id::text = kernel_told('organisation')"
SUPERVISOR = (
    "EXISTS (SELECT 1 FROM parties_organisation o"
    " WHERE o.id::text = kernel_told('organisation') AND o.kind = 'supervisor')"
)
ON_PANEL = (
    "EXISTS (SELECT 1 FROM tenders_seat s WHERE s.tender_id = {table}.tender_id"
    " AND s.person_id::text = kernel_told('person') AND s.state <> 'declined')"
)

BID = f"{MINE} OR {TENDER.format(table='tenders_bid', which='t.opened_at IS NOT NULL')}"
CONTENT = (
    f"{MINE} OR ({TENDER.format(table='tenders_bidcontent', which='t.opened_at IS NOT NULL')} AND ("
    f"{TENDER.format(table='tenders_bidcontent', which=PURCHASER)}"
    f" OR {ON_PANEL.format(table='tenders_bidcontent')} OR {SUPERVISOR}))"
)
SEAT = (
    "person_id::text = kernel_told('person') OR "
    + TENDER.format(table="tenders_seat", which=f"(t.announced_at IS NOT NULL OR {PURCHASER})")
    + f" OR {SUPERVISOR}"
)
PANEL = (
    TENDER.format(table="tenders_panel", which=f"(t.announced_at IS NOT NULL OR {PURCHASER})")
    + f" OR {ON_PANEL.format(table='tenders_panel')} OR {SUPERVISOR}"
)


class Migration(migrations.Migration):
    dependencies = [("tenders", "0001_initial"), ("kernel", "0004_told"), ("parties", "0001_initial")]
    operations = [
        migrations.RunSQL(*guard("tenders_bid", BID)),
        migrations.RunSQL(*guard("tenders_bidcontent", CONTENT)),
        migrations.RunSQL(*guard("tenders_seat", SEAT)),
        migrations.RunSQL(*guard("tenders_panel", PANEL)),
    ]
