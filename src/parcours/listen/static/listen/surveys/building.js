// The builder: what is written is kept at once, the telephone beside shows it, lists grow.
(() => {
  const builder = document.getElementById("builder");
  const frame = document.querySelector('iframe[name="preview"]');
  if (!builder) return;
  builder.classList.add("is-scripted");

  let waiting;
  const refresh = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => frame.contentWindow.location.replace(frame.contentWindow.location.href), 250);
  };
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && builder.contains(event.detail.elt)) refresh();
  });

  // The empty line at the end of a list becomes the next one as soon as it is written in.
  const renumber = (name) => name.replace(/(options|rows|columns|when)\.(\d+)\./, (_all, list, n) => `${list}.${Number(n) + 1}.`);
  const grow = (line) => {
    const next = line.cloneNode(true);
    for (const field of next.querySelectorAll("input, select")) {
      field.name = renumber(field.name);
      if (field.tagName === "SELECT") field.selectedIndex = 0;
      else field.value = "";
    }
    line.classList.remove("is-blank");
    line.after(next);
    ready(line);
  };
  const ready = (line) => {
    const button = line.querySelector("[data-take-out]");
    if (button) button.hidden = line.classList.contains("is-blank");
  };
  for (const line of builder.querySelectorAll(".line")) ready(line);
  builder.addEventListener("input", (event) => {
    const line = event.target.closest(".line.is-blank");
    if (line && event.target.value) grow(line);
  });
  builder.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-out]");
    if (!button) return;
    const line = button.closest(".line");
    const form = line.closest("form");
    line.remove();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Within a field the browser takes back letters; outside, a change of the survey.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    const way = key === "y" || event.shiftKey ? "redo" : "undo";
    const button = document.querySelector(`#steps [value=${way}]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  const questions = document.getElementById("questions");
  if (window.Sortable && questions) {
    window.Sortable.create(questions, {
      handle: ".grip",
      animation: 120,
      onEnd: () => {
        const keys = [...questions.children].map((each) => each.dataset.key);
        window.htmx.ajax("POST", builder.dataset.order, { source: questions, swap: "none", values: { key: keys } });
      },
    });
  }
})();
