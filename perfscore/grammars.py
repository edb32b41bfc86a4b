"""Build the parsers of ``grammar/*.lark``; their tables are kept as data beside the compiled modules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perfscore import datafile

if TYPE_CHECKING:
    from lark import Lark

_PACKAGE: Final = Path(__file__).parent


def text(name: str) -> str:
    """Read a grammar: from the installed package, or from the checkout's top level.

    Args:
        name: of the file, such as ``indicator.lark``.
    """
    return datafile.shipped("grammar", name).read_text(encoding="utf-8")


def parser(name: str, source: str, transformer: Any) -> Lark:
    """Build an LALR parser with a contextual lexer.

    Working out its tables takes ten times as long as loading them, so they are kept until the grammar or a version
    changes. lark's own cache would do that with pickles, and would write also where Python is told to write nothing.

    Args:
        name: of the grammar's file. source: its text, with whatever was added to it.
        transformer: turns what was parsed into a result.
    """
    import lark

    def tables() -> Any:
        from lark.grammar import Rule
        from lark.lexer import TerminalDef

        return lark.Lark(source, parser="lalr", lexer="contextual").memo_serialize([TerminalDef, Rule])

    data, memo = datafile.keep(_PACKAGE / name, f"{lark.__version__}\n{source}".encode(), tables)
    # What lark's own generator of standalone parsers does with tables that are data.
    loaded: Lark = lark.Lark._load_from_dict(data, memo, transformer=transformer)  # type: ignore[no-untyped-call]
    return loaded
