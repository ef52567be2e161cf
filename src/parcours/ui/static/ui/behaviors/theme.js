// <button data-behavior="theme"> changes between light and dark, and remembers it.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-behavior~=theme]")) return;
  const root = document.documentElement;
  const isDark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  document.cookie = `parcours-theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
  document.dispatchEvent(new CustomEvent("theme"));
});
