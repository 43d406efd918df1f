/* The server's API key, where it wants one. It is kept for this tab alone. */

const STORED = "charrnn.key";
const dialog = document.getElementById("key-dialog");
const input = document.getElementById("key");
let asked;

dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  dialog.close("use");
});
document.getElementById("key-cancel").addEventListener("click", () => dialog.close("cancel"));

/** An empty text where there is none. */
export function key() {
  return sessionStorage.getItem(STORED) || "";
}

/**
 * Asks for the key: once, however many requests wait for it.
 *
 * @returns whether there is one now
 */
export function askForKey() {
  asked ??= ask().finally(() => {
    asked = undefined;
  });
  return asked;
}

function ask() {
  document.getElementById("key-wrong").hidden = !key();
  input.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    const given = dialog.returnValue === "use";
    if (given) {
      sessionStorage.setItem(STORED, input.value);
    }
    input.value = "";
    resolve(given);
  }, {once: true}));
}
