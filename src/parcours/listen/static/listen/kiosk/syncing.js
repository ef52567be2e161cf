// Bringing answers to the server: nothing leaves the device before the server says it has it.
// What is sent twice counts once, so whatever is in doubt is sent again.
const syncing = (() => {
  const AT_ONCE = 25;
  const AN_HOUR = 3600000;
  const { survey, answers } = document.body.dataset;
  const state = { waiting: 0, refused: [], at: null, problem: "" };
  let changed = () => {};

  async function count() {
    const all = (await storing.all()).filter((each) => !each.is_open);
    state.waiting = all.filter((each) => !each.reasons).length;
    state.refused = all.filter((each) => each.reasons);
    changed(state);
  }

  // A network that swallows what is sent must not keep the others waiting.
  const patiently = (url, options) => fetch(url, { ...options, signal: AbortSignal.timeout(30000) });

  // Refused answers are tried again now and then: a closed survey may be opened again.
  const isDue = (each) => !each.is_open && (!each.reasons || Date.now() - each.refused_at > AN_HOUR);

  async function bring(stamp, batch) {
    const sent = batch.map(({ is_open, reasons, refused_at, ...answer }) => answer);
    const reply = await patiently(answers, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ stamp, clock: new Date().toISOString(), answers: sent }),
    });
    if (!reply.ok) throw new Error(String(reply.status));
    const { results } = await reply.json();
    const has = new Map(results.map((each) => [each.key, each]));
    await storing.remove(batch.filter((each) => has.get(each.key)?.state === "kept").map((each) => each.key));
    for (const each of batch) {
      const result = has.get(each.key);
      if (result?.state === "refused") await storing.put({ ...each, reasons: result.reasons, refused_at: Date.now() });
    }
  }

  async function run() {
    let material = null;
    try {
      const reply = await patiently(survey, { credentials: "omit" });
      if (!reply.ok) throw new Error(String(reply.status));
      material = await reply.json();
      const due = (await storing.all()).filter(isDue).sort((one, other) => (one.started_at < other.started_at ? -1 : 1));
      for (let n = 0; n < due.length; n += AT_ONCE) await bring(material.stamp, due.slice(n, n + AT_ONCE));
      state.at = new Date();
      state.problem = "";
    } catch (error) {
      state.problem = error.message;
    }
    await count();
    return material;
  }

  let running = null;
  return {
    state,
    count,
    listen: (hears) => { changed = hears; },
    // One at a time, also where the page is open twice.
    now() {
      const once = () => (navigator.locks ? navigator.locks.request(answers, run) : run());
      running ??= once().finally(() => { running = null; });
      return running;
    },
  };
})();
