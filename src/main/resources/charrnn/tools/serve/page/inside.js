/* The second tab: what the network's units do while it reads a text. */

import {post} from "./api.js";
import {showCells} from "./cells.js";
import {editor} from "./editor.js";

const read = document.getElementById("read");
const cells = document.getElementById("cells");
const box = editor("text");

const model = document.getElementById("reader");
let languages = {}; // of the models, by name

/** The longest text that the server reads. */
const LONGEST = 4000;

/** @param text a function that gives the text of the first tab */
export function startInside(text, tell, tellOfLimit) {
  box.limit(LONGEST, () => tellOfLimit(LONGEST));
  document.getElementById("take").addEventListener("click", () => {
    box.text = Array.from(text()).slice(0, LONGEST).join("");
    box.focus();
  });
  read.addEventListener("click", () => readText(tell));
  return {
    /** Reads the example when the tab is shown for the first time. */
    show() {
      if (box.text && !cells.hasChildNodes() && !read.disabled) {
        readText(tell);
      }
    },
    /** Offers the choice of the model that reads, if there are several. */
    offer(models) {
      languages = Object.fromEntries(models.map(({id, language}) => [id, language]));
      model.append(...models.map(({id}) => html("option", {}, id)));
      model.parentElement.hidden = models.length < 2;
    },
  };
}

async function readText(tell) {
  read.disabled = true;
  tell("", "Reading.");
  try {
    const data = await post("v1/cells", {text: box.text, ...(model.options.length > 1 ? {model: model.value} : {})});
    showCells(data, languages[data.model] === "c", cells);
    tell("", "Read: " + bits(data.bitsPerChar) + " bits per character.");
  } catch (error) {
    tell(error.message, "");
  } finally {
    read.disabled = false;
  }
}
