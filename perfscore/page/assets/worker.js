/* Starts the Python runtime in a worker and passes messages between the page and the engine.

   The page sends {id, op, ...}; the answer is {id, result}, or {broken} where the runtime itself can go on no more:
   what a file provokes is answered in words. The first message is {op: "start", assets: {name: base64 of gzip}}. */
"use strict";

const HOME = "https://perfscore.invalid/";   // never requested: every answer comes from the page itself
const assets = new Map();
let answer = null;

async function unpack(base64) {
  const packed = await self.originalFetch("data:application/octet-stream;base64," + base64);
  const stream = packed.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

// The runtime asks for its files by address; they are answered out of the page.
self.originalFetch = self.fetch.bind(self);
self.fetch = async (address, options) => {
  const text = String(address && address.url ? address.url : address);
  if (!text.startsWith(HOME)) {
    return self.originalFetch(address, options);
  }
  const name = text.slice(HOME.length);
  if (!assets.has(name)) {
    return new Response("", { status: 404 });
  }
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return new Response(assets.get(name), { headers: { "Content-Type": type } });
};

function run(name) {
  const address = URL.createObjectURL(new Blob([assets.get(name)], { type: "text/javascript" }));
  importScripts(address);
  URL.revokeObjectURL(address);
}

async function start(message) {
  await Promise.all(Object.keys(message.assets).map(async (name) => {
    assets.set(name, await unpack(message.assets[name]));
  }));
  run("pyodide.js");
  run("pyodide.asm.js");
  const pyodide = await loadPyodide({ indexURL: HOME, stdin: () => null });
  const site = pyodide.runPython("import site, sys; sys.path[-1]");
  pyodide.unpackArchive(assets.get("packages.zip"), "zip", { extractDir: site });
  assets.clear();
  answer = pyodide.pyimport("perfscore.page.bridge").answer;
  return { ready: true };
}

self.onmessage = async (event) => {
  const message = event.data;
  try {
    if (message.op === "start") {
      self.postMessage(await start(message));
      return;
    }
    const answered = answer(message.op, JSON.stringify(message.values || {}), message.data || undefined);
    const [text, buffers] = answered.toJs({ create_pyproxies: false });
    answered.destroy();
    const files = buffers.map((buffer) => buffer.slice().buffer);
    self.postMessage({ id: message.id, result: JSON.parse(text), files }, files);
  } catch (error) {
    console.error(error);
    self.postMessage({ broken: String(error && error.message ? error.message : error) });
  }
};
