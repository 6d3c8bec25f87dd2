"""The tables of admission."""

from linli.foundations.admission.models.admission import Admission, Opinion, Share
from linli.foundations.admission.models.report import Report

__all__ = ["Admission", "Opinion", "Report", "Share"]
