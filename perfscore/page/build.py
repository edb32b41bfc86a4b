"""Build the page: runtime, packages, style and scripts put into one HTML file under its own security policy."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from pathlib import Path
from typing import Final

from perfscore.formats import ARCHIVE_SUFFIXES, KNOWN_SUFFIXES
from perfscore.ooxml import LIMITS
from perfscore.page.bundle import packages, repacked
from perfscore.page.runtime import runtime_files
from perfscore.version import VERSION
from perfscore.wording import page_texts

_ASSETS: Final = Path(__file__).with_name("assets")
_RUNTIME: Final = ("pyodide.asm.wasm", "pyodide.asm.js", "pyodide.js", "repodata.json")


def build(runtime: str | None = None) -> bytes:
    """Build the page; the same installation and runtime give the same bytes.

    Args:
        runtime: folder or ``.tgz`` of the pinned Pyodide; fetched from npm when left out.

    Returns:
        The HTML file.

    Raises:
        PerfscoreError: the runtime or a library cannot be had, or is not the pinned one.
    """
    files = runtime_files(runtime)
    stored = {name: files[name] for name in _RUNTIME}
    stored["python_stdlib.zip"] = repacked(files["python_stdlib.zip"])
    stored["packages.zip"] = packages()
    script = "\n".join(path.read_text(encoding="utf-8") for path in sorted((_ASSETS / "js").glob("*.js")))
    script = f'"use strict";\n{script}'
    check = (_ASSETS / "check.js").read_text(encoding="utf-8")
    page = (_ASSETS / "page.html").read_text(encoding="utf-8")
    parts = {
        "POLICY": _policy(check, script),
        "VERSION": VERSION,
        "STYLE": (_ASSETS / "page.css").read_text(encoding="utf-8"),
        "DATA": "\n".join(_embedded(name, content) for name, content in stored.items()),
        "WORKER": _text("worker.js", "text/plain", (_ASSETS / "worker.js").read_text(encoding="utf-8")),
        "FACTS": _text("facts", "application/json", json.dumps(_facts())),
        "TEXTS": _text("texts", "application/json", json.dumps(page_texts(), ensure_ascii=False)),
        "CHECK": check,
        "SCRIPT": script,
    }
    for name, text in parts.items():
        page = page.replace(f"<!--{name}-->", text)
    return page.encode("utf-8")


def _facts() -> dict[str, object]:
    """Say which files of a folder are looked into, those that cannot be read named with the reason, and their size."""
    return {"endings": sorted(KNOWN_SUFFIXES | ARCHIVE_SUFFIXES), "fileBytes": LIMITS.file_bytes}


def _policy(*scripts: str) -> str:
    """Write the page's security policy: its own scripts and worker run, and nothing can be sent or fetched.

    Browsers before Chromium 97 compile WebAssembly only under ``unsafe-eval``; nothing of a sheet is ever evaluated.
    """
    digests = (base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode() for script in scripts)
    own = " ".join(f"'sha256-{digest}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {own} blob: 'wasm-unsafe-eval' 'unsafe-eval'",
            "worker-src blob:",
            "connect-src blob: data:",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "frame-src blob:",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _embedded(name: str, content: bytes) -> str:
    """Write a file as a script that no browser runs: gzipped, in base64, unpacked by the worker."""
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return _text(name, "text/plain", base64.b64encode(packed).decode())


def _text(name: str, kind: str, text: str) -> str:
    safe = text.replace("</script", "<\\/script")
    return f'<script type="{kind}" id="{name}">{safe}</script>'
