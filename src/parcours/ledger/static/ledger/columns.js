// <form data-behavior="columns"> shows, beside what a column is, only what that needs:
// <label data-for="at due"> is there for these roles.
(() => {
  const show = (row) => {
    const role = row.querySelector("select").value;
    for (const label of row.querySelectorAll("[data-for]")) {
      label.hidden = !label.dataset.for.split(" ").includes(role);
    }
  };
  const showAll = (within) => within.querySelectorAll("[data-column]").forEach(show);
  document.addEventListener("change", (event) => {
    const row = event.target.closest("[data-behavior~=columns] [data-column]");
    if (row) show(row);
  });
  document.addEventListener("htmx:load", (event) => showAll(event.target));
  showAll(document);
})();
