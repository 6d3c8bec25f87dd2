"""Where households live (needs_householdaddress) is read by the office that runs the campaign, by those who serve the
place, and by the surveyor whom the place was given to, for as long as it is his."""

from django.db import migrations

from linli.kernel import rls

POLICY = """
    kernel_told('organisation') <> '' AND (
        organisation_id::text = kernel_told('organisation')
        OR (
            kernel_told('place') <> '' AND starts_with(place_code, kernel_told('place'))
            AND EXISTS (
                SELECT 1 FROM parties_organisation AS told
                WHERE told.id::text = kernel_told('organisation') AND told.kind IN ('civil_affairs', 'town', 'community')
            )
        )
        OR EXISTS (
            SELECT 1 FROM needs_area AS area JOIN places_place AS place ON place.id = area.place_id
            WHERE area.campaign_id = campaign_key AND place.code = place_code AND area.state <> 'ended'
            AND area.person_id::text = kernel_told('person') AND area.organisation_id::text = kernel_told('organisation')
        )
    )
"""
FORWARD, BACK = rls.guard("needs_householdaddress", POLICY)


class Migration(migrations.Migration):
    dependencies = [("needs", "0003_campaigns"), ("kernel", "0004_told"), ("parties", "0001_initial"), ("places", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
