/* Light or dark: as the system has it, until somebody presses the button. */

const STORED = "charrnn.theme";
const root = document.documentElement;
const button = document.getElementById("theme");
const system = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
}

function tell() {
  button.setAttribute("aria-pressed", isDark());
}

/** The storage of the tab; undefined where the browser forbids it. */
function storage() {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

export function startTheme() {
  const stored = storage()?.getItem(STORED);
  if (stored) {
    root.dataset.theme = stored;
  }
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    storage()?.setItem(STORED, root.dataset.theme);
    tell();
  });
  system.addEventListener("change", tell);
  tell();
}
