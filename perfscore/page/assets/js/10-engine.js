/* The engine in its worker: `engine.call(op, values, data)` answers with {result, files}.

   A worker that breaks, or is ended because of a file that takes too long, is followed by a new one, which knows
   nothing: `engine.lost` is called at once, and `engine.restore` tells the new one again what was chosen. */

/** An error in words that can be shown as they are. */
class Told extends Error {}

/** The worker was ended, and what it knew is gone. */
class Lost extends Told {}

/** Say in words what went wrong; the browser's own messages are in English and for the console. */
function inWords(error) {
  if (error instanceof Told) {
    return error.message;
  }
  console.error(error);
  return t("unexpected");
}

const engine = (() => {
  const waiting = new Map();
  const assets = {};
  let worker = null;
  let clock = null;
  let last = 0;

  function send(op, values, data) {
    return new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject, timed: Boolean(data) });
      worker.postMessage({ id: last, op, values, data }, data ? [data.buffer] : []);
      if (waiting.size === 1) {
        watch();
      }
    });
  }

  /** Give the file that is being read its time; the worker takes its messages in order. */
  function watch() {
    clearTimeout(clock);
    const [next] = waiting.values();
    if (next && next.timed) {
      clock = setTimeout(() => end(t("too_long", { seconds: self.seconds })), self.seconds * 1000);
    }
  }

  function received(event) {
    const { id, result, files, broken } = event.data;
    if (broken !== undefined) {
      end(t("broken"));
      return;
    }
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    watch();
    if (result.error === undefined) {
      resolve({ result, files });
    } else {
      reject(new Told(result.error));
    }
  }

  /** End the worker, whatever it is doing, and start another one. */
  function end(reason) {
    worker.terminate();
    clearTimeout(clock);
    const unanswered = Array.from(waiting.values());
    waiting.clear();
    begin();
    self.ready = self.ready.then(() => self.restore(send));
    self.lost();
    for (const { reject } of unanswered) {
      reject(new Lost(reason));
    }
  }

  function begin() {
    const text = document.getElementById("worker.js").textContent;
    worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    worker.onmessage = (event) => {
      if (event.data.broken === undefined) {
        worker.onmessage = received;
        worker.onerror = () => end(t("broken"));
        ready();
      } else {
        failed(new Error(event.data.broken));
      }
    };
    let ready = null;
    let failed = null;
    self.ready = new Promise((resolve, reject) => {
      [ready, failed] = [resolve, reject];
      worker.onerror = (event) => reject(new Error(event.message));
    });
    worker.postMessage({ op: "start", assets });
  }

  function start() {
    for (const name of ["pyodide.asm.wasm", "pyodide.asm.js", "pyodide.js", "repodata.json", "python_stdlib.zip", "packages.zip"]) {
      const element = document.getElementById(name);
      assets[name] = element.textContent;
      element.remove();
    }
    begin();
    return self.ready;
  }

  const self = {
    start, end, ready: null, restore: async () => {}, lost: () => {}, seconds: 120,
    async call(op, values, data) {
      await self.ready;
      return send(op, values, data);
    },
  };
  return self;
})();
