"""The tables of step 1."""

from linli.flow.s1_needs.models.adoptions import NeedProject
from linli.flow.s1_needs.models.lists import NeedsList, NeedsListRow
from linli.flow.s1_needs.models.needs import Need
from linli.flow.s1_needs.models.voices import SubmissionWindow, Voice, VoiceContact

__all__ = ["Need", "NeedProject", "NeedsList", "NeedsListRow", "SubmissionWindow", "Voice", "VoiceContact"]
