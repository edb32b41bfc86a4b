"""LibreOffice as the program that calculates the formulas."""

from tests.forms.templates.conftest import soffice

__all__ = ["soffice"]
