"""XLSForm workbooks: read safely, checked in the field's own words, converted by pyxform."""

from linli.foundations.forms.xlsform.convert import Converted, convert
from linli.foundations.forms.xlsform.problems import BadForm, Problem

__all__ = ["BadForm", "Converted", "Problem", "convert"]
