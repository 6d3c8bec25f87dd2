"""The tables of step 1."""

from linli.flow.s1_needs.models.adoptions import NeedProject
from linli.flow.s1_needs.models.lists import NeedsList, NeedsListRow
from linli.flow.s1_needs.models.mapping import MappingRule
from linli.flow.s1_needs.models.needs import Need
from linli.flow.s1_needs.models.phones import PhoneCheck
from linli.flow.s1_needs.models.suggestions import AnalysisRun, Deliberation, NeedSuggestion
from linli.flow.s1_needs.models.voices import SubmissionWindow, Voice, VoiceContact

__all__ = [
    "AnalysisRun",
    "Deliberation",
    "MappingRule",
    "Need",
    "NeedProject",
    "NeedSuggestion",
    "NeedsList",
    "NeedsListRow",
    "PhoneCheck",
    "SubmissionWindow",
    "Voice",
    "VoiceContact",
]
