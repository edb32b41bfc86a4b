"""Times each piece of work beside what a user would do without it, and prints the ratios of one run.

Ratios of medians of the same run travel between machines; seconds do not.
"""

from statistics import median

import pytest

# What is measured, the peer of the same run, and the most that the ratio may be. Where both are measured on
# several sheets, the ratio is the median of the ratios of the sheets. Without a peer the figure counts.
FIGURES = (
    ("evaluate one sheet, in process", "evaluate", "openpyxl load", 0.12),
    ("evaluate one sheet, in process", "evaluate", "bare ooxml read", 1.6),
    ("bare ooxml read", "bare ooxml read", "openpyxl load", 0.07),
    ("evaluate + correct, in process", "evaluate + correct", "openpyxl load + 10 edits + save", 0.2),
    ("`perfscore evaluate`, whole process", "perfscore evaluate", "process: openpyxl load", 1.2),
    ("`perfscore evaluate`, whole process", "perfscore evaluate", "process: LibreOffice converts", None),
    ("`perfscore --help`, whole process", "perfscore --help", "process: import typer", 1.3),
    ("memory of `perfscore evaluate`, MB", "memory", None, 70),
    ("evaluate an .xls", "evaluate .xls", "evaluate .xlsx", 3),
    ("evaluate a .docx", "evaluate .docx", "evaluate .xlsx", 3),
    ("read a .pdf", "read .pdf", "pdfplumber extract_tables", 1.5),
    ("evaluate a scanned page of 200 dpi", "evaluate scan", "rapidocr on the whole page", 1.3),
    ("memory for a PDF of 300 pages with 20 tables, MB", "memory, 300 pages", None, 400),
)
MEASURED = pytest.StashKey[dict[str, dict[str, float]]]()


def pytest_configure(config):
    config.stash[MEASURED] = {}


@pytest.fixture
def keep(request):
    """Keep a figure for the table of ratios: ``keep(name, value, sheet)``."""

    def keep(name, value, sheet=""):
        request.config.stash[MEASURED].setdefault(name, {})[sheet] = value

    return keep


@pytest.fixture
def timed(benchmark, keep):
    """Run work many times and keep its median: ``timed(name, work, sheet=…, rounds=…)``.

    With ``share`` the work is that many equal pieces, and the median of one piece is kept.
    """

    def timed(name, work, sheet="", rounds=None, share=1):
        if rounds is None:
            benchmark(work)
        else:
            benchmark.pedantic(work, rounds=rounds, warmup_rounds=1)
        if benchmark.stats is not None:  # None under --benchmark-disable
            keep(name, benchmark.stats["median"] / share, sheet)

    return timed


def ratio(measured, name, peer):
    ours = measured.get(name, {})
    if peer is None:
        return median(ours.values()) if ours else None
    theirs = measured.get(peer, {})
    shared = ours.keys() & theirs.keys()
    return median(ours[sheet] / theirs[sheet] for sheet in shared) if shared else None


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    measured = config.stash[MEASURED]
    if not measured:
        return
    terminalreporter.section("ratios of medians, same run")
    terminalreporter.write_line("| what | against | measured | at most |")
    terminalreporter.write_line("|---|---|---|---|")
    for what, name, peer, most in FIGURES:
        value = ratio(measured, name, peer)
        shown = "–" if value is None else f"{value:.1f}" if peer is None else f"{value:.3f}"
        terminalreporter.write_line(f"| {what} | {peer or ''} | {shown} | {'' if most is None else most} |")
    for name, values in sorted(measured.items()):
        unit = "MB" if name.startswith("memory") else "ms"
        scale = 1 if name.startswith("memory") else 1000
        terminalreporter.write_line(f"{name}: {median(values.values()) * scale:.4g} {unit}")
