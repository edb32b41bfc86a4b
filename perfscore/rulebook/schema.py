"""The JSON Schema of a rule book, for editors that complete and check TOML; made from the table of parameters."""

from __future__ import annotations

from typing import Any, Final

from perfscore.rulebook.checking import REQUIRED, SEVERITY_CHOICES, STATUS
from perfscore.rulebook.parameters import READERS, allowed_values
from perfscore.wording import Language, codes, label, page

ID: Final = "urn:perfscore:rulebook:1"
_TEXT: Final = {"type": "string", "minLength": 1}
_DATE: Final = {"type": "string", "format": "date"}


def schema(language: Language = "zh") -> dict[str, Any]:
    """Describe what a rule book may say.

    Args:
        language: of the descriptions that an editor shows.
    """
    values = {name: _values(name, language) for name in READERS}
    findings = {
        code: {"enum": list(SEVERITY_CHOICES), "description": page(code).title.in_language(language)}
        for code in codes()
    }
    properties = {
        **dict.fromkeys(REQUIRED, _TEXT),
        "status": {"enum": list(STATUS)},
        "extends": _TEXT,
        "since": _DATE,
        "until": _DATE,
        "sources": {"type": "object", "additionalProperties": _SOURCE},
        "values": _closed(values),
        "findings": _closed(findings),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        **_closed(properties),
        "required": list(REQUIRED),
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


_SOURCE: Final = {
    **_closed({"document": _TEXT, "number": {"type": "string"}, "verified": {"type": "boolean"}}),
    "required": ["document", "verified"],
}


def _values(name: str, language: Language) -> dict[str, Any]:
    meaning = label(f"parameter.{name}", language)
    value = {**allowed_values(name), "description": meaning}
    entry = _closed({"value": value, "since": _DATE, "until": _DATE, "source": _TEXT})
    return {
        "type": "array",
        "minItems": 1,
        "description": meaning,
        "items": {**entry, "required": ["value", "since", "source"]},
    }
