"""The Word file of a letter, from the template that is shipped or from an office's own with the same tags."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from attrs import asdict

from perfscore.datafile import shipped
from perfscore.letter.content import Letter
from perfscore.ooxml.markup import clean


class TemplateError(Exception):
    """A template that cannot be used; says why."""


def render(letter: Letter, template: Path | None = None) -> bytes:
    """Write a letter as a Word file.

    Args:
        letter: what it says.
        template: an office's own; None for the one that is shipped.

    Raises:
        TemplateError: the template is no Word file or holds a wrong tag.
        ModuleNotFoundError: the package docxtpl, of the extra ``letter``, is not installed.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError as TagError
    from jinja2.sandbox import SandboxedEnvironment  # a template may come from anywhere

    data = BytesIO()
    try:
        document = DocxTemplate(str(template or shipped("templates", "letter.docx")))
        document.render(_cleaned(asdict(letter)), SandboxedEnvironment(autoescape=True))
        properties = document.docx.core_properties
        properties.title, properties.author = clean(letter.title), ""
        document.save(data)
    except (TagError, BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise TemplateError(str(error) or type(error).__name__) from error
    return data.getvalue()


def _cleaned(value: Any) -> Any:
    """Take out of all texts what no document may hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list | tuple) else value
