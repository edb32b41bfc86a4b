"""LibreOffice as the program that calculates the formulas."""

from tests.templates.conftest import soffice

__all__ = ["soffice"]
