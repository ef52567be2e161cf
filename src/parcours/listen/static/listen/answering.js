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
  const moves = ["pointermove", "touchstart", "scroll", "keydown"];
  const first = new AbortController();
  for (const move of moves) {
    addEventListener(move, () => { first.abort(); onward(); }, { signal: first.signal, passive: true });
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
