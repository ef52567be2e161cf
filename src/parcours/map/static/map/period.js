// <fieldset data-behavior="period"> with two selects of months becomes a slider of two handles.
(() => {
  const handle = (select, slider) => {
    const range = Object.assign(document.createElement("input"), {
      type: "range", min: 0, max: select.options.length - 1, value: select.selectedIndex,
    });
    range.setAttribute("aria-label", select.closest("label").firstChild.textContent.trim());
    slider.append(range);
    return range;
  };

  const draw = (period) => {
    const selects = [...period.querySelectorAll("select")];
    if (period.classList.contains("is-drawn") || selects[0].options.length < 2) return;
    period.classList.add("is-drawn");
    const slider = Object.assign(document.createElement("span"), { className: "slider" });
    const said = document.createElement("output");
    const ranges = selects.map((select) => handle(select, slider));
    const say = () => {
      const names = selects.map((select) => select.selectedOptions[0].textContent);
      ranges.forEach((range, index) => range.setAttribute("aria-valuetext", names[index]));
      said.textContent = names.join(" – ");
    };
    const follow = (moved) => {
      const [first, last] = ranges.map((range) => Number(range.value));
      // A handle pushes the other one along: a period never ends before it begins.
      if (first > last) ranges[1 - moved].value = ranges[moved].value;
      ranges.forEach((range, index) => (selects[index].selectedIndex = Number(range.value)));
      say();
    };
    ranges.forEach((range, index) => range.addEventListener("input", () => follow(index)));
    selects.forEach((select) => {
      select.tabIndex = -1;
      select.closest("label").classList.add("unseen");
      select.setAttribute("aria-hidden", "true");
    });
    period.append(slider, said);
    say();
  };

  const all = (within) => within.querySelectorAll("[data-behavior~=period]").forEach(draw);
  document.addEventListener("htmx:load", (event) => all(event.target));
  all(document);
})();
