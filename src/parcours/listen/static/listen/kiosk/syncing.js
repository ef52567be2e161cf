// Bringing answers to the server: nothing leaves the device before the server says it has it.
// What is sent twice counts once, so whatever is in doubt is sent again.
const syncing = (() => {
  const AT_ONCE = 25;
  const BYTES = 4e6;
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
  const patiently = (url, options, seconds = 30) => fetch(url, { ...options, signal: AbortSignal.timeout(seconds * 1000) });

  // Refused answers are tried again now and then: a closed survey may be opened again.
  const isDue = (each) => !each.is_open && (!each.reasons || Date.now() - each.refused_at > AN_HOUR);

  // So many at once as go through in a while: photographs weigh.
  function batches(due, pictures) {
    const found = [];
    let bytes = Infinity;
    for (const answer of due) {
      const keys = Object.values(answer.values);
      const own = pictures.filter((each) => each.answer === answer.key && keys.includes(each.key));
      const more = own.reduce((sum, each) => sum + each.blob.size, 0);
      if (bytes + more > BYTES || found.at(-1).length === AT_ONCE) {
        found.push([]);
        bytes = 0;
      }
      found.at(-1).push({ answer, own });
      bytes += more;
    }
    return found;
  }

  async function bring(stamp, several) {
    const batch = several.map(({ answer }) => answer);
    const sent = batch.map(({ is_open, reasons, refused_at, ...answer }) => answer);
    const told = new FormData();
    told.append("brought", JSON.stringify({ stamp, clock: new Date().toISOString(), answers: sent }));
    for (const { key, blob } of several.flatMap(({ own }) => own)) told.append(key, blob, `${key}.jpg`);
    const reply = await patiently(answers, { method: "POST", credentials: "omit", body: told }, 120);
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
      for (const batch of batches(due, await storing.pictures())) await bring(material.stamp, batch);
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
