// <button data-behavior="theme"> changes between light and dark, and remembers it.
// Paper is light, whatever the screen.
(() => {
  const root = document.documentElement;
  const isDark = () =>
    root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
  const tell = () => document.dispatchEvent(new CustomEvent("theme"));

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-behavior~=theme]")) return;
    root.dataset.theme = isDark() ? "light" : "dark";
    document.cookie = `parcours-theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
    tell();
  });

  let chosen;
  addEventListener("beforeprint", () => {
    chosen = root.dataset.theme;
    root.dataset.theme = "light";
    tell();
  });
  addEventListener("afterprint", () => {
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    tell();
  });
})();
