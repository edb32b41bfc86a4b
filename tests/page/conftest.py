"""The page, built once from the pinned runtime, and a browser without a network.

The runtime is taken from ``PERFSCORE_RUNTIME`` (a folder or the .tgz of the npm package) or fetched with npm. Where
runtime, playwright or a browser is missing the tests skip and say what they need.
"""

import os
import shutil

import pytest

import perfscore
from perfscore.page.build import build
from perfscore.page.runtime import runtime_files

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def runtime(tmp_path_factory):
    """A folder with the files of the pinned runtime."""
    folder = tmp_path_factory.mktemp("runtime")
    try:
        files = runtime_files(os.environ.get("PERFSCORE_RUNTIME"))
    except perfscore.PerfscoreError as error:
        pytest.skip(f"THE PAGE IS NOT TESTED: no runtime: {error}")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def page_file(runtime, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "复核.html"
    path.write_bytes(build(str(runtime)))
    return path


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="THE PAGE IS NOT TESTED: needs the extra browser")
    if CHROMIUM is None:
        pytest.skip("THE PAGE IS NOT TESTED: needs Chromium (Debian: apt install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser):
    """One profile for all tests: what the page keeps survives as it does for an official."""
    context = browser.new_context(offline=True)
    yield context
    context.close()


@pytest.fixture
def opened(context, page_file):
    """The page, open and ready, with the requests that it made in ``opened.requests``."""
    page = context.new_page()
    page.requests = []
    page.errors = []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-state=ready]", state="attached", timeout=60_000)
    yield page
    assert page.errors == []
    page.close()
