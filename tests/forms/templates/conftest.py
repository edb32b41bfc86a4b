"""LibreOffice as the second reader of the forms."""

import shutil
import subprocess

import pytest


@pytest.fixture(scope="session")
def soffice(tmp_path_factory):
    """Run LibreOffice without a window in a folder; skips where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def run(*arguments, folder):
        command = [program, f"-env:UserInstallation={profile}", "--headless", *arguments]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)

    return run
