// The board: cards and phases are dragged with mouse or finger, or moved with Alt and arrows.
(() => {
  const { editor } = window;
  if (!editor) return;
  const { words, fill, say } = editor;
  const board = document.getElementById("board");
  let isHeld = false;
  let isStale = false;
  let sortables = [];
  let asked = 0;

  const element = (place) => place?.closest("[data-element]");
  const find = (id) => board.querySelector(`[data-element="${CSS.escape(id)}"]`);
  const handle = (place) => place.querySelector("[data-handle]");

  // A card under a finger stays where it is: what came meanwhile is shown once it is let go.
  const refresh = async () => {
    const mine = ++asked;
    board.ariaBusy = "true";
    const text = await editor
      .get(`${words.board}?texts=${words.texts}`)
      .then((answer) => answer.text())
      .catch(() => null);
    if (mine !== asked) return;
    if (isHeld) {
      isStale = true;
      return;
    }
    if (text !== null) show(text);
    board.ariaBusy = "false";
  };
  const show = (text) => {
    const focused = element(document.activeElement);
    const draft = unsent();
    board.innerHTML = text;
    dress();
    restore(draft);
    if (focused && !document.activeElement?.closest("#board, dialog[open]"))
      find(focused.dataset.element)?.querySelector("[data-handle]")?.focus();
    document.dispatchEvent(new CustomEvent("editor:board"));
  };

  // Told before the drag, which keeps these events for itself; done once the drag has ended.
  const letGo = () =>
    setTimeout(() => {
      isHeld = false;
      if (isStale) refresh();
      isStale = false;
    });
  board.addEventListener("pointerdown", () => { isHeld = true; });
  addEventListener("pointerup", letGo, true);
  addEventListener("pointercancel", letGo, true);

  // What was typed for a new card and not sent yet outlives a change by somebody else.
  const unsent = () =>
    [...board.querySelectorAll(".add")].map((form) => ({
      into: form.elements.into.value,
      kind: form.elements.kind.value,
      title: form.elements.title.value,
      isFocused: form.elements.title === document.activeElement,
    }));
  const restore = (kept) =>
    kept.forEach(({ into, kind, title, isFocused }) => {
      const form = [...board.querySelectorAll(".add")].find(
        (each) => each.elements.into.value === into && each.elements.kind.value === kind,
      );
      if (!form) return;
      form.elements.title.value = title;
      if (isFocused) form.elements.title.focus();
    });

  const move = (place) => {
    const before = place.previousElementSibling;
    const into = place.dataset.kind === "stage" ? "canvas" : place.closest("[data-list]").dataset.list;
    return editor.edit({
      verb: "move",
      element: place.dataset.element,
      into,
      after: before?.dataset.element ?? "",
    });
  };

  const options = {
    animation: 140,
    forceFallback: true,
    fallbackTolerance: 6,
    delay: 180,
    delayOnTouchOnly: true,
    ghostClass: "is-ghost",
    onEnd: ({ item, from, to, oldIndex, newIndex }) => {
      if (from === to && oldIndex === newIndex) return;
      isStale = false;
      move(item);
    },
  };

  const dress = () => {
    sortables.forEach((each) => each.destroy());
    sortables = [...board.querySelectorAll("[data-list]")].map((list) =>
      Sortable.create(list, { ...options, group: "cards", draggable: ".touchpoint" }),
    );
    sortables.push(
      Sortable.create(board, { ...options, draggable: ".stage", handle: ".stage-head" }),
    );
  };

  const told = (place) => {
    const siblings = [...place.parentElement.children].filter((each) => each.dataset.element);
    const around = element(place.parentElement);
    say(fill(words.moved, {
      what: handle(place).dataset.name,
      n: siblings.indexOf(place) + 1,
      all: siblings.length,
      where: around ? handle(around).dataset.name : document.querySelector("h1").textContent,
    }));
  };

  const beside = (place, step) => {
    const other = step < 0 ? place.previousElementSibling : place.nextElementSibling;
    if (!other?.dataset.element) return false;
    if (step < 0) other.before(place);
    else other.after(place);
    return true;
  };

  const across = (card, step) => {
    const stage = card.closest(".stage");
    const other = step < 0 ? stage.previousElementSibling : stage.nextElementSibling;
    if (!other?.matches(".stage")) return false;
    const at = [...card.parentElement.children].indexOf(card);
    const list = other.querySelector("[data-list]");
    list.insertBefore(card, list.children[at] ?? null);
    return true;
  };

  board.addEventListener("keydown", (event) => {
    const place = event.target.matches("[data-handle]") ? element(event.target) : null;
    if (!place) return;
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    const step = steps[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      const isStage = place.dataset.kind === "stage";
      const isMoved = isStage
        ? step[0] && beside(place, step[0])
        : step[0] ? across(place, step[0]) : beside(place, step[1]);
      if (!isMoved) return;
      handle(place).focus();
      told(place);
      move(place);
    } else if (event.key === "Delete") {
      event.preventDefault();
      editor.edit({ verb: "delete", element: place.dataset.element });
      say(words.deleted);
      editor.toast(words.deleted);
    }
  });

  board.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-add]");
    if (!form) return;
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    form.reset();
    const { element: made } = await editor.edit(fields);
    say(fields.title);
    document.addEventListener(
      "editor:board",
      () => made && find(made)?.scrollIntoView({ block: "nearest", inline: "nearest" }),
      { once: true },
    );
  });

  editor.board = { refresh, find };
  dress();
})();
