// The drawer: the form of a card, saved box by box while it is filled in.
(() => {
  const { editor } = window;
  if (!editor) return;
  const { words } = editor;
  const drawer = document.getElementById("drawer");
  const PAUSE = 500; // milliseconds after the last key
  const timers = new Map();
  let open = "";
  let opener = null;

  const address = (id) => `${words.element.replace("ELEMENT", id)}?texts=${words.texts}`;
  const boxes = (within = drawer) => [...within.querySelectorAll("[data-box]")];
  const values = (box) =>
    [...box.querySelectorAll("[name^='f.']")]
      .filter((input) => (input.type === "checkbox" || input.type === "radio" ? input.checked : true))
      .map((input) => input.value);
  const seen = (box) => [...box.querySelectorAll("[name^='s.']")].map((input) => input.value);
  const isDirty = (box) => {
    const plain = (list) => JSON.stringify(list.filter(Boolean));
    return plain(values(box)) !== plain(seen(box));
  };

  const show = async (id) => {
    flush();
    const answer = await editor.get(address(id)).catch(() => null);
    if (!answer) return;
    opener = document.activeElement;
    open = id;
    drawer.innerHTML = await answer.text();
    if (!drawer.open) drawer.showModal();
    drawer.querySelector("[name^='f.']")?.focus();
    document.dispatchEvent(new CustomEvent("editor:open"));
  };

  const close = () => {
    flush();
    drawer.close();
  };

  // What somebody else changed comes in; what is being written here stays as it is.
  const refresh = async () => {
    if (!open || !drawer.open) return;
    const answer = await editor.get(address(open)).catch(() => null);
    if (!answer) return;
    const fresh = document.createElement("div");
    fresh.innerHTML = await answer.text();
    const focus = document.activeElement?.closest("[data-box]")?.dataset.box;
    const unfolded = [...drawer.querySelectorAll("details[open]")].map((each) => each.dataset.more);
    const kept = new Map(
      boxes()
        .filter((box) => box.dataset.box === focus || isDirty(box))
        .map((box) => [box.dataset.box, box]),
    );
    const at = drawer.scrollTop;
    fresh.querySelectorAll("details").forEach((each) => {
      each.open = unfolded.includes(each.dataset.more);
    });
    boxes(fresh).forEach((box) => {
      const mine = kept.get(box.dataset.box);
      if (!mine) return;
      const fault = box.querySelector("[data-fault]").textContent;
      box.replaceWith(mine);
      mine.querySelector("[data-fault]").textContent = fault;
    });
    const active = document.activeElement;
    const caret = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
    drawer.replaceChildren(...fresh.childNodes);
    drawer.scrollTop = at;
    if (!drawer.contains(active) || active === document.activeElement) return;
    active.focus({ preventScroll: true });
    if (caret?.[0] != null) active.setSelectionRange(...caret);
  };

  const save = async (box) => {
    clearTimeout(timers.get(box));
    timers.delete(box);
    if (!isDirty(box)) return;
    const sheet = box.closest("[data-sheet]");
    const body = new FormData();
    body.set("verb", "set");
    body.set("element", sheet.dataset.sheet);
    body.set("texts", words.texts);
    box.querySelectorAll("[name^='b.']").forEach((input) => body.append(input.name, "1"));
    const field = box.dataset.field;
    seen(box).forEach((value) => body.append(`s.${field}`, value));
    const sent = values(box);
    sent.forEach((value) => body.append(`f.${field}`, value));
    remember(box, sent);
    editor.company.mine(sheet.dataset.sheet, field);
    const told = await editor.send(words.edits, body);
    tell(sheet, told);
    editor.after(told);
    if (field === "kind") refresh();
  };

  const remember = (box, sent) => {
    const name = `s.${box.dataset.field}`;
    box.querySelectorAll("[name^='s.']").forEach((input) => input.remove());
    sent.forEach((value) => {
      box.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    });
  };

  const tell = (sheet, told) => {
    if (!told.faults) return;
    const shown = new Set();
    boxes(sheet).forEach((box) => {
      const name = Object.keys(told.faults).find((field) => field.startsWith(box.dataset.field));
      const fault = name ? told.faults[name] : "";
      if (name) shown.add(name);
      box.querySelector("[data-fault]").textContent = fault;
      box.querySelector("input:not([type=hidden]), textarea, select")
        ?.toggleAttribute("aria-invalid", Boolean(fault));
    });
    sheet.querySelector("[data-fault-of-all]").textContent = Object.entries(told.faults)
      .filter(([name]) => !shown.has(name)).map(([, fault]) => fault).join(" ");
    const said = sheet.querySelector("[data-said]");
    if (said) {
      said.textContent = told.said;
      said.hidden = !told.said;
    }
  };

  const flush = () => [...timers.keys()].forEach(save);

  drawer.addEventListener("input", (event) => {
    const box = event.target.closest("[data-box]");
    if (!box) return;
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(() => save(box), PAUSE));
  });
  drawer.addEventListener("change", (event) => {
    const file = event.target.closest("input[type=file]");
    if (file?.files.length) return file.form.requestSubmit();
    const box = event.target.closest("[data-box]");
    if (box) save(box);
  });
  drawer.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (form.matches("[data-sheet]")) return boxes(form).forEach(save);
    const body = new FormData(form);
    const isPicture = form.matches("[data-upload]");
    if (form.matches("[data-leaves]")) close();
    await editor.send(isPicture ? form.action : words.edits, body);
    if (form.matches("[data-leaves]")) editor.toast(words.deleted);
    editor.board.refresh();
    refresh();
  });
  drawer.addEventListener("close", () => {
    const id = open;
    open = "";
    document.dispatchEvent(new CustomEvent("editor:open"));
    (editor.board.find(id)?.querySelector("[data-handle]") ?? opener)?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("[data-close]")) {
      event.preventDefault();
      return close();
    }
    const link = event.target.closest("[data-open]");
    const card = event.target.closest(".touchpoint")?.querySelector("[data-open]");
    const wanted = link ?? card;
    if (!wanted || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(wanted.dataset.open);
  });

  editor.drawer = { refresh, flush, get open() { return open; } };
})();
