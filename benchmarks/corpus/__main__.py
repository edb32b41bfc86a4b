"""Write a corpus from the command line: ``python -m corpus FOLDER --files 20000`` in ``benchmarks``."""

import argparse
from pathlib import Path

import corpus

parser = argparse.ArgumentParser(description=corpus.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=Path)
parser.add_argument("--files", type=int, default=20_000)
parser.add_argument("--seed", type=int, default=1)
arguments = parser.parse_args()
corpus.write(arguments.folder, arguments.files, arguments.seed)
