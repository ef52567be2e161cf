// <form data-behavior="pickers"> shows what a list was set to, at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-behavior~=pickers] select")) event.target.form.requestSubmit();
});
