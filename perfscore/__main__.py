"""Run the command line as ``python -m perfscore``."""

from perfscore.cli import main

if __name__ == "__main__":
    main()
