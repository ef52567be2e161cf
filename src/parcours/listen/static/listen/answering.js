// Comfort on the pages where people answer; all of it works without.
const form = document.getElementById("answers");

// One press sends once, and says that it is under way.
form?.addEventListener("submit", (event) => {
  if (form.dataset.busy) event.preventDefault();
  form.dataset.busy = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  if (form) delete form.dataset.busy;
  document.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
});

// Whoever touches the page is a person, however quick.
let isByHand = false;
for (const move of ["pointerdown", "keydown", "click", "input"]) {
  addEventListener(move, (event) => { isByHand ||= event.isTrusted; }, { capture: true, passive: true });
}
form?.addEventListener("formdata", ({ formData }) => { if (isByHand) formData.set("hand", "yes"); });

// The second tap of two, meant for the screen before, answers nothing on this one.
const TWICE = 400;
let shownAt = new URLSearchParams(location.search).has("q") ? Infinity : -TWICE;
if (shownAt === Infinity) requestAnimationFrame((now) => { shownAt = now; });
form?.addEventListener("click", (event) => {
  if (event.detail === 0 || performance.now() - shownAt >= TWICE) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

function onward() {
  const button = form.querySelector("[value=next]");
  setTimeout(() => form.requestSubmit(button), 250);
}

// A score touched or clicked on a screen of its own leads on; arrow keys only choose.
form?.addEventListener("click", (event) => {
  const isScore = event.detail > 0 && event.target.matches(".scale input");
  const isAlone = form.dataset.layout === "screens" && form.querySelectorAll("[name=asked]").length === 1;
  if (isScore && isAlone && !event.target.closest(".moments")) onward();
});

// The score chosen in a mail is sent at the reader's first move: whoever scans mails makes none.
if (form && "chosen" in form.dataset) {
  const first = new AbortController();
  const moved = (event) => {
    if (event.type === "mousemove" && !event.movementX && !event.movementY) return;
    first.abort();
    isByHand ||= event.isTrusted;
    onward();
  };
  for (const move of ["mousemove", "touchmove", "wheel"]) {
    addEventListener(move, moved, { signal: first.signal, passive: true });
  }
}

// On a page of many questions, those that depend on an answer come and go with it.
form?.addEventListener("change", async (event) => {
  if (form.dataset.layout !== "page" || !event.target.closest("[data-leads]")) return;
  const sent = new FormData(form);
  sent.set("go", "refresh");
  const answer = await fetch(form.action, { method: "POST", body: sent }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("answers");
  if (!fresh) return;
  const { name, value } = document.activeElement;
  form.replaceChildren(...fresh.children);
  form.action = fresh.action;
  for (const field of form.elements) {
    if (field.name === name && (field.type !== "radio" || field.value === value)) field.focus();
  }
});

// How many letters are left, once few are.
form?.addEventListener("input", ({ target }) => {
  if (target.tagName !== "TEXTAREA") return;
  const left = target.maxLength - target.value.length;
  let line = target.nextElementSibling;
  if (!line) {
    line = document.createElement("p");
    line.className = "left";
    line.setAttribute("aria-live", "polite");
    target.after(line);
  }
  line.textContent = left < 100 ? String(left) : "";
});

// Within a page of another site: how high it is, that it was answered, that one wants out.
if (parent !== window) {
  document.documentElement.classList.add("framed");
  const tell = (said, more) => parent.postMessage({ parcours: said, ...more }, "*");
  new ResizeObserver(() => tell("height", { height: document.body.offsetHeight })).observe(document.body);
  if (document.querySelector(".thanks")) tell("answered");
  addEventListener("keydown", (event) => { if (event.key === "Escape") tell("close"); });
}
