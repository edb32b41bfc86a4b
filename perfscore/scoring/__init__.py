"""Scores as pure functions of expressions and a rule book: no file format, no clock, no terminal."""

from perfscore.scoring.table import capped, grade_of, score_table

__all__ = ["capped", "grade_of", "score_table"]
