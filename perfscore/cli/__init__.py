"""The command line: arguments in, exit status out; no rule lives here."""

from perfscore.cli.app import app, main

__all__ = ["app", "main"]
