// <button data-behavior="copying" data-copies="ID" data-done="Copied"> copies a field's text.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-behavior~=copying]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // No clipboard without https: selected, it can be copied by hand.
    field.select();
    return;
  }
  button.querySelector("span").textContent = button.dataset.done;
});
