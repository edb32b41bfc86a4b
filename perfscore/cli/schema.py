"""``perfscore schema``: the JSON Schema of what ``evaluate --format json`` prints."""

from __future__ import annotations

from perfscore.cli import options, output


def schema(lang: options.Lang = "zh") -> None:  # noqa: ARG001 - every command takes --lang
    """Print the schema as it is shipped."""
    from importlib.resources import files

    output.show_json_text((files("perfscore.report") / "evaluation.schema.json").read_text(encoding="utf-8"))
