"""The tables of monitoring and evaluation (监测评估)."""

from linli.flow.s5_evaluation.models.evaluation import Evaluation, Instrument
from linli.flow.s5_evaluation.models.rectification import Rectification

__all__ = ["Evaluation", "Instrument", "Rectification"]
