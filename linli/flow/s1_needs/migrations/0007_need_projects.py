"""A need may be answered by several projects: the link becomes a table of its own, and the database holds the two together."""

import django.db.models.deletion
import linli.kernel.clock
from django.db import migrations, models


COPY = """
INSERT INTO needs_needproject (need_id, project_id, reason, state, since)
    SELECT id, project_id, '', CASE state WHEN 'met' THEN 'done' ELSE 'standing' END, created_at
    FROM needs_need WHERE project_id IS NOT NULL ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
BACK = """
UPDATE needs_need SET project_id = (
    SELECT project_id FROM needs_needproject WHERE need_id = needs_need.id AND state <> 'released' ORDER BY id LIMIT 1
);
DELETE FROM needs_needproject;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
GUARD = """
-- A need is adopted as long as one of its projects stands, met when none does and one was closed, and else has none.
CREATE FUNCTION needs_need_follows_projects() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    key bigint;
    now_state text; standing boolean; done boolean;
BEGIN
    IF TG_TABLE_NAME = 'needs_need' THEN
        key := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        key := OLD.need_id;
    ELSE
        key := NEW.need_id;
    END IF;
    SELECT state INTO now_state FROM needs_need WHERE id = key;
    SELECT COALESCE(bool_or(state = 'standing'), false), COALESCE(bool_or(state = 'done'), false)
        INTO standing, done FROM needs_needproject WHERE need_id = key;
    IF now_state IS NOT NULL AND ((now_state = 'adopted') <> standing OR (now_state = 'met') <> (done AND NOT standing)) THEN
        RAISE EXCEPTION 'need % is %, which its projects do not say', key, now_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_follows_projects';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER need_follows_projects AFTER INSERT OR UPDATE OF state ON needs_need DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION needs_need_follows_projects();
CREATE CONSTRAINT TRIGGER projects_lead_need AFTER INSERT OR UPDATE OR DELETE ON needs_needproject DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION needs_need_follows_projects();
"""
UNGUARD = """
DROP TRIGGER projects_lead_need ON needs_needproject;
DROP TRIGGER need_follows_projects ON needs_need;
DROP FUNCTION needs_need_follows_projects();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('needs', '0006_gap_suggestions_and_mapping'),
        ('thread', '0003_refunds'),
    ]

    operations = [
        migrations.CreateModel(
            name='NeedProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='分担比例（%）')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('state', models.CharField(choices=[('standing', '办理中'), ('done', '已办结'), ('released', '已退回')], default='standing', max_length=10, verbose_name='状态')),
                ('since', models.DateTimeField(default=linli.kernel.clock.now, verbose_name='自')),
            ],
            options={
                'verbose_name': '需求办理',
                'ordering': ['need_id', 'id'],
            },
        ),
        migrations.AddField(
            model_name='needproject',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='needs.need', verbose_name='需求'),
        ),
        migrations.AddField(
            model_name='needproject',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='thread.project', verbose_name='项目'),
        ),
        migrations.AddField(
            model_name='need',
            name='projects',
            field=models.ManyToManyField(related_name='needs', through='needs.NeedProject', to='thread.project', verbose_name='办理项目'),
        ),
        migrations.AddIndex(
            model_name='needproject',
            index=models.Index(fields=['project', 'state'], name='need_adoption_project'),
        ),
        migrations.AddConstraint(
            model_name='needproject',
            constraint=models.UniqueConstraint(fields=('need', 'project'), name='need_once_in_project', violation_error_message='这项需求已在该项目中。'),
        ),
        migrations.AddConstraint(
            model_name='needproject',
            constraint=models.CheckConstraint(condition=models.Q(('share__isnull', True), ('share__range', (1, 100)), _connector='OR'), name='need_share_is_percent', violation_error_message='分担比例为 1% 至 100%。'),
        ),
        migrations.RemoveConstraint(
            model_name='need',
            name='need_adopted_has_project',
        ),
        migrations.RunSQL(COPY, BACK),
        migrations.RemoveField(
            model_name='need',
            name='project',
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
