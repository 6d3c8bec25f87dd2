"""The clauses of a version, in full wording."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.foundations.rulebook.documents.states import ClauseKind
from linli.foundations.rulebook.models.documents import RuleVersion
from linli.kernel.search import search_field


def _frozen_text() -> list[pgtrigger.Trigger]:
    """The clauses of a text that was put to the public, approved or issued do not change, by whatever road."""
    return [
        pgtrigger.Trigger(
            name="written_only_as_draft",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func="""
                IF NOT EXISTS (
                    SELECT 1 FROM rulebook_ruleversion AS held
                    WHERE held.id = COALESCE(NEW.version_id, OLD.version_id) AND held.state IN ('draft', 'amending')
                ) THEN
                    RAISE EXCEPTION 'the text of version % is fixed', COALESCE(NEW.version_id, OLD.version_id)
                    USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN COALESCE(NEW, OLD);
            """,
        )
    ]


class RuleClause(models.Model):
    """A clause of a version, in full wording. `key` is its address within the document and survives revision."""

    version = models.ForeignKey(RuleVersion, models.PROTECT, related_name="clauses", verbose_name=_("版本"))
    position = models.PositiveSmallIntegerField(_("次序"))
    key = models.SlugField(_("地址"), max_length=60)
    kind = models.CharField(_("层次"), max_length=10, choices=ClauseKind.choices)
    label = models.CharField(_("序号"), max_length=20, blank=True)
    text = models.CharField(_("内容"), max_length=4000)
    search = search_field("label", "text")

    class Meta:
        verbose_name = _("条款")
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="rule_clause_key"),
            models.UniqueConstraint(fields=["version", "position"], name="rule_clause_position"),
        ]
        indexes = [GinIndex(fields=["search"], name="rule_clause_search")]
        triggers = _frozen_text()

    def __str__(self) -> str:
        return f"{self.label} {self.text[:20]}".strip()
