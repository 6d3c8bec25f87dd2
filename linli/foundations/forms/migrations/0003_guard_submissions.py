"""Who may read what was answered: the surveyor's own organisation, the form's maker, the offices that serve the place, and
supervisors; the system one form at a time; whoever sends it, the one submission whose number he tells.

Every part of the policy is asked once for a statement (a subselect without a column of the row), so that a row costs a few
comparisons. The functions are PL/pgSQL because they must not be inlined: the intake, which is let in by the first
comparison, then opens none of their tables.
"""

from django.db import migrations

from linli.kernel.rls import guard

FUNCTIONS = """
CREATE FUNCTION xforms_told_place() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    -- The beginning of the codes of the places that are served: none for those who see every place, NULL for all others.
    IF kernel_told('duty') = 'audit' THEN RETURN ''; END IF;
    IF kernel_told('organisation') = '' THEN RETURN NULL; END IF;
    RETURN (
        SELECT CASE
            WHEN told.kind = 'supervisor' THEN ''
            WHEN told.kind IN ('civil_affairs', 'town', 'community') THEN NULLIF(kernel_told('place'), '')
        END
        FROM parties_organisation AS told WHERE told.id = kernel_told('organisation')::bigint
    );
END $$;
CREATE FUNCTION xforms_told_forms() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    -- The forms that the organisation made.
    IF kernel_told('organisation') = '' THEN RETURN NULL; END IF;
    RETURN ARRAY(SELECT made.id FROM xforms_form AS made WHERE made.organisation_id = kernel_told('organisation')::bigint);
END $$;
"""
NO_FUNCTIONS = "DROP FUNCTION xforms_told_place(); DROP FUNCTION xforms_told_forms();"
SUBMISSION = """
    instance_id = (SELECT kernel_told('instance'))
    OR organisation_id = (SELECT NULLIF(kernel_told('organisation'), '')::bigint)
    OR form_id = (SELECT NULLIF(kernel_told('form'), '')::bigint)
    OR starts_with(place_code, (SELECT xforms_told_place()))
    OR form_id = ANY ((SELECT xforms_told_forms())::bigint[])
"""
ATTACHMENT = "EXISTS (SELECT 1 FROM xforms_submission AS whole WHERE whole.id = xforms_attachment.submission_id)"
DOWNLOAD = """
    (
        person_id = (SELECT NULLIF(kernel_told('person'), '')::bigint)
        AND organisation_id = (SELECT NULLIF(kernel_told('organisation'), '')::bigint)
    )
    OR (SELECT kernel_told('duty')) IN ('downloads', 'audit')
"""


class Migration(migrations.Migration):
    dependencies = [("xforms", "0002_downloads"), ("kernel", "0004_told"), ("parties", "0004_password_set_at")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(*guard("xforms_submission", SUBMISSION)),
        migrations.RunSQL(*guard("xforms_attachment", ATTACHMENT)),
        migrations.RunSQL(*guard("xforms_download", DOWNLOAD)),
    ]
