/* The engine in its worker: `engine.call(op, values, data)` answers with {result, files}. */
const engine = (() => {
  const waiting = new Map();
  let worker = null;
  let last = 0;

  function call(op, values, data) {
    return new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      const message = { id: last, op, values, data };
      worker.postMessage(message, data ? [data.buffer] : []);
    });
  }

  function received(event) {
    const { id, result, files, error } = event.data;
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) {
      resolve({ result, files });
    } else {
      reject(new Error(error));
    }
  }

  function start() {
    const text = document.getElementById("worker.js").textContent;
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    worker = new Worker(address);
    worker.onmessage = received;
    const assets = {};
    for (const name of ["pyodide.asm.wasm", "pyodide.asm.js", "pyodide.js", "repodata.json", "python_stdlib.zip", "packages.zip"]) {
      const element = document.getElementById(name);
      assets[name] = element.textContent;
      element.remove();
    }
    self.ready = new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage({ id: last, op: "start", assets });
    });
    return self.ready;
  }

  const self = { start, call, ready: null };
  return self;
})();
