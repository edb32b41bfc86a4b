"""Start the command line, also as ``python -m perfscore``."""

import sys


def main() -> None:
    """Run the command line; whoever interrupts while it is still being loaded sees no traceback either."""
    try:
        from perfscore.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
