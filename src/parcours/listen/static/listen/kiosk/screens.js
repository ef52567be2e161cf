// One question on the screen: its words filled, what was answered before, and what is now.
const screens = (() => {
  function fillWords(part, known) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.data.includes("{")) text.data = flow.fill(text.data, known);
    }
  }

  // Each person sees them in another order; "other" stays last.
  function shuffle(question, part) {
    if (!question.shuffle) return;
    const several = [...part.querySelectorAll(question.kind === "matrix" ? ".row" : ".options > label")];
    const free = several.filter((each) => !each.querySelector('[value="other"]'));
    const after = free.at(-1)?.nextSibling;
    const place = free[0]?.parentNode;
    for (let n = free.length - 1; n > 0; n -= 1) {
      const other = Math.floor(Math.random() * (n + 1));
      [free[n], free[other]] = [free[other], free[n]];
    }
    for (const each of free) place.insertBefore(each, after);
  }

  const fields = (part, key, row) => [...part.querySelectorAll(`[name="${CSS.escape(`v-${key}${row ? `.${row}` : ""}`)}"]`)];
  const isRowed = (question) => question.kind === "matrix" || question.kind === "moments";
  const rowsOf = (question) => (question.rows ?? question.moments ?? []).map((each) => each.key);

  function restore(question, part, value) {
    if (value === undefined || value === null) return;
    if (isRowed(question)) {
      for (const row of rowsOf(question)) {
        for (const field of fields(part, question.key, row)) field.checked = field.value === String(value[row] ?? "");
      }
      return;
    }
    if (question.kind === "picture") {
      part.querySelector("[data-had]").hidden = false;
      return;
    }
    const several = Array.isArray(value) ? value : [value];
    const keys = several.map((each) => (each?.other === undefined ? String(each) : "other"));
    for (const field of fields(part, question.key)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = value === true || keys.includes(field.value);
      else field.value = value;
    }
    const words = several.find((each) => each?.other !== undefined);
    if (words) fields(part, question.key, "other").forEach((field) => { field.value = words.other; });
  }

  const isScore = (question) => ["nps", "csat", "ces", "moments"].includes(question.kind);

  function read(question, part) {
    const { key, kind } = question;
    const chosen = fields(part, key).filter((field) => field.checked).map((field) => field.value);
    const worded = (option) => (option === "other" ? { other: fields(part, key, "other")[0]?.value.trim() ?? "" } : option);
    if (isRowed(question)) {
      const pairs = rowsOf(question).map((row) => [row, fields(part, key, row).find((field) => field.checked)?.value]);
      const given = pairs.filter(([, value]) => value).map(([row, value]) => [row, isScore(question) ? Number(value) : value]);
      return given.length ? Object.fromEntries(given) : null;
    }
    if (kind === "consent") return chosen.length > 0;
    if (kind === "choices") return chosen.length ? chosen.map(worded) : null;
    if (kind === "picture") return fields(part, key)[0].files[0] ?? null;
    if (kind === "text") return fields(part, key)[0].value.trim() || null;
    if (!chosen.length) return null;
    return isScore(question) ? Number(chosen[0]) : worded(chosen[0]);
  }

  // Why the value is no answer, in words; nothing where it is.
  function mistake(question, value, words) {
    const n = Array.isArray(value) ? value.length : null;
    if (n !== null && n < (question.at_least ?? 0)) return words.choose_at_least.replace("{n}", question.at_least);
    if (n !== null && n > (question.at_most ?? Infinity)) return words.choose_at_most.replace("{n}", question.at_most);
    return question.required && !flow.answers(question, { [question.key]: value }) ? words.needs_an_answer : "";
  }

  function part(question, html, { known, value }) {
    const made = document.createElement("template");
    made.innerHTML = html;
    fillWords(made.content, known);
    shuffle(question, made.content);
    restore(question, made.content, value);
    // Required fields are asked for in the survey's own language, not in the browser's.
    for (const field of made.content.querySelectorAll("[required]")) field.required = false;
    return made.content;
  }

  return { part, read, mistake };
})();
