// Which questions show, and what their words say: as core/survey/{flow,piping}.py do. The same
// table of cases runs through both (tests/core/survey/flow_cases.json).
const flow = (() => {
  const OTHER = "other";
  const isMissing = (value) => value === undefined || value === null;
  const isRows = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  function chosen(value) {
    if (Array.isArray(value)) return value.flatMap(chosen);
    return [isRows(value) ? OTHER : value];
  }

  function meets(condition, value) {
    if (!isMissing(condition.answered)) return !isMissing(value) === condition.answered;
    if (isMissing(value)) return false;
    if (!isMissing(condition.is)) {
      // In Python a yes is 1 and a no is 0.
      const plain = (each) => (typeof each === "boolean" ? Number(each) : each);
      const wanted = [condition.is].flat().map(plain);
      return chosen(value).some((each) => wanted.includes(plain(each)));
    }
    if (typeof value !== "number") return false;
    return value >= (condition.at_least ?? -Infinity) && value <= (condition.at_most ?? Infinity);
  }

  function holds(condition, values) {
    if (isMissing(condition)) return true;
    if (condition.all) return condition.all.every((each) => holds(each, values));
    if (condition.any) return condition.any.some((each) => holds(each, values));
    let value = values[condition.question];
    if (!isMissing(condition.row)) value = isRows(value) ? value[condition.row] : null;
    return meets(condition, value);
  }

  function walk(survey, values) {
    const visible = [];
    const known = {};
    for (const question of survey.questions ?? []) {
      if (!holds(question.show_if, known)) continue;
      visible.push(question);
      if (!isMissing(values[question.key])) known[question.key] = values[question.key];
    }
    return [visible, known];
  }

  const shown = (survey, values) => walk(survey, values)[0];
  const counted = (survey, values) => walk(survey, values)[1];

  function answers(question, values) {
    const value = values[question.key];
    if (question.required && question.kind === "consent") return value === true;
    if (question.required && question.kind === "matrix") {
      return isRows(value) && Object.keys(value).length === question.rows.length;
    }
    return !isMissing(value);
  }

  const missing = (survey, values) => shown(survey, values).filter((each) => each.required && !answers(each, values));

  function after(survey, values, key) {
    const visible = shown(survey, values);
    const from = survey.questions.findIndex((each) => each.key === key) + 1;
    return survey.questions.slice(from).find((each) => visible.includes(each)) ?? null;
  }

  function before(survey, values, key) {
    const visible = shown(survey, values);
    const at = survey.questions.findIndex((each) => each.key === key);
    const earlier = survey.questions.slice(0, at < 0 ? survey.questions.length : at);
    return earlier.findLast((each) => visible.includes(each)) ?? null;
  }

  function thanks(survey, values) {
    const known = counted(survey, values);
    return (survey.thanks ?? []).find((each) => holds(each.show_if, known)) ?? null;
  }

  function say(survey, words, language) {
    if (isMissing(words) || typeof words === "string") return words ?? "";
    const wanted = [language, ...(survey.languages ?? ["en"])];
    const code = wanted.find((each) => words[each]);
    return code ? words[code] : (Object.values(words)[0] ?? "");
  }

  // {name|there}, {shop}, {answer:KEY}: filled by what is known, else by their own fallback.
  function fill(text, known) {
    if (!/\{[^{}]*\}/.test(text)) return text;
    const filled = text.replace(/\{([^{}|]*)(?:\|([^{}]*))?\}/g, (_all, name, otherwise) => known(name.trim()) || (otherwise ?? "").trim() || "\0");
    return filled
      .replace(/^\s*\0\s*,\s*(\S)/, (_all, letter) => letter.toUpperCase())
      .replace(/,?\s*\0(?=\s*(?:[?!.,;:…]|$))/g, "")
      .replaceAll("\0", "")
      .replace(/ +(?=[ ,.])/g, "")
      .trim();
  }

  // What a place stands for: of what the tablet stands at, or of an answer.
  function known(survey, values, context, language) {
    const said = (question, value) => {
      if (Array.isArray(value)) return value.map((each) => said(question, each)).join(", ");
      if (isRows(value)) return String(value[OTHER] ?? "");
      const option = (question.options ?? []).find((each) => each.key === value);
      if (option) return say(survey, option.title, language);
      return typeof value === "boolean" ? "" : String(value);
    };
    return (name) => {
      if (!name.startsWith("answer:")) return context[name] ?? "";
      const question = survey.questions.find((each) => each.key === name.slice(7));
      const value = values[name.slice(7)];
      return question && !isMissing(value) ? said(question, value) : "";
    };
  }

  return { holds, shown, counted, missing, answers, after, before, thanks, say, fill, known };
})();
