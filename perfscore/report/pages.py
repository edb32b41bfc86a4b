"""Render pages that run no script of their input: every value is escaped, and a policy forbids everything else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perfscore.text import undirected
from perfscore.version import VERSION
from perfscore.wording import Language, label

if TYPE_CHECKING:
    from jinja2 import Template

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(template: Path, language: Language, **values: Any) -> str:
    """Render a template.

    Args:
        template: its file, which fills the blocks of ``page_base.html``.
        language: of its labels, which it takes with ``say("group.key")``. values: for its blanks.
    """

    def say(name: str, **blanks: Any) -> str:
        return label(name, language, **{key: str(value) for key, value in blanks.items()})

    page = _load(template).render(say=say, language=language, version=VERSION, policy=POLICY, **values)
    return undirected(page)


@cache
def _load(template: Path) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.from_string(template.read_text("utf-8"))
