"""The Word file of a letter, from the template that is shipped or from an office's own with the same tags."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import asdict

from perfscore.datafile import shipped
from perfscore.inputs import load
from perfscore.letter.content import Letter
from perfscore.ooxml import PackageError
from perfscore.ooxml.markup import clean
from perfscore.ooxml.watchdog import bounded

if TYPE_CHECKING:
    from jinja2 import Environment


_FILTERS: Final = ("default", "first", "float", "int", "join", "last", "length", "lower", "round", "trim", "upper")


class TemplateError(Exception):
    """A template that cannot be used.

    Args:
        problem: what is the matter, ``usage.template_PROBLEM`` among the labels.
        said: what the library says of the tag.
    """

    def __init__(self, problem: str, said: str = "") -> None:
        super().__init__(problem, said)
        self.problem, self.said = problem, said


def render(letter: Letter, template: Path | None = None) -> bytes:
    """Write a letter as a Word file.

    Args:
        letter: what it says.
        template: an office's own; None for the one that is shipped.

    Raises:
        TemplateError: the template is no Word file, holds a wrong tag, or takes too much time or memory.
        PerfscoreError: the template cannot be opened (PS107) or is too large (PS103).
        ModuleNotFoundError: the package docxtpl, of the extra ``letter``, is not installed.
    """
    from docxtpl import DocxTemplate

    source = load(template).data if template is not None else shipped("templates", "letter.docx").read_bytes()
    output, opened = BytesIO(), False
    try:
        with bounded():
            document = DocxTemplate(BytesIO(source))
            opened = document.get_docx() is not None
            document.render(_cleaned(asdict(letter)), _environment())
            properties = document.docx.core_properties
            properties.title, properties.author = clean(letter.title), ""
            document.save(output)
    except PackageError as error:
        raise TemplateError("limits") from error
    except Exception as error:  # the libraries raise whatever a strange file makes them meet
        raise TemplateError(_problem(error) if opened else "no_word_file", str(error).strip(" .")) from error
    return output.getvalue()


def _problem(error: Exception) -> str:
    """Tell what is wrong with a tag by what its evaluation raised."""
    from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateSyntaxError, UndefinedError

    if isinstance(error, UndefinedError | TemplateAssertionError):
        return "unknown"
    if isinstance(error, TemplateSyntaxError):
        return "syntax"
    return "forbidden" if isinstance(error, SecurityError) else "failed"


def _environment() -> Environment:
    """Make what fills the tags: a template may come from anywhere, so it reaches nothing but the letter."""
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import SandboxedEnvironment

    # What makes texts and numbers of any length, or works on one for minutes, cannot be interrupted in time.
    class Tags(SandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**", "%"})

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return not isinstance(obj, str) and super().is_safe_attribute(obj, attr, value)

        def call_binop(self, _context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"{type(left).__name__} {operator} {type(right).__name__}")

    tags = Tags(autoescape=True)
    tags.filters = {name: tags.filters[name] for name in _FILTERS}
    tags.globals = {}
    return tags


def _cleaned(value: Any) -> Any:
    """Take out of all texts what no document may hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list | tuple) else value
