/* The units of a network over a text: its colours, and the units that follow a property of the text most closely. */

import {highlighted} from "./highlight.js";

const SHADES = 10;
const LEAST_DIFFERENT = 10; // characters at which a property must differ from its most frequent value
const PROPERTIES = ["in a comment", "in a string", "open braces", "open parentheses", "in the indentation", "position in the line"];

const view = document.getElementById("view");
const unitSlider = document.getElementById("unit");
let shownUnits; // the sample, its pane, and the sizes of the layers

/** The values of the properties after each character. */
function properties(text) {
  const kinds = highlighted(text).flatMap((node) => Array(Array.from(node.textContent ?? node).length).fill(node.className ?? ""));
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

/** The unit whose states correlate most with some values, and its correlation; undefined if the values hardly differ. */
function closestUnit(values, letters) {
  const counts = new Map();
  values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  if (values.length - Math.max(0, ...counts.values()) < LEAST_DIFFERENT) {
    return undefined;
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const units = letters[0].states.length;
  const [sums, squares, products] = [0, 0, 0].map(() => new Float64Array(units));
  let square = 0;
  letters.forEach(({states}, t) => {
    const value = values[t] - mean;
    square += value * value;
    for (let k = 0; k < units; k++) {
      sums[k] += states[k];
      squares[k] += states[k] * states[k];
      products[k] += value * states[k];
    }
  });
  let best = {r: 0};
  for (let unit = 0; unit < units; unit++) {
    const r = products[unit] / Math.sqrt(square * (squares[unit] - sums[unit] * sums[unit] / letters.length));
    best = Math.abs(r) > Math.abs(best.r) ? {unit, r} : best; // r is NaN for a unit that is constant
  }
  return best;
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

/** Offers the units of a sample that is complete. */
export function offerUnits(sample, pane, layers) {
  const letters = sample.letters.filter(({states}) => states);
  shownUnits = {sample, pane, layers};
  const before = sample.prompt ? Array.from(sample.prompt).length : 0;
  const values = properties(sample.prompt + letters.map(({c}) => c).join("")).slice(before);
  const found = letters.length === 0 ? [] : PROPERTIES.map((name, p) => ({name, ...closestUnit(values.map((all) => all[p]), letters)}));
  const chosen = view.value;
  view.replaceChildren(html("option", {value: "probability"}, "probability"),
    ...found.filter(({unit}) => unit !== undefined).map(({name, unit, r}) =>
      html("option", {value: name, "data-unit": unit}, name + ": " + unitName(unit) + ", correlation " + r.toFixed(2))),
    html("option", {value: "unit"}, "any unit"));
  view.value = chosen;
  view.value = view.value || "probability"; // a property that this text lacks
  view.parentElement.hidden = letters.length === 0;
  unitSlider.max = layers.reduce((sum, size) => sum + size) - 1;
  takeView();
}

/** Forgets the sample, whose text is not shown any more. */
export function leaveUnits() {
  shownUnits = undefined;
  view.parentElement.hidden = true;
}

function takeView() {
  const unit = view.selectedOptions[0].dataset.unit;
  if (unit !== undefined) {
    unitSlider.value = unit;
  }
  const isUnit = view.value !== "probability";
  document.querySelector(".legend ol").hidden = isUnit;
  unitSlider.parentElement.hidden = !isUnit;
  if (shownUnits && !isUnit) {
    shownUnits.pane.colour();
  } else if (shownUnits) {
    paintUnit();
  }
}

function paintUnit() {
  const unit = Number(unitSlider.value);
  const name = unitName(unit);
  document.querySelector("output[for=unit]").value = name;
  unitSlider.setAttribute("aria-valuetext", name);
  shownUnits.pane.colour(({states}) => {
    const state = states ? states[unit] / 127 : 0;
    return (state < 0 ? "minus" : "plus") + " v" + Math.round(SHADES * Math.abs(state));
  });
}

view.addEventListener("change", takeView);
unitSlider.addEventListener("input", () => {
  view.value = "unit";
  paintUnit();
});
