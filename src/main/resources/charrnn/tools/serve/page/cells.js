/* A text that a network has read: coloured by what a unit did, or by how surprising each character was. */

import {closestUnits, properties} from "./properties.js";

const KINDS = ["h", "c"];
const LEVELS = 10;
const MOST_BITS = 8;

/** The selected view: surprise or not, the index of a unit, "h" or "c", and the index of a property or -1; and the character. */
const state = {};
let data, text, digits, units, followed, current;
/* The parts of the page. */
let spans, pre, slider, layerChoice, unitNumber, scale, place, unitControls, kindChoice, links;

/** Shows the answer of /v1/cells in an element. */
export function showCells(answer, isC, page) {
  data = answer;
  text = Array.from(data.text);
  digits = new Map(Array.from(data.digits).map((digit, at) => [digit, at / (data.digits.length - 1)]));
  units = data.layers.flatMap((size, layer) =>
    Array.from({length: size}, (_, unit) => ({layer: layer + 1, unit: unit + 1})));
  followed = follow(properties(data.text, isC));
  Object.assign(state, {surprise: false, unit: 0, kind: "c", property: -1, place: 0});
  const closest = followed.reduce((best, one, i) => Math.abs(one.r) > Math.abs(followed[best]?.r ?? 0) ? i : best, -1);
  if (closest >= 0) {
    Object.assign(state, viewOf(closest));
  }
  makeParts();
  listen();
  page.replaceChildren(
    html("p", {class: "about"}, data.model + " · " + data.layers.length + " × LSTM, hidden "
      + [...new Set(data.layers)].join(", ") + " · " + whole(text.length) + " characters · "
      + bits(data.bitsPerChar) + " bits per character"),
    html("div", {class: "controls"},
      choice("View", [["units", "Units"], ["surprise", "Surprise"]], (view) => change({surprise: view === "surprise"})),
      kindChoice),
    html("div", {class: "columns"}, html("div", {}, unitControls, scale, pre),
      html("aside", {}, place, html("div", {class: "panel features"}, html("h2", {}, "Units that follow"), ...links))),
    html("footer", {}, "A character is coloured by a unit's value after it was read: of a cell state c, by tanh c. Beside each "
      + "property stands the unit that follows it most closely in this text, and the correlation, which is negative where the "
      + "value falls as the property grows. In a short text some units do by chance. The picture is that of Karpathy, Johnson "
      + "and Li, 2015, arXiv 1506.02078."));
  show();
}

/** The properties, each with the signal that follows it most closely: h or c of a unit. */
function follow(all) {
  const closest = closestUnits(all, data.signals.length, (signal) => valuesOf(signal).values);
  return all.map(({values}, i) => ({...closest[i], values, isCondition: values.every((value) => value === 0 || value === 1)}));
}

function viewOf(property) {
  const signal = followed[property].unit;
  return {property, unit: Math.floor(signal / KINDS.length), kind: KINDS[signal % KINDS.length], surprise: false};
}

/** The values of h or c of a unit, with the lowest and the highest. */
function valuesOf(signal) {
  const [low, high, packed] = data.signals[signal];
  return {low, high, values: Array.from(packed, (digit) => low + digits.get(digit) * (high - low))};
}

/** "plus v3": the side of zero, and how far from it on a scale of ten. */
function shade(side, share) {
  const level = Math.min(LEVELS, Math.round(share * LEVELS));
  return level > 0 ? side + " v" + level : "";
}

function change(values) {
  Object.assign(state, values);
  requestAnimationFrame(show);
}

function show() {
  const surprise = state.surprise;
  unitControls.hidden = surprise;
  kindChoice.hidden = surprise;
  check("View", surprise ? "surprise" : "units");
  check("Value", state.kind);
  current = valuesOf(state.unit * KINDS.length + KINDS.indexOf(state.kind));
  slider.value = state.unit;
  const unit = units[state.unit];
  slider.setAttribute("aria-valuetext", "layer " + unit.layer + ", unit " + unit.unit);
  layerChoice.value = unit.layer;
  unitNumber.max = data.layers[unit.layer - 1];
  unitNumber.value = unit.unit;
  paint(surprise ? surpriseShade : unitShade);
  scale.replaceChildren(...(surprise ? surpriseScale() : unitScale()));
  links.forEach((link, i) => link.setAttribute("aria-pressed", i === state.property && !surprise));
  showPlace();
}

function check(name, value) {
  document.querySelectorAll("input[name=" + name + "]").forEach((input) => {
    input.checked = input.value === value;
  });
}

function paint(shadeAt) {
  const property = followed[state.property];
  const underlined = !state.surprise && property?.isCondition ? property.values : [];
  spans.forEach((span, i) => {
    span.className = shadeAt(i) + (text[i] === "\n" ? " newline" : "") + (underlined[i] ? " holds" : "")
      + (i === state.place ? " here" : "");
  });
}

function unitShade(i) {
  const value = current.values[i];
  return shade(value > 0 ? "plus" : "minus", Math.abs(value) / most());
}

/** The value of the strongest colour: 1 for cell states; the largest output for outputs, which may be small. */
function most() {
  return state.kind === "c" ? 1 : Math.max(Math.abs(current.low), Math.abs(current.high)) || 1;
}

function surpriseShade(i) {
  return shade("surprise", (data.bits[i] || 0) / MOST_BITS);
}

function unitScale() {
  const property = followed[state.property];
  const now = !property ? [] : [html("span", {class: "now"}, (property.isCondition ? "underlined: " : "beside: ") + property.name)];
  return [tidy(-most()), html("span", {class: "ramp units"}), tidy(most()), ...now];
}

function surpriseScale() {
  return ["0 bits", html("span", {class: "ramp surprise"}), MOST_BITS + " bits and more"];
}

/** Shows the numbers of the character at the pointer. */
function showPlace() {
  const i = state.place;
  const what = html("p", {class: "what"}, html("strong", {}, named(text[i])), " ",
    html("span", {class: "soft"}, "character " + whole(i + 1)));
  place.replaceChildren(what, ...(state.surprise ? predictionAt(i) : unitAt(i)));
}

function predictionAt(i) {
  const bits = data.bits[i];
  if (bits === null) {
    return [html("p", {class: "soft"}, "the first character, which nothing predicts")];
  }
  const likely = data.predictions[i];
  const rows = [];
  for (let k = 0; k < likely.length; k += 2) {
    const bar = html("span", {class: "bar"});
    bar.style.width = likely[k + 1] * 100 + "%";
    rows.push(html("tr", likely[k] === text[i] ? {class: "came"} : {}, html("th", {scope: "row"}, named(likely[k])),
      html("td", {}, percent(likely[k + 1])), html("td", {}, bar)));
  }
  return [html("p", {}, bits.toFixed(2) + " bits, probability " + percent(2 ** -bits)),
    html("p", {class: "soft"}, "likeliest here:"), html("table", {}, html("tbody", {}, ...rows))];
}

function unitAt(i) {
  const unit = units[state.unit];
  const told = followed.filter(({isCondition, values}) => !isCondition || values[i])
    .map(({name, isCondition, values}) => name + (isCondition ? "" : " " + values[i]));
  return [
    html("p", {}, (state.kind === "c" ? "tanh c" : "h") + " of unit " + unit.unit + ", layer " + unit.layer + ": ",
      html("strong", {}, tidy(current.values[i]))),
    html("p", {class: "soft"}, told.join(" · ")),
  ];
}

function point(i) {
  spans[state.place].classList.remove("here");
  state.place = Math.min(text.length - 1, Math.max(0, i));
  spans[state.place].classList.add("here");
  showPlace();
}

/** The position a number of lines further, in the same column if the line is long enough. */
function lineAway(lines) {
  const starts = [0, ...text.flatMap((character, i) => character === "\n" ? [i + 1] : [])];
  const now = starts.findLastIndex((start) => start <= state.place);
  const to = Math.min(starts.length - 1, Math.max(0, now + lines));
  const end = to + 1 < starts.length ? starts[to + 1] - 1 : text.length - 1;
  return Math.min(end, starts[to] + state.place - starts[now]);
}

function keyed(event) {
  const to = {
    ArrowLeft: () => state.place - 1, ArrowRight: () => state.place + 1, ArrowUp: () => lineAway(-1),
    ArrowDown: () => lineAway(1), Home: () => 0, End: () => text.length - 1,
  }[event.key];
  if (to && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    point(to());
    spans[state.place].scrollIntoView({block: "nearest"});
  }
}

/** A button that shows the unit of a property, such as "in a comment: c of unit 675, layer 2, correlation −0.98". */
function link({name, unit, r}, property) {
  if (unit === undefined) {
    return html("button", {type: "button", disabled: ""}, name, html("span", {}, "does not vary here"));
  }
  const {layer, unit: number} = units[Math.floor(unit / KINDS.length)];
  const button = html("button", {type: "button"}, name, html("span", {}, KINDS[unit % KINDS.length] + " of unit " + number
    + ", layer " + layer + ", correlation ", html("strong", {}, r.toFixed(2).replace("-", "−"))));
  button.addEventListener("click", () => change(viewOf(property)));
  return button;
}

function step(by, sign, name) {
  const button = html("button", {type: "button", "aria-label": name}, sign);
  button.addEventListener("click", () => change({unit: Math.min(units.length - 1, Math.max(0, state.unit + by))}));
  return button;
}

function chosen() {
  const layer = Number(layerChoice.value);
  const unit = Math.min(data.layers[layer - 1], Math.max(1, Math.round(Number(unitNumber.value)) || 1));
  change({unit: units.findIndex((u) => u.layer === layer && u.unit === unit)});
}

function makeParts() {
  spans = text.map((character) => html("span", {}, character));
  pre = html("pre", {class: "cells", tabindex: 0, "aria-label": "The text; the arrow keys move from character to "
    + "character"}, ...spans);
  slider = html("input", {type: "range", min: 0, max: units.length - 1, "aria-label": "Unit"});
  layerChoice = html("select", {"aria-label": "Layer"},
    ...data.layers.map((_, i) => html("option", {value: i + 1}, "layer " + (i + 1))));
  unitNumber = html("input", {type: "number", min: 1});
  scale = html("div", {class: "scale"});
  place = html("div", {class: "panel place"});
  unitControls = html("div", {class: "slider"}, step(-1, "‹", "Unit before"), slider, step(1, "›", "Next unit"),
    layerChoice, html("label", {}, "unit", unitNumber));
  kindChoice = choice("Value", [["c", "cell state c"], ["h", "output h"]], (kind) => change({kind}));
  links = followed.map(link);
}

function listen() {
  slider.addEventListener("input", () => change({unit: Number(slider.value)}));
  layerChoice.addEventListener("change", chosen);
  unitNumber.addEventListener("change", chosen);
  pre.addEventListener("pointerover", (event) => {
    const i = spans.indexOf(event.target);
    if (i >= 0) {
      point(i);
    }
  });
  pre.addEventListener("keydown", keyed);
}
