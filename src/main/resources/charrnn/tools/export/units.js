/* The units of a network over a text: its colours, and the choice of a unit. */

import {written} from "./pane.js";
import {closestUnits, properties} from "./properties.js";

const SHADES = 10;
const LARGEST = 127; // state
const LONGEST_PROMPT = 20_000; // characters that are looked at

const view = document.getElementById("view");
const unitSlider = document.getElementById("unit");
let wanted = "probability"; // the view that was chosen last
let shownUnits; // the pane of the sample, and the sizes of the layers

/** "layer 2, unit 675" */
function unitName(unit) {
  const {layers} = shownUnits;
  let layer = 0;
  let place = unit;
  while (place >= layers[layer]) {
    place -= layers[layer++];
  }
  return "layer " + (layer + 1) + ", unit " + (place + 1);
}

/** Offers the units of a network over a sample that is complete. */
export function offerUnits(sample, pane, {layers, language}) {
  const recorded = sample.letters.slice(0, sample.letters.findLastIndex(({states}) => states) + 1);
  const letters = recorded.filter(({states}) => states);
  const before = Array.from(sample.prompt).slice(-LONGEST_PROMPT);
  const text = before.join("") + written({letters: recorded});
  const read = properties(text, language === "c").map(({name, values}) =>
    ({name, values: values.slice(before.length).filter((_, i) => recorded[i].states)}));
  shownUnits = {pane, layers: layers.map(({units}) => units)};
  const found = letters.length === 0 ? []
    : closestUnits(read, letters[0].states.length, (unit) => letters.map(({states}) => states[unit] / LARGEST));
  view.replaceChildren(html("option", {value: "probability"}, "probability"),
    ...found.map(({name, unit, r}) => unit === undefined ? html("option", {value: name, disabled: ""}, name + ": does not vary here")
      : html("option", {value: name, "data-unit": unit}, name + ": " + unitName(unit) + ", correlation here " + r.toFixed(2))),
    html("option", {value: "unit", ...(letters.length === 0 ? {disabled: ""} : {})}, "any unit"));
  view.value = wanted;
  view.value = view.value || "probability"; // nothing is offered where no letter has a state
  unitSlider.max = layers.reduce((sum, {units}) => sum + units, 0) - 1;
  if (isUnit()) {
    takeView();
  }
}

/** Shows probabilities while there is no text whose units are known. */
export function leaveUnits() {
  shownUnits = undefined;
  view.replaceChildren(html("option", {value: "probability"}, "probability"));
  takeView();
}

/** Whether a unit is shown: not where the text lacks the property. */
function isUnit() {
  return view.value === "unit" && !view.selectedOptions[0].disabled || view.selectedOptions[0].dataset.unit !== undefined;
}

function takeView() {
  document.querySelector(".legend ol").hidden = isUnit();
  unitSlider.parentElement.hidden = !isUnit();
  if (isUnit()) {
    unitSlider.value = view.selectedOptions[0].dataset.unit ?? unitSlider.value;
    paintUnit();
  } else {
    shownUnits?.pane.colour();
  }
}

function paintUnit() {
  const unit = Number(unitSlider.value);
  const name = unitName(unit);
  document.querySelector("output[for=unit]").value = name;
  unitSlider.setAttribute("aria-valuetext", name);
  const state = ({states}) => states[unit] / LARGEST;
  shownUnits.pane.colour(
    (letter) => letter.states ? (state(letter) < 0 ? "minus" : "plus") + " v" + Math.round(SHADES * Math.abs(state(letter))) : "",
    (letter) => letter.states ? "unit " + state(letter).toFixed(2) : "unit not recorded");
}

view.addEventListener("change", () => {
  wanted = view.value;
  takeView();
});
unitSlider.addEventListener("input", () => {
  wanted = view.value = "unit";
  paintUnit();
});
