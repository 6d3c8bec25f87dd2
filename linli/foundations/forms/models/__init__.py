from linli.foundations.forms.models.download import Download
from linli.foundations.forms.models.form import Form, FormMedia, FormVersion
from linli.foundations.forms.models.key import SurveyKey
from linli.foundations.forms.models.submission import Attachment, Submission

__all__ = ["Attachment", "Download", "Form", "FormMedia", "FormVersion", "Submission", "SurveyKey"]
