/* The units of a network over a text: its colours, and the units that follow a property of the text most closely. */

import {highlighted} from "./highlight.js";
import {written} from "./pane.js";

const SHADES = 10;
const LEAST_DIFFERENT = 10; // characters at which a property must differ from its most frequent value
const LEAST_DEVIATION = 13; // standard deviation of the states of a unit that is named, a tenth of the largest state
const LONGEST_PROMPT = 20_000; // characters that are looked at
const OF_C = 2; // properties, the first ones
const PROPERTIES = ["in a comment", "in a string", "open braces", "open parentheses", "in the indentation", "position in the line"];

const view = document.getElementById("view");
const unitSlider = document.getElementById("unit");
let wanted = "probability"; // the view that was chosen last
let shownUnits; // the pane of the sample, and the sizes of the layers

/** The values of the properties after each character; only C has known comments and strings. */
function properties(text, isC) {
  const kinds = !isC ? [] : highlighted(text).flatMap((node) => Array(Array.from(node.textContent ?? node).length).fill(node.className ?? ""));
  let [braces, parentheses, column, isIndented] = [0, 0, 0, true];
  return Array.from(text, (character, i) => {
    const isComment = kinds[i] === "c-comment";
    const isString = kinds[i] === "c-string";
    if (!isComment && !isString) {
      braces += Number(character === "{") - Number(character === "}");
      parentheses += Number("([".includes(character)) - Number(")]".includes(character));
    }
    column = character === "\n" ? 0 : column + 1;
    isIndented = character === "\n" || isIndented && /\s/.test(character);
    return [Number(isComment), Number(isString), braces, parentheses, Number(isIndented), column];
  });
}

/**
 * By property, the unit whose states correlate most with it, and the correlation; no unit if the text hardly has the property.
 *
 * @param values [letters][properties]
 */
function closestUnits(values, letters) {
  const units = letters[0].states.length;
  const [sums, squares] = [new Float64Array(units), new Float64Array(units)];
  letters.forEach(({states}) => states.forEach((state, unit) => {
    sums[unit] += state;
    squares[unit] += state * state;
  }));
  return PROPERTIES.map((name, p) => {
    const own = values.map((all) => all[p]);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const counts = own.reduce((all, value) => all.set(value, (all.get(value) ?? 0) + 1), new Map());
    if (own.length - Math.max(...counts.values()) < LEAST_DIFFERENT) {
      return {name};
    }
    const products = new Float64Array(units);
    letters.forEach(({states}, t) => states.forEach((state, unit) => {
      products[unit] += (own[t] - mean) * state;
    }));
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    let best = {name, r: 0};
    products.forEach((product, unit) => {
      const spread = squares[unit] - sums[unit] ** 2 / letters.length;
      const r = spread > letters.length * LEAST_DEVIATION ** 2 ? product / Math.sqrt(variance * spread) : 0;
      best = Math.abs(r) > Math.abs(best.r) ? {name, unit, r} : best;
    });
    return best;
  });
}

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
export function offerUnits(sample, pane, {layers, isC}) {
  const recorded = sample.letters.slice(0, sample.letters.findLastIndex(({states}) => states) + 1);
  const letters = recorded.filter(({states}) => states);
  const before = Array.from(sample.prompt).slice(-LONGEST_PROMPT);
  const text = before.join("") + written({letters: recorded});
  const values = properties(text, isC).slice(before.length).filter((_, i) => recorded[i].states);
  shownUnits = {pane, layers: layers.map(({units}) => units)};
  const found = letters.length === 0 ? [] : closestUnits(values, letters).slice(isC ? 0 : OF_C);
  view.replaceChildren(html("option", {value: "probability"}, "probability"),
    ...found.map(({name, unit, r}) => unit === undefined ? html("option", {value: name, disabled: ""}, name + ": none here")
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
  const state = ({states}) => states[unit] / 127;
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
