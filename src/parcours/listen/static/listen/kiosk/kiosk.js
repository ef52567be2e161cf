// A tablet that stands somewhere: one person after the other, with or without a network.
(async () => {
  const { body } = document;
  const main = document.getElementById("main");
  const given = new URLSearchParams(location.search);
  const IDLE = Math.max(5, Number(given.get("idle")) || 45) * 1000;
  const WARNED = Math.min(10000, IDLE / 2);
  const THANKED = 8000;
  const HASTE = 300;
  const CONTEXT = ["shop", "table", "till", "touchpoint"];
  const context = Object.fromEntries(CONTEXT.filter((name) => given.get(name)).map((name) => [name, given.get(name).slice(0, 120)]));

  let material = null; // what is asked from the next person on
  let here = null; // the question on the screen
  let answer = null; // what this person said so far
  let asked = null; // what they are asked: it stays what it was when they began
  let language = "";
  let timers = [];

  const words = () => asked.words[language];
  const survey = () => asked.definition;
  const known = () => flow.known(survey(), answer.values, context, language);
  const say = (each) => flow.fill(flow.say(survey(), each, language), known());
  const next = (key) => flow.after(survey(), answer.values, key);
  const previous = (key) => flow.before(survey(), answer.values, key);

  function element(name, text, more = {}) {
    const made = Object.assign(document.createElement(name), more);
    made.textContent = text;
    return made;
  }

  function start() {
    clear();
    asked = material;
    const codes = asked.languages.map(([code]) => code);
    language = [body.dataset.language, codes[0]].find((code) => codes.includes(code));
    answer = {
      key: uuid(), version: asked.version, language, context, values: {},
      started_at: new Date().toISOString(), left_at: null, completed_at: null, is_open: true,
    };
    const first = next(null);
    if (asked.closed || !first) main.replaceChildren(element("h1", asked.closed || words().title));
    else ask(first);
  }

  function ask(question) {
    here = question;
    const form = Object.assign(document.createElement("form"), { id: "answers", noValidate: true });
    const first = previous(question.key) === null;
    const { intro } = survey();
    if (first && intro) {
      form.append(element("h1", say(intro.title)));
      if (intro.text) form.append(element("p", say(intro.text), { className: "intro" }));
    }
    const value = answer.values[question.key];
    form.append(screens.part(question, asked.screens[language][question.key], { known: known(), value }));
    const go = element("p", "", { className: "go" });
    const isLast = next(question.key) === null && !leads(question);
    go.append(element("button", isLast ? words().send : words().next, { value: "next" }));
    if (!first) go.append(element("button", words().back, { value: "back", type: "button", className: "quiet" }));
    form.append(go);
    main.replaceChildren(form);
    shownAt = performance.now();
    speak(first);
    // Who uses a screen reader hears the new question; the first waits for them.
    if (answer.left_at) { main.tabIndex = -1; main.focus({ preventScroll: true }); }
    scrollTo(0, 0);
    if (answer.left_at) wait();
  }

  const leads = (question) => JSON.stringify(survey().questions.map((each) => each.show_if ?? null)).includes(`"question":"${question.key}"`);

  function speak(isFirst) {
    document.documentElement.lang = language;
    document.title = words().title;
    document.getElementById("use").textContent = words().use;
    for (const title of document.querySelectorAll("header strong")) title.textContent = words().title;
    const list = document.getElementById("languages");
    list.hidden = !isFirst || asked.languages.length < 2;
    list.replaceChildren(...asked.languages.map(([code, name]) => {
      const button = element("button", name, { type: "button", lang: code, value: code });
      if (code === language) button.setAttribute("aria-current", "true");
      return button;
    }));
  }

  async function keep() {
    answer.left_at = new Date().toISOString();
    await storing.put({ ...answer, values: flow.counted(survey(), answer.values) });
  }

  // A hand that touches twice answers once: the next question takes a moment to listen.
  let isBusy = false;
  let shownAt = 0;
  async function onward(question) {
    if (isBusy || question !== here || performance.now() - shownAt < HASTE) return;
    isBusy = true;
    await take(question).finally(() => { isBusy = false; });
  }

  async function said(question, value) {
    if (question.kind !== "picture") return { value, mistake: screens.mistake(question, value, words()) };
    const before = answer.values[question.key] ?? null;
    if (!value) return { value: before, mistake: screens.mistake(question, before, words()) };
    const { blob, mistake } = await photographs.taken(value, words());
    if (mistake) return { mistake };
    const key = uuid();
    // One that finds no place asks for no other: the person goes on without it.
    const isKept = await storing.putPicture({ key, answer: answer.key, blob }).then(() => true, () => false);
    return isKept ? { value: key } : { mistake: words().no_room };
  }

  async function take(question) {
    const form = document.getElementById("answers");
    const { value, mistake } = await said(question, screens.read(question, form));
    form.querySelector(".mistake")?.remove();
    if (mistake) {
      form.querySelector(".go").before(element("p", mistake, { className: "mistake", role: "alert" }));
      return;
    }
    answer.values[question.key] = value;
    answer.language = language;
    await keep();
    const following = next(question.key);
    if (following) ask(following);
    else await finish();
  }

  async function finish() {
    answer.is_open = false;
    answer.completed_at = new Date().toISOString();
    await keep();
    const thanks = flow.thanks(survey(), answer.values);
    const box = element("div", "", { className: "thanks" });
    box.append(element("h1", thanks ? say(thanks.title) : words().thanks));
    if (thanks?.text) box.append(element("p", say(thanks.text)));
    box.append(element("button", words().again, { type: "button", value: "start" }));
    main.replaceChildren(box);
    clear();
    timers = [setTimeout(start, THANKED)];
    await syncing.count();
    bring();
  }

  // Someone left before the end: what they said is kept, the next person begins anew.
  async function leave() {
    clear();
    if (answer.left_at && !answer.completed_at) {
      answer.is_open = false;
      await storing.put({ ...answer, values: flow.counted(survey(), answer.values) });
      await syncing.count();
      bring();
    }
    start();
  }

  const still = document.getElementById("still");
  function clear() {
    timers.forEach(clearTimeout);
    timers = [];
    if (still.open) still.close();
  }
  function wait() {
    clear();
    timers = [setTimeout(() => {
      still.querySelector("p").textContent = words().still;
      still.querySelector("button").textContent = words().yes;
      still.showModal();
    }, IDLE - WARNED), setTimeout(leave, IDLE)];
  }
  const isUnderWay = () => answer && !answer.completed_at && document.getElementById("answers");
  for (const move of ["pointerdown", "keydown", "input"]) {
    addEventListener(move, () => { if (isUnderWay()) wait(); }, { passive: true });
  }

  // Whoever takes a photograph is away from the page, and still there.
  document.addEventListener("visibilitychange", () => {
    if (!isUnderWay()) return;
    if (document.hidden) clear();
    else wait();
  });

  main.addEventListener("submit", (event) => { event.preventDefault(); onward(here); });
  main.addEventListener("click", (event) => {
    const { value } = event.target.closest("button") ?? {};
    if (value === "back") { ask(previous(here.key)); return; }
    if (value === "start") { start(); return; }
    // A score that is touched leads on; arrow keys only choose.
    const isScore = event.detail > 0 && event.target.matches(".scale input") && here.kind !== "moments";
    if (isScore) setTimeout(onward, 250, here);
  });
  document.getElementById("languages").addEventListener("click", (event) => {
    const { value } = event.target.closest("button") ?? {};
    if (value) { language = value; ask(here); }
  });

  async function bring() {
    const fresh = await syncing.now();
    if (fresh) { material = fresh; locking.set(fresh.pin); }
    // What is asked changed, and nobody is answering: the next person sees the new questions.
    const isFree = !asked || !answer.left_at;
    const isNew = !asked || fresh?.version !== asked.version || Boolean(fresh.closed) !== Boolean(asked.closed);
    if (fresh && isFree && isNew) start();
  }

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  }

  // Whoever was answering when the page was closed has left.
  const kept = await storing.all().catch(() => null);
  if (!kept) { main.querySelector("[data-unable]").hidden = false; return; }
  for (const each of kept) {
    if (each.is_open) await storing.put({ ...each, is_open: false });
  }
  navigator.storage?.persist?.();
  if (navigator.serviceWorker) await navigator.serviceWorker.register(body.dataset.worker).catch(() => null);
  await syncing.count();
  await bring();
  if (!material) main.querySelector("[data-away]").hidden = false;
  addEventListener("online", bring);
  setInterval(bring, 60000);
})();
