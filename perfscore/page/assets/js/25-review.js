/* The files under review: one after the other through the engine, with progress and a way to stop. */
const ENDINGS = /\.(xlsx|xlsm|xls|et|docx|pdf|htm|html)$/i;
const TEMPORARY = /(^|\/)(~\$|\.)/;

const review = (() => {
  const items = [];       // { id, path, file, state: "waiting" | "done" | "stopped", file record, workbook }
  const approved = [];    // target tables: { path, file }
  const decided = [];     // workbooks and files of decisions: { path, file }
  const queue = [];
  let running = false;
  let stopped = false;
  let count = 0;

  function add(files) {
    for (const { path, file } of files) {
      if (TEMPORARY.test(path) || (files.length > 1 && !ENDINGS.test(path))) {
        continue;
      }
      count += 1;
      const item = { id: count, path, file, state: "waiting", record: null, workbook: null, problem: null };
      items.push(item);
      queue.push(item);
    }
    run();
  }

  async function run() {
    if (running || !queue.length) {
      show();
      return;
    }
    running = true;
    stopped = false;
    const began = performance.now();
    let done = 0;
    while (queue.length && !stopped) {
      const item = queue.shift();
      say(t("progress", { done: done + 1, all: done + 1 + queue.length, name: item.path }));
      await one(item);
      done += 1;
      show();
    }
    await across();
    running = false;
    const tables = items.reduce((sum, item) => sum + (item.record ? item.record.tables.length : 0), 0);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(stopped ? t("cancelled", { count: queue.length }) : t("done", { count: done, tables, seconds }));
    for (const item of queue.splice(0)) {
      item.state = "stopped";
    }
    show();
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
      await engine.ready;
      const data = new Uint8Array(await item.file.arrayBuffer());
      const { result, files } = await engine.call(op || "evaluate", { id: item.id, path: item.path }, data);
      Object.assign(item, { state: "done", record: result.file, problem: result.problem, saveAs: result.name });
      item.workbook = files.length ? new Blob([files[0]], { type: TYPES.xlsx }) : null;
    } catch (error) {
      // Whatever a strange file does, it costs that file alone.
      Object.assign(item, { state: "done", record: { path: item.path, error: error.message, tables: [], findings: [] }, workbook: null });
    }
  }

  /** Review files again, all of them unless one is named. */
  function again(item) {
    for (const each of item ? [item] : items) {
      if (!queue.includes(each)) {
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
    list.push(...files);
    for (const { path, file } of files) {
      const data = new Uint8Array(await file.arrayBuffer());
      const { result } = await engine.call(op, { path }, data);
      if (result.error) {
        list.splice(list.findIndex((entry) => entry.path === path), 1);
        say(result.error);
        show();
        return;
      }
    }
    show();
    await again();
  }

  return {
    items, approved, decided, add, again, remove, removeAll,
    stop() { stopped = true; },
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
