"""Scores as pure functions of expressions and a rule book: no file format, no clock, no terminal."""

from perfscore.scoring.table import grade_of, score_table

__all__ = ["grade_of", "score_table"]
