"""From an evaluation to a plan (data), and from the plan to the corrected workbook and its receipt."""

from perfscore.correction.apply import CellReceipt, Receipt, correct_file
from perfscore.correction.many import Outcome, correct_all
from perfscore.correction.plan import Plan, Step, plan

__all__ = ["CellReceipt", "Outcome", "Plan", "Receipt", "Step", "correct_all", "correct_file", "plan"]
