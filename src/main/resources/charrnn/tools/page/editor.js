/* A box for C: what is typed lies, without a colour of its own, over the same text in colours. */

import {highlighted} from "./highlight.js";

/** The longest text in colours, in UTF-16 units; a browser draws more of them too slowly to type. */
const LONGEST = 50_000;

/** Colours the textarea of this id, now and whenever it changes. */
export function editor(id) {
  const area = document.getElementById(id);
  const colours = area.parentElement.querySelector("pre");
  const paint = () => {
    const isLong = area.value.length > LONGEST;
    area.parentElement.classList.toggle("plain", isLong);
    // A line end at the very end of a pre is not shown without something after it.
    colours.replaceChildren(...(isLong ? [] : highlighted(area.value)), "\u200b");
  };
  area.addEventListener("input", paint);
  paint();
  return {
    get text() {
      return area.value;
    },
    set text(text) {
      area.value = text;
      paint();
    },
    focus() {
      area.focus();
      area.setSelectionRange(area.value.length, area.value.length);
    },
    /**
     * Leaves out what is typed or pasted beyond a length.
     *
     * @param most the length in UTF-16 units
     * @param cut called when something is left out
     */
    limit(most, cut) {
      area.maxLength = most;
      area.addEventListener("beforeinput", ({data}) => {
        const kept = area.value.length - (area.selectionEnd - area.selectionStart);
        if (data && kept + data.length > most) {
          cut();
        }
      });
    },
  };
}
