// The editor's line to the server: edits are sent one after the other, and tried again.
// Everything else of the editor hangs on window.editor.
(() => {
  const root = document.getElementById("editor");
  if (!root) return;
  const words = root.dataset;
  const state = document.getElementById("state");
  const PAUSE = 3000; // milliseconds
  const waiting = [];
  let isSending = false;
  let number = Number(words.number);

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const show = (text, isBad = false) => {
    state.textContent = text;
    state.classList.toggle("is-bad", isBad);
  };
  const say = (text) => {
    document.getElementById("said").textContent = text;
  };

  const toast = (text) => {
    const note = Object.assign(document.createElement("p"), { className: "toast", textContent: text });
    document.getElementById("toasts").append(note);
    setTimeout(() => note.remove(), 8000);
  };

  const get = async (address) => {
    const answer = await fetch(address, { headers: { "X-Requested-With": "editor" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  };

  const post = (address, body) =>
    fetch(address, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "editor", "X-CSRFToken": token() },
    });

  // Edits wait for the one before: they arrive in the order they were made.
  const send = (address, body) =>
    new Promise((done) => {
      waiting.push({ address, body, done });
      pump();
    });

  const pump = async () => {
    if (isSending || !waiting.length) return;
    isSending = true;
    show(words.saving);
    const { address, body, done } = waiting[0];
    try {
      const answer = await post(address, body);
      if (answer.status >= 500) throw new Error(answer.status);
      const told = await answer.json();
      waiting.shift();
      if (told.refused) toast(told.refused);
      if (told.replaced) toast(told.replaced);
      done(told);
      if (!waiting.length) show(words.saved);
      isSending = false;
      pump();
    } catch {
      show(words.offline, true);
      setTimeout(() => {
        isSending = false;
        pump();
      }, PAUSE);
    }
  };

  const edit = async (fields) => {
    const body = new FormData();
    body.set("texts", words.texts);
    Object.entries(fields).forEach(([name, value]) => body.append(name, value));
    return after(await send(words.edits, body));
  };

  const step = async (which) => {
    const told = after(await send(words[which], new FormData()));
    if (!told.refused) say(which === "undo" ? words.undone : words.redone);
    return told;
  };

  const after = (told) => {
    editor.board.refresh();
    return told;
  };

  addEventListener("beforeunload", (event) => {
    editor.drawer.flush();
    if (waiting.length) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    if (event.target.matches("input:not([type=checkbox], [type=radio]), textarea")) return;
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo").then(() => editor.drawer.refresh());
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-step]");
    if (!form) return;
    event.preventDefault();
    step(form.dataset.step).then(() => editor.drawer.refresh());
  });

  window.editor = {
    root, words, fill, say, toast, get, post, send, edit, after, step,
    isBusy: () => waiting.length > 0,
    get number() { return number; },
    set number(value) { number = Math.max(number, value); },
  };
})();
