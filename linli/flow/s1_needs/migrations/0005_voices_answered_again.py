"""Voices that are verified, put off, passed on, asked again, rated, imported; search no longer reads what could name somebody."""

from typing import Any

import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import linli.kernel.clock
import linli.kernel.search
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from linli.flow.s1_needs import privacy


def hide(apps: Any, _editor: Any) -> None:
    """What lists and search show of the voices that are there already."""
    voices = apps.get_model("needs", "Voice")
    for voice in voices.objects.only("pk", "content").iterator():
        voices.objects.filter(pk=voice.pk).update(shown=privacy.masked(voice.content))


class Migration(migrations.Migration):

    dependencies = [
        ('needs', '0004_guard_addresses'),
        ('parties', '0004_password_set_at'),
        ('places', '0002_figures_and_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='PhoneCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_hash', models.CharField(db_index=True, editable=False, max_length=64, verbose_name='号码摘要')),
                ('code_hash', models.CharField(editable=False, max_length=64, verbose_name='验证码摘要')),
                ('state', models.CharField(choices=[('sent', '已发送'), ('failed', '未发出'), ('verified', '已核验'), ('spent', '已使用')], default='sent', max_length=10, verbose_name='状态')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                ('sent_at', models.DateTimeField(default=linli.kernel.clock.now, verbose_name='发送时间')),
                ('expires_at', models.DateTimeField(verbose_name='有效期')),
            ],
            options={
                'verbose_name': '手机核验',
            },
        ),
        migrations.AddField(
            model_name='voice',
            name='earlier_answer',
            field=models.TextField(blank=True, max_length=1000, verbose_name='第一次答复'),
        ),
        migrations.AddField(
            model_name='voice',
            name='extended_from',
            field=models.DateTimeField(null=True, verbose_name='延期前的期限'),
        ),
        migrations.AddField(
            model_name='voice',
            name='extension_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='延期理由'),
        ),
        migrations.AddField(
            model_name='voice',
            name='hotline_number',
            field=models.CharField(max_length=40, null=True, unique=True, verbose_name='热线工单号'),
        ),
        migrations.AddField(
            model_name='voice',
            name='phone_verified',
            field=models.BooleanField(default=False, verbose_name='已核验手机'),
        ),
        migrations.AddField(
            model_name='voice',
            name='referral',
            field=models.CharField(blank=True, max_length=200, verbose_name='应向谁反映'),
        ),
        migrations.AddField(
            model_name='voice',
            name='reopen_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='要求重新办理的理由'),
        ),
        migrations.AddField(
            model_name='voice',
            name='reopened_at',
            field=models.DateTimeField(null=True, verbose_name='要求重新办理时间'),
        ),
        migrations.AddField(
            model_name='voice',
            name='satisfaction',
            field=models.PositiveSmallIntegerField(choices=[(5, '很满意'), (4, '满意'), (3, '一般'), (2, '不满意'), (1, '很不满意')], null=True, verbose_name='办理满意度'),
        ),
        migrations.AddField(
            model_name='voice',
            name='shown',
            field=models.CharField(blank=True, editable=False, max_length=1400, verbose_name='遮盖后的内容'),
        ),
        migrations.AddField(
            model_name='voice',
            name='transfer_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='转办理由'),
        ),
        migrations.AddField(
            model_name='voice',
            name='transferred_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation', verbose_name='转出单位'),
        ),
        migrations.AddField(
            model_name='voice',
            name='urged',
            field=models.PositiveSmallIntegerField(choices=[(0, '未督办'), (1, '已提醒分管领导'), (2, '已报镇街督办'), (3, '已报区民政局督办')], default=0, verbose_name='督办层级'),
        ),
        migrations.RunPython(hide, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name='voice', name='voice_search'),
        migrations.RemoveField(model_name='voice', name='search'),
        migrations.AddField(model_name='voice', name='search', field=models.GeneratedField(db_persist=True, expression=linli.kernel.search.Bigrams(django.db.models.functions.text.Concat(django.db.models.functions.comparison.Coalesce(models.F('number'), models.Value('')), models.Value(' '), django.db.models.functions.comparison.Coalesce(models.F('shown'), models.Value('')), models.Value(' '), django.db.models.functions.comparison.Coalesce(models.F('hotline_number'), models.Value('')), models.Value(' '), output_field=models.TextField())), output_field=django.contrib.postgres.search.SearchVectorField())),
        migrations.AddIndex(model_name='voice', index=GinIndex(fields=['search'], name='voice_search')),
        migrations.AddIndex(
            model_name='voice',
            index=models.Index(condition=models.Q(('state__in', ['received', 'answered'])), fields=['place', 'topic', '-id'], name='voice_alike'),
        ),
        migrations.AddConstraint(
            model_name='voice',
            constraint=models.CheckConstraint(condition=models.Q(('satisfaction__isnull', True), ('satisfaction__range', (1, 5)), _connector='OR'), name='voice_satisfaction_in_range', violation_error_message='办理满意度为 1 至 5 分。'),
        ),
    ]
