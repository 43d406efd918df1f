/* A text coloured by what a unit does, or by how surprising it is. The address's fragment says which unit is shown, such
   as #c:1:417:2, the cell state of unit 417 in layer 1, beside feature 2; or #surprise. The page of one text has its data
   in it; the playground calls startCells with each text that is read. */

const KINDS = ["h", "c"];
const LEVELS = 10;
const MOST_BITS = 8;

/** The selected view: the index of a unit, "h" or "c", and the index of a feature or -1; or the surprise of the text. */
const state = {};
let data, text, digits, units, current;
/* The parts of the page. */
let spans, pre, slider, layerChoice, unitNumber, scale, place, unitControls, kindChoice;

/** The index of a unit among all units; -1 if there is no such unit. */
function numberOf(layer, unit) {
  return units.findIndex((u) => u.layer === layer && u.unit === unit);
}

/** A unit's values at the characters shown, with the lowest and the highest. */
function signal(unit, kind) {
  const [low, high, packed] = data.signals[unit * KINDS.length + KINDS.indexOf(kind)];
  return {low, high, values: Array.from(packed, (digit) => low + digits.get(digit) * (high - low))};
}

/** "plus v3": the side of zero, and how far from it on a scale of ten. */
function shade(side, share) {
  const level = Math.min(LEVELS, Math.round(share * LEVELS));
  return level > 0 ? side + " v" + level : "";
}

function fragment() {
  const unit = units[state.unit];
  const feature = state.feature >= 0 ? ":" + state.feature : "";
  return state.surprise ? "#surprise" : "#" + state.kind + ":" + unit.layer + ":" + unit.unit + feature;
}

/** Selects the view that the address names; without one, the unit that closest() returns. */
function readFragment() {
  const match = /^#([hc]):(\d+):(\d+)(?::(\d+))?$/.exec(location.hash);
  const unit = match ? numberOf(Number(match[2]), Number(match[3])) : -1;
  state.surprise = location.hash === "#surprise";
  if (unit >= 0) {
    const feature = match[4] === undefined ? -1 : Number(match[4]);
    Object.assign(state, {kind: match[1], unit, feature: feature < data.features.length ? feature : -1});
  } else if (location.hash === "") {
    Object.assign(state, closest());
  }
}

/** Selects another view; the address changes without a new entry in the browser's history. */
function change(values) {
  Object.assign(state, values);
  history.replaceState(null, "", fragment());
  requestAnimationFrame(show);
}

function show() {
  const surprise = state.surprise;
  unitControls.hidden = surprise;
  kindChoice.hidden = surprise;
  check("View", surprise ? "surprise" : "units");
  check("Value", state.kind);
  current = signal(state.unit, state.kind);
  slider.value = state.unit;
  const unit = units[state.unit];
  slider.setAttribute("aria-valuetext", "layer " + unit.layer + ", unit " + unit.unit);
  layerChoice.value = unit.layer;
  unitNumber.max = data.layers[unit.layer - 1];
  unitNumber.value = unit.unit;
  paint(surprise ? surpriseShade : unitShade);
  scale.replaceChildren(...(surprise ? surpriseScale() : unitScale()));
  document.querySelectorAll(".features a").forEach((link) =>
    link.getAttribute("href") === fragment() ? link.setAttribute("aria-current", "true")
      : link.removeAttribute("aria-current"));
  showPlace();
}

function check(name, value) {
  document.querySelectorAll("input[name=" + name + "]").forEach((input) => {
    input.checked = input.value === value;
  });
}

function paint(shadeAt) {
  const feature = data.features[state.feature];
  const underlined = !state.surprise && feature && feature.measure === "AUC" ? feature.values : [];
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
  const feature = data.features[state.feature];
  const now = !feature ? [] : [html("span", {class: "now"},
    feature.measure === "AUC" ? "underlined: " + feature.name : "beside: " + feature.name)];
  return [tidy(-most()), html("span", {class: "ramp units"}), tidy(most()), ...now];
}

function surpriseScale() {
  return ["0 bits", html("span", {class: "ramp surprise"}), MOST_BITS + " bits and more"];
}

/** Shows the figures of the character at the pointer. */
function showPlace() {
  const i = state.place;
  const what = html("p", {class: "what"}, html("strong", {}, named(text[i])), " ",
    html("span", {class: "soft"}, "character " + whole(data.from + i + 1)));
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
  const so = data.features.filter((feature) => feature.measure === "AUC" && feature.values[i]);
  const quantities = data.features.filter((feature) => feature.measure !== "AUC");
  return [
    html("p", {}, (state.kind === "c" ? "tanh c" : "h") + " of unit " + unit.unit + ", layer " + unit.layer + ": ",
      html("strong", {}, tidy(current.values[i]))),
    html("p", {class: "soft"}, so.map((feature) => feature.name).join(" · ") || "no feature holds"),
    html("p", {class: "soft"}, quantities.map((feature) => feature.name + " " + feature.values[i]).join(" · ")),
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

/** How closely a unit follows a feature in the held-out half; negative if the direction differs from the other half. */
function closeness(feature, unit) {
  if (feature.measure !== "AUC") {
    return unit.chosen < 0 ? -unit.heldOut : unit.heldOut;
  }
  return unit.chosen < 0.5 ? 1 - unit.heldOut : unit.heldOut;
}

/** A link to a unit, such as c:1:58 ▼0.996; faint if chance reaches the same figure. */
function unitLink(feature, index, unit) {
  const close = closeness(feature, unit);
  const down = unit.chosen < (feature.measure === "AUC" ? 0.5 : 0);
  const name = unit.value + ":" + unit.layer + ":" + unit.unit;
  const title = unit.value + " of unit " + unit.unit + ", layer " + unit.layer + ", " + (down ? "down" : "up");
  return html("li", {}, html("a", {href: "#" + name + ":" + index, title, class: close > feature.chance ? "" : "weak"},
    name, " ", html("strong", {}, (down ? "▼" : "▲") + close.toFixed(3))));
}

function featureList(feature, index) {
  const how = feature.measure === "AUC" ? percent(feature.mean) + " of the text" : "mean " + tidy(feature.mean);
  if (!feature.units.length) {
    return [html("h3", {}, feature.name), html("p", {}, how + ": too rare to tell")];
  }
  return [html("h3", {}, feature.name),
    html("p", {}, how + " · " + feature.measure + ", by chance " + feature.chance.toFixed(2)),
    html("ul", {}, ...feature.units.map((unit) => unitLink(feature, index, unit)))];
}

function step(by, sign, name) {
  const button = html("button", {type: "button", "aria-label": name}, sign);
  button.addEventListener("click", () => change({unit: Math.min(units.length - 1, Math.max(0, state.unit + by))}));
  return button;
}

function chosen() {
  const layer = Number(layerChoice.value);
  const unit = Math.min(data.layers[layer - 1], Math.max(1, Math.round(Number(unitNumber.value)) || 1));
  change({unit: numberOf(layer, unit)});
}

/** The unit that follows a condition most closely, of all units and conditions. */
function closest() {
  const found = data.features.flatMap((feature, index) => feature.measure !== "AUC" ? []
    : feature.units.map((unit) => ({unit, index, close: closeness(feature, unit)})));
  const best = found.reduce((most, one) => !most || one.close > most.close ? one : most, undefined);
  return best ? {unit: numberOf(best.unit.layer, best.unit.unit), kind: best.unit.value, feature: best.index} : {};
}

function take(read) {
  data = read;
  text = Array.from(data.shown);
  digits = new Map(Array.from(data.digits).map((digit, at) => [digit, at / (data.digits.length - 1)]));
  units = data.layers.flatMap((size, layer) =>
    Array.from({length: size}, (_, unit) => ({layer: layer + 1, unit: unit + 1})));
  Object.assign(state, {surprise: false, unit: 0, kind: "c", feature: -1, place: 0});
  current = signal(0, "c");
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

/** Replaces the content of an element by a report under a title. */
function startCells(read, page, ...title) {
  take(read);
  makeParts();
  listen();
  page.replaceChildren(
    html("header", {}, ...title, about()),
    html("div", {class: "controls"},
      choice("View", [["units", "Units"], ["surprise", "Surprise"]], (view) => change({surprise: view === "surprise"})),
      kindChoice),
    html("div", {class: "columns"}, html("div", {}, unitControls, scale, pre),
      html("aside", {}, place, html("div", {class: "panel features", tabindex: 0}, html("h2", {}, "Units that follow"),
        ...data.features.flatMap(featureList)))),
    footer());
  readFragment();
  show();
}

function about() {
  return html("p", {class: "about"}, data.text + " · " + data.checkpoint + " · " + data.layers.length + " × LSTM, hidden "
    + [...new Set(data.layers)].join(", ") + " · " + whole(data.chars) + " characters read, "
    + (text.length < data.chars ? whole(text.length) : "all") + " of them here · "
    + bits(data.bitsPerChar) + " bits per character");
}

function footer() {
  return html("footer", {}, "A character is coloured by a unit's value after it was read. Beside each feature stand the "
    + "units that follow it most closely, ▲ up where it holds or grows, ▼ down. One half of the text chooses and orders "
    + "them; the figures are those of the other half, so a later one can be higher. AUC: 1 is always, 0.5 is no relation. "
    + "Correlation: by ranks. By chance: what the same search finds where feature and text are moved against each other, "
    + "the highest of 19 times. The picture is that of Karpathy, Johnson and Li, 2015, arXiv 1506.02078.");
}

addEventListener("hashchange", () => {
  if (data) {
    readFragment();
    show();
  }
});

const own = document.getElementById("data");
if (own) {
  const read = JSON.parse(own.textContent);
  const name = read.text.replace(/^.*[\\/]/, "");
  document.title = name + " · charrnn cells";
  startCells(read, document.getElementById("page"), html("p", {class: "kind"}, "charrnn cells"), html("h1", {}, name));
}
