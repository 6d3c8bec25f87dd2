"""Results chain, periods and groups of indicators, beneficiaries, staff, risks; the database holds targets to their periods."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


GUARD = """
-- The target of an indicator with periods is what its aggregation makes of theirs; one measured once has no periods.
CREATE FUNCTION goals_target_follows_periods() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    key bigint;
    one record; parts integer; whole numeric;
BEGIN
    IF TG_TABLE_NAME = 'goals_indicator' THEN
        key := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        key := OLD.indicator_id;
    ELSE
        key := NEW.indicator_id;
    END IF;
    SELECT target, frequency, aggregation INTO one FROM goals_indicator WHERE id = key;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT count(*), CASE one.aggregation
            WHEN 'sum' THEN sum(target)
            WHEN 'average' THEN round(avg(target), 2)
            ELSE (array_agg(target ORDER BY number DESC))[1] END
        INTO parts, whole FROM goals_indicatorperiod WHERE indicator_id = key;
    IF (one.frequency = 'whole') <> (parts = 0) OR (parts > 0 AND one.target <> whole) THEN
        RAISE EXCEPTION 'indicator % has the target %, its periods give %', key, one.target, whole
            USING ERRCODE = 'check_violation', CONSTRAINT = 'indicator_target_follows_periods';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER target_follows_periods AFTER INSERT OR UPDATE OF target, frequency, aggregation ON goals_indicator
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION goals_target_follows_periods();
CREATE CONSTRAINT TRIGGER periods_lead_target AFTER INSERT OR UPDATE OR DELETE ON goals_indicatorperiod
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION goals_target_follows_periods();
"""
UNGUARD = """
DROP TRIGGER periods_lead_target ON goals_indicatorperiod;
DROP TRIGGER target_follows_periods ON goals_indicator;
DROP FUNCTION goals_target_follows_periods();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0006_plans'),
    ]

    operations = [
        migrations.AddField(
            model_name='budgetline',
            name='price_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='单价超出参考价的理由'),
        ),
        migrations.AddField(
            model_name='design',
            name='price_reason',
            field=models.TextField(blank=True, max_length=500, verbose_name='单位成本超出参考价的理由'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='aggregation',
            field=models.CharField(choices=[('sum', '各期合计'), ('last', '以末期为准'), ('average', '各期平均')], default='sum', max_length=10, verbose_name='各期怎样得出目标值'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='data_source',
            field=models.CharField(blank=True, max_length=120, verbose_name='数据来源'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='definition',
            field=models.CharField(blank=True, max_length=200, verbose_name='指标定义'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='frequency',
            field=models.CharField(choices=[('whole', '服务期末一次'), ('half_year', '每半年'), ('quarter', '每季度'), ('month', '每月')], default='whole', max_length=10, verbose_name='分期'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='responsible',
            field=models.CharField(blank=True, max_length=60, verbose_name='填报责任'),
        ),
        migrations.CreateModel(
            name='ResultNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveIntegerField(verbose_name='节点编号')),
                ('order', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('level', models.CharField(choices=[('outcome', '成效'), ('output', '产出'), ('activity', '活动')], max_length=10, verbose_name='层次')),
                ('text', models.CharField(max_length=120, verbose_name='内容')),
                ('from_month', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='自第几月')),
                ('to_month', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='至第几月')),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nodes', to='goals.design', verbose_name='项目方案')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='goals.resultnode', verbose_name='服务于')),
            ],
            options={
                'verbose_name': '结果链节点',
                'ordering': ['design_id', 'order', 'id'],
            },
        ),
        migrations.AddField(
            model_name='budgetline',
            name='activity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='lines', to='goals.resultnode', verbose_name='用于活动'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='node',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='indicators', to='goals.resultnode', verbose_name='衡量'),
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('description', models.CharField(max_length=120, verbose_name='风险')),
                ('likelihood', models.PositiveSmallIntegerField(verbose_name='可能性')),
                ('impact', models.PositiveSmallIntegerField(verbose_name='影响')),
                ('response', models.CharField(max_length=200, verbose_name='应对措施')),
                ('responsible', models.CharField(max_length=60, verbose_name='责任')),
                ('score', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('likelihood'), '*', models.F('impact')), output_field=models.PositiveSmallIntegerField(verbose_name='风险值'))),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risks', to='goals.design', verbose_name='项目方案')),
            ],
            options={
                'verbose_name': '风险',
                'ordering': ['design_id', 'order'],
            },
        ),
        migrations.CreateModel(
            name='BeneficiaryGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('served', models.CharField(choices=[('everyone', '全体居民'), ('elderly', '老年人'), ('minors', '未成年人'), ('disabled', '残疾人'), ('poor', '困难群众'), ('women', '妇女和家庭'), ('patients', '患者和照护者'), ('workers', '就业困难和灵活就业人员'), ('veterans', '退役军人'), ('released', '社区矫正对象和刑满释放人员'), ('organisations', '社会组织和社会工作者')], max_length=20, verbose_name='类别')),
                ('name', models.CharField(max_length=60, verbose_name='具体是谁')),
                ('people', models.PositiveIntegerField(verbose_name='人数')),
                ('is_direct', models.BooleanField(default=True, verbose_name='直接受益')),
                ('basis', models.CharField(blank=True, max_length=120, verbose_name='怎样得出')),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='goals.design', verbose_name='项目方案')),
            ],
            options={
                'verbose_name': '服务对象分组',
                'ordering': ['design_id', 'order'],
                'constraints': [models.UniqueConstraint(fields=('design', 'order'), name='beneficiary_group_order'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='beneficiary_group_has_people', violation_error_message='每组服务对象至少 1 人。')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.CharField(max_length=20, verbose_name='分组依据')),
                ('key', models.CharField(max_length=20, verbose_name='组别')),
                ('target', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='本组目标')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='goals.indicator', verbose_name='指标')),
            ],
            options={
                'verbose_name': '指标分组',
                'ordering': ['indicator_id', 'id'],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'dimension', 'key'), name='indicator_group_once'), models.CheckConstraint(condition=models.Q(('target__gte', 0)), name='indicator_group_not_negative', violation_error_message='分组目标不能小于 0。')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几期')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(verbose_name='至')),
                ('target', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='本期目标')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='goals.indicator', verbose_name='指标')),
            ],
            options={
                'verbose_name': '指标分期',
                'ordering': ['indicator_id', 'number'],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'number'), name='indicator_period_once'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='indicator_period_in_order', violation_error_message='分期的截止日期不能早于开始日期。')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('role', models.CharField(max_length=40, verbose_name='岗位')),
                ('number', models.PositiveSmallIntegerField(verbose_name='人数')),
                ('certificate', models.CharField(blank=True, max_length=30, verbose_name='证书要求')),
                ('months', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='月数')),
                ('share', models.PositiveSmallIntegerField(default=100, verbose_name='投入比例（%）')),
                ('on_wages', models.BooleanField(default=True, verbose_name='工资列入项目')),
                ('duties', models.CharField(blank=True, max_length=120, verbose_name='职责')),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='goals.design', verbose_name='项目方案')),
            ],
            options={
                'verbose_name': '岗位',
                'ordering': ['design_id', 'order'],
                'constraints': [models.UniqueConstraint(fields=('design', 'order'), name='post_order'), models.CheckConstraint(condition=models.Q(('months__gt', 0), ('number__gte', 1), ('share__range', (1, 100))), name='post_within_bounds', violation_error_message='岗位至少 1 人，月数大于 0，投入比例为 1% 至 100%。')],
            },
        ),
        migrations.AddConstraint(
            model_name='resultnode',
            constraint=models.UniqueConstraint(fields=('design', 'key'), name='result_node_key_once', violation_error_message='结果链刚刚由他人改动，请刷新页面。'),
        ),
        migrations.AddConstraint(
            model_name='resultnode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'outcome'), _negated=True), ('parent__isnull', True), _connector='OR'), name='result_node_outcome_is_top', violation_error_message='成效直接对应项目目标，不属于其他行。'),
        ),
        migrations.AddConstraint(
            model_name='resultnode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_month__isnull', True), ('to_month__isnull', True)), models.Q(('from_month__gte', 1), ('level', 'activity'), ('to_month__gte', models.F('from_month'))), _connector='OR'), name='result_node_months_in_order', violation_error_message='只有活动有起止月份，并且截止月份不能早于开始月份。'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.UniqueConstraint(fields=('design', 'order'), name='risk_order'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('impact__range', (1, 5)), ('likelihood__range', (1, 5))), name='risk_one_to_five', violation_error_message='可能性和影响都按 1 至 5 分打分。'),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
