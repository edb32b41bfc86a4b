"""The official forms: blank, filled from an approved target table and ready for actuals, or filled from a document.

What stands in a prefilled form
    Year, project, departments, goal, 年初预算数, and every indicator in the order of the target table with its
    levels, target and weight. Groups are the project's own: the form's empty groups are left out, and there are as
    many rows as indicators. A target table without indicators keeps the form's empty rows.

What is computed in the spreadsheet
    The execution rate, the score of every indicator whose target is a number, and the total, as the rule book
    cn-2020 computes them. Nothing is computed for words, dates, availability, several conditions and rules that
    are not known: a person scores them. A blank actual leaves a blank score; the total stays blank until every
    score is there, since a sum of what happens to be filled in already would be read as the result.

How an actual is entered
    A cell for a number shows the target's unit through its format, so that 28000 is printed as ``28000台``; a
    percentage is a percentage (95% is stored as 0.95). The same typed as text (``28000台``, ``95%``) counts as
    well; a text in another unit is no number and is never converted by guess.

What keeps a formula honest
    It names the target's text. Where somebody changes the target, the score is blank instead of wrong.
"""

from perfscore.forms.book import prefilled, write_prefilled
from perfscore.forms.template import KINDS, blank, write_blank

__all__ = ["KINDS", "blank", "prefilled", "write_blank", "write_prefilled"]
