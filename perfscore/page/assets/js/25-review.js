/* The files under review: one after the other through the engine, with progress and a way to stop. */
const FACTS = JSON.parse(document.getElementById("facts").textContent);
const TEMPORARY = /(^|\/)(~\$|\.)/;
const PATIENCE = 2000;  // milliseconds that a file may still take after "stop"

/** Tell whether a file is looked into: one that was named itself always, one of a folder by its ending. */
function isWanted(path) {
  return !TEMPORARY.test(path) && (!path.includes("/") || FACTS.endings.some((ending) => path.toLowerCase().endsWith(ending)));
}

/** Read a file; one that was changed or taken away since it was put in cannot be read any more. */
async function contentOf({ path, file }) {
  if (file.size > FACTS.fileBytes) {
    throw new Told(t("too_large", { path, limit: Math.floor(FACTS.fileBytes / 1048576) }));
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Told(t("unreadable", { path }));
  }
}

const review = (() => {
  const items = [];       // { id, path, file, state: "waiting" | "done" | "stopped", file record, workbook, refused }
  const approved = [];    // target tables: { path, file }
  const decided = [];     // workbooks and files of decisions: { path, file }
  const queue = [];
  let running = false;
  let current = null;
  let stopped = 0;
  let count = 0;

  function add(files) {
    const wanted = files.filter(({ path, file }) => file === UNOPENED || isWanted(path));
    for (const { path, file } of wanted) {
      count += 1;
      const item = { id: count, path, file, state: "waiting", record: null, workbook: null, problem: null, refused: false };
      items.push(item);
      queue.push(item);
    }
    if (!wanted.length) {
      say(t("nothing_to_read", { count: files.length }));
    }
    return run();
  }

  async function run() {
    if (running || !queue.length) {
      show();
      return;
    }
    running = true;
    stopped = 0;
    show();
    const began = performance.now();
    let done = 0;
    let problem = null;
    try {
      while (queue.length) {  // more may come in while the files are held against each other
        while (queue.length) {
          current = queue.shift();
          say(t("progress", { done: done + 1, all: done + 1 + queue.length, name: current.path }));
          await one(current);
          current = null;
          done += 1;
          show();
        }
        await across();
      }
    } catch (error) {
      problem = inWords(error);
      skip();  // what broke the engine over all files would break it again
    }
    running = false;
    const tables = items.reduce((sum, item) => sum + (item.record ? item.record.tables.length : 0), 0);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(problem || (stopped ? t("cancelled", { count: stopped }) : t("done", { count: done, tables, seconds })));
    show();
  }

  function skip() {
    for (const item of queue.splice(0)) {
      item.state = "stopped";
      stopped += 1;
    }
  }

  /** Leave out what waits; what is being read gets a moment more. */
  function stop() {
    skip();
    const last = current;
    setTimeout(() => {
      if (last && last === current) {
        engine.end(t("ended", { path: last.path }));
      }
    }, PATIENCE);
  }

  /** Tell a new worker what the last one was told. */
  async function restore(send) {
    await send("configure", forEngine()).catch((error) => say(inWords(error)));
    for (const [list, op] of [[approved, "targets"], [decided, "decisions"]]) {
      for (const entry of list.slice()) {
        try {
          await send(op, { path: entry.path }, await contentOf(entry));
        } catch (error) {
          list.splice(list.indexOf(entry), 1);
          say(inWords(error));
        }
      }
    }
  }

  /** Review again what went with a worker, but for the file that ended it. */
  function lost() {
    for (const item of items) {
      if (item.record && item.record.error === null && item !== current && !queue.includes(item)) {
        Object.assign(item, { state: "waiting", record: null, workbook: null });
        queue.push(item);
      }
    }
    setTimeout(run);
  }

  /** Hold all files against each other; those with something more to say are corrected again. */
  async function across() {
    const ids = items.filter((item) => item.record && item.record.error === null).map((item) => item.id);
    const { result } = await engine.call("across", { ids });
    for (const item of items.filter((each) => result.changed.includes(each.id))) {
      await one(item, "correct");
    }
  }

  async function one(item, op) {
    try {
      const data = await contentOf(item);
      const { result, files } = await engine.call(op || "evaluate", { id: item.id, path: item.path }, data);
      Object.assign(item, { state: "done", record: result.file, problem: result.problem, saveAs: result.name });
      item.workbook = files.length ? new Blob([files[0]], { type: TYPES.xlsx }) : null;
    } catch (error) {
      // Whatever a strange file does, it costs that file alone.
      const record = { path: item.path, error: inWords(error), tables: [], findings: [] };
      Object.assign(item, { state: "done", record, workbook: null, refused: item.refused || error instanceof Lost });
    }
  }

  /** Review files again, all of them unless one is named; not what ended the engine. */
  function again(item) {
    for (const each of item ? [item] : items) {
      if (!queue.includes(each) && !each.refused) {
        queue.push(each);
      }
    }
    return run();
  }

  function remove(item) {
    items.splice(items.indexOf(item), 1);
    engine.call("remove", { id: item.id });
    show();
  }

  function removeAll() {
    queue.splice(0);
    for (const item of items.splice(0)) {
      engine.call("remove", { id: item.id });
    }
    show();
  }

  /** Put target tables or decisions beside the sheets; both change what the sheets give. */
  async function beside(list, op, files) {
    const problems = [];
    for (const entry of files) {
      try {
        await engine.call(op, { path: entry.path }, await contentOf(entry));
        list.push(entry);
      } catch (error) {
        problems.push(inWords(error));
      }
    }
    show();
    await again();
    if (problems.length) {
      say(problems.join(" "));
    }
  }

  return {
    items, approved, decided, add, again, remove, removeAll, stop, restore, lost,
    running: () => running,
    addTargets: (files) => beside(approved, "targets", files),
    addDecisions: (files) => beside(decided, "decisions", files),
    async clearBeside(list, op) {
      list.splice(0);
      await engine.call(op, { clear: true });
      await again();
    },
  };
})();

engine.restore = review.restore;
engine.lost = review.lost;
