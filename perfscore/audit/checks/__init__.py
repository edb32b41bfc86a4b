"""One check per file: a ``CODE``, one for ever, and ``check(table, context)``, which yields its remarks."""
