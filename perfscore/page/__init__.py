"""The whole engine as one HTML file that runs offline in a browser.

The file holds a Python runtime compiled to WebAssembly (Pyodide), this package and the pure Python libraries it reads
files with. ``build`` puts them together; in the browser run

* ``assets/page.html``, ``page.css`` and ``js``: what the official sees;
* ``assets/worker.js``: starts the runtime in a worker, so that the page never freezes, and passes messages;
* ``bridge``: the engine as the worker calls it.

No request leaves the file: its own Content-Security-Policy allows none.
"""
