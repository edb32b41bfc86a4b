window.perfscore = { engine, ready: engine.start() };
window.perfscore.ready.then(() => { document.title = "ready"; }, (error) => { document.title = "failed " + error.message; });
