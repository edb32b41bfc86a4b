"""From an evaluation to a plan (data), and from the plan to the corrected workbook and its receipt."""
