"""From an evaluation to a plan (data), and from the plan to the corrected workbook and its receipt."""

from perfscore.correction.apply import CellReceipt, Receipt, correct_content, destination_fits
from perfscore.correction.destinations import destinations
from perfscore.correction.plan import Plan, Step, plan

__all__ = [
    "CellReceipt",
    "Plan",
    "Receipt",
    "Step",
    "correct_content",
    "destination_fits",
    "destinations",
    "plan",
]
