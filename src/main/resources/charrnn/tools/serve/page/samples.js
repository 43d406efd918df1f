/* What was written in this tab. */

import {chars, meanBits} from "./figures.js";
import {describe, heading, written} from "./pane.js";

const STORED = "charrnn.samples";
const list = document.getElementById("samples");
const forget = document.getElementById("forget");
let samples = JSON.parse(sessionStorage.getItem(STORED) || "[]");
let shown = [];

/** A text that is to be written. */
export function newSample(prompt, request, letters = [], from = undefined) {
  const number = 1 + Math.max(0, ...samples.map((sample) => sample.number), ...shown.map((sample) => sample.number));
  const sample = {number, prompt, request, letters, from};
  shown = [...shown, sample];
  return sample;
}

/** Keeps a sample as long as there is room; the oldest go first. */
export function remember(sample) {
  samples = [sample, ...samples.filter((other) => other.number !== sample.number)]
    .sort((a, b) => b.number - a.number);
  for (let kept = samples; kept.length > 0; kept = kept.slice(0, -1)) {
    try {
      sessionStorage.setItem(STORED, JSON.stringify(kept));
      break;
    } catch {
      // The browser has no room for so many; this tab has.
    }
  }
}

function entry(sample, choose) {
  const current = shown.includes(sample);
  const button = html("button", {type: "button", ...(current ? {"aria-current": "true"} : {})},
    html("span", {class: "facts"}, sample.number + (sample.from ? " ↳ " + sample.from : "") + " · "
      + heading(sample.request) + " · " + describe(sample.request)),
    html("code", {}, written(sample).trim().slice(0, 80).replace(/\s+/g, " ")),
    html("span", {class: "facts"}, facts(sample)));
  button.addEventListener("click", () => choose(sample));
  return html("li", {}, button);
}

function facts(sample) {
  return chars(sample.letters.length) + " · " + meanBits(sample) + "/char";
}

/**
 * Draws the list.
 *
 * @param now those that are shown
 * @param choose called with one that is to be shown
 */
export function listSamples(now, choose) {
  shown = now;
  list.replaceChildren(...samples.map((sample) => entry(sample, choose)));
  forget.hidden = samples.length === 0;
  document.getElementById("no-past").hidden = samples.length > 0;
}

forget.addEventListener("click", () => {
  samples = [];
  sessionStorage.removeItem(STORED);
  listSamples(shown, () => {});
});
