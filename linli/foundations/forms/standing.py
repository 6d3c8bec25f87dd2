"""Whether a surveyor's key still stands: the key, the person, his role and his organisation, as they are now."""

FROM = (
    "FROM xforms_surveykey k JOIN parties_membership m ON m.id = k.membership_id"
    " JOIN parties_person p ON p.id = m.person_id JOIN parties_organisation o ON o.id = m.organisation_id"
    " JOIN places_place place ON place.id = o.place_id"
)
STANDS = (
    "k.state = 'active' AND p.is_active AND o.state = 'active' AND m.revoked_at IS NULL"
    " AND m.since <= %s AND (m.until IS NULL OR m.until >= %s)"
)
"""Takes the day twice."""
SAME = (
    f"EXISTS (SELECT 1 {FROM} WHERE k.digest = %s AND {STANDS} AND m.person_id = %s AND o.id = %s AND m.role = %s"
    " AND o.kind = %s AND place.code = %s)"
)
"""The key stands, for the same person in the same role of the same organisation: digest, day, day, person, organisation,
role, kind, place."""
