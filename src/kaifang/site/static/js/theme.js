// Light, dark, or as the system says; a cookie keeps the choice, so the server draws it at once.

const THEMES = ["", "light", "dark"];
const YEAR = 365 * 24 * 3600;

export function watchTheme(page) {
  const button = page.querySelector("[data-theme-switch]");
  if (!button) return;
  const root = page.documentElement;
  const tell = () => {
    button.querySelector("span").textContent = button.dataset[root.dataset.theme || "system"];
  };
  button.hidden = false;
  tell();
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme || "") + 1) % THEMES.length];
    root.dataset.theme = next;
    page.cookie = `kaifang_theme=${next}; path=/; max-age=${YEAR}; samesite=lax`;
    page.dispatchEvent(new Event("kaifang:theme"));
    tell();
  });
}
