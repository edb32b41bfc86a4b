"""Rounds of a review: what a resubmission mended, explained, left, and changed without having been asked."""

from perfscore.rounds.compare import CellChange, Outcome, RemarkOutcome, Rounds, TablePair, compare

__all__ = ["CellChange", "Outcome", "RemarkOutcome", "Rounds", "TablePair", "compare"]
