"""Whatever goes wrong inside a library that reads a file becomes an error with a code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from perfscore.ooxml.errors import CONTENT, OTHER_FORMAT, OVER_A_LIMIT, PackageError, damaged


@contextmanager
def guarded(format: str, extra: str) -> Iterator[None]:
    """Turn a missing package and every failure of a foreign library into a `PackageError`.

    Those libraries raise whatever their own code happens to meet in a broken file: struct.error, KeyError,
    AssertionError, RecursionError.

    Args:
        format: what is being read. extra: the extra that holds the packages for it.

    Raises:
        PackageError: in place of any other error, except those of the operating system.
    """
    try:
        yield
    except PackageError:
        raise
    except ModuleNotFoundError as error:
        # In the browser nothing can be installed: the page holds the packages that run there.
        remedy = "other_machine" if sys.platform == "emscripten" else f"install_{extra}"
        raise PackageError(OTHER_FORMAT, format=format, remedy=remedy) from error
    except MemoryError as error:
        raise PackageError(OVER_A_LIMIT, what="memory", limit="available", found="more") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise damaged(CONTENT, "structure") from error
    except Exception as error:
        raise damaged(CONTENT, "structure") from error
