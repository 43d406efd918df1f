/* The controls: what the network is asked for. */

import {chars} from "./figures.js";

const control = (id) => document.getElementById(id);
const NUMBERS = {
  "temperature": (value) => value.toFixed(2),
  "temperature-2": (value) => value.toFixed(2),
  "top-p": percent,
  "top-k": (value) => value === 0 ? "all" : chars(value),
  "length": (value) => isAutomatic() ? "automatic" : chars(value),
};
/** Controls by the names of their fields; temperature_2 is a field of links alone. */
const FIELDS = {
  temperature: "temperature", temperature_2: "temperature-2", top_p: "top-p", top_k: "top-k", max_tokens: "length",
};
/** Switches by the names of their fields, and the value of the field where one is on. */
const SWITCHES = {constrain: ["constrain", "c"], until: ["until", "function"]};
/** Whether the length was set by hand since the switch "end with the function" was used. */
let lengthIsSet = false;
/** Whether the server's maximum is below the slider's. */
let lengthIsLimited = false;
/** Names of the models that the server has. */
let served = [];

function number(id) {
  return Number(control(id).value);
}

function setNumber(id, value) {
  control(id).value = value;
  tell(id);
}

function tell(id) {
  const text = NUMBERS[id](number(id));
  document.querySelector(`output[for="${id}"]`).value = text;
  control(id).setAttribute("aria-valuetext", text);
}

function showSecond() {
  control("second").hidden = !control("compare").checked;
}

/** Whether the server chooses how long a function may be. */
function isAutomatic() {
  return control("until").checked && !lengthIsSet && !lengthIsLimited;
}

function setLength(isSet) {
  lengthIsSet = isSet;
  tell("length");
}

/** Draws a seed of few digits, if there is none or another one is wanted. */
function seed(another) {
  if (another || !control("seed").value || !control("seed").checkValidity()) {
    control("seed").value = crypto.getRandomValues(new Uint16Array(1))[0];
  }
  return Number(control("seed").value);
}

export function startSettings() {
  Object.keys(NUMBERS).forEach((id) => {
    control(id).addEventListener("input", () => tell(id));
    tell(id);
  });
  control("compare").addEventListener("change", showSecond);
  control("length").addEventListener("input", () => setLength(true));
  control("until").addEventListener("change", () => setLength(false));
  // Who types a seed wants that one.
  control("seed").addEventListener("input", () => {
    control("keep-seed").checked = true;
  });
  const details = document.querySelector(".settings details");
  if (matchMedia("(max-width: 900px)").matches) {
    details.open = false;
  }
  control("to-settings").addEventListener("click", () => {
    details.open = true;
    details.scrollIntoView({behavior: "smooth"});
  });
}

/** The server may allow less than the slider does. */
export function limitLength(most) {
  lengthIsLimited = most < Number(control("length").max);
  control("length").max = Math.min(Number(control("length").max), most);
  control("length").min = Math.min(Number(control("length").min), most);
  tell("length");
}

/** Offers the choice of models, if there are several; one at least is always chosen. */
export function offerModels(names) {
  served = names;
  const group = control("models");
  group.hidden = names.length < 2;
  group.append(...names.slice(group.hidden ? names.length : 0).map((value, i) => {
    const input = html("input", {type: "checkbox", role: "switch", name: "model", value});
    input.checked = i === 0;
    input.addEventListener("change", () => {
      input.checked ||= chosenModels().length === 0;
    });
    return html("label", {class: "switch"}, input, html("span", {}), value);
  }));
}

function modelInputs() {
  return [...control("models").querySelectorAll("input")];
}

/** Names of the chosen models; empty if there is only one model. */
function chosenModels() {
  return modelInputs().filter((input) => input.checked).map((input) => input.value);
}

function chooseModels(names) {
  modelInputs().forEach((input) => {
    input.checked = names.includes(input.value);
  });
}

/** The fields that all requests share, but for the seed. */
function common() {
  const on = Object.entries(SWITCHES).filter(([, [id]]) => control(id).checked);
  return {
    top_p: number("top-p"),
    top_k: number("top-k"),
    ...(isAutomatic() ? {} : {max_tokens: number("length")}),
    ...Object.fromEntries(on.map(([name, [, value]]) => [name, value])),
  };
}

/** Sets of fields of a completion's request: one for each chosen model and temperature. */
export function requests() {
  const shared = {...common(), seed: seed(!control("keep-seed").checked)};
  const temperatures = ["temperature", ...(control("compare").checked ? ["temperature-2"] : [])].map(number);
  const models = chosenModels().map((model) => ({model}));
  return (models.length > 0 ? models : [{}])
    .flatMap((model) => temperatures.map((temperature) => ({...model, temperature, ...shared})));
}

/** Sets the controls to what a text was asked for with. */
export function restore(request) {
  Object.entries(FIELDS).filter(([name]) => name in request).forEach(([name, id]) => setNumber(id, request[name]));
  Object.entries(SWITCHES).forEach(([name, [id]]) => {
    control(id).checked = name in request;
  });
  control("seed").value = request.seed;
  setLength("max_tokens" in request);
  if (served.includes(request.model)) {
    chooseModels([request.model]);
  }
}

/** Names and values of the controls, for a link. */
export function linkFields() {
  const temperatures = {
    temperature: number("temperature"), ...(control("compare").checked ? {temperature_2: number("temperature-2")} : {}),
  };
  return [...Object.entries({...temperatures, ...common(), seed: seed(false)}),
    ...chosenModels().map((model) => ["model", model])];
}

/**
 * Sets the controls to a link's values. Values that the controls do not allow are left out.
 *
 * @param fields URLSearchParams
 * @returns names of the fields that were left out
 */
export function takeFields(fields) {
  const wrong = new Set();
  Object.entries(FIELDS).filter(([name]) => fields.has(name)).forEach(([name, id]) => {
    const value = fields.get(name);
    const {min, max} = control(id);
    const fits = /^\d+(\.\d+)?$/.test(value) && Number(value) >= Number(min) && Number(value) <= Number(max);
    fits ? setNumber(id, Number(value)) : wrong.add(name);
  });
  Object.entries(SWITCHES).forEach(([name, [id, on]]) => {
    control(id).checked = fields.get(name) === on;
    if (fields.has(name) && !control(id).checked) {
      wrong.add(name);
    }
  });
  setLength(fields.has("max_tokens") && !wrong.has("max_tokens"));
  control("compare").checked = fields.has("temperature_2") && !wrong.has("temperature_2");
  showSecond();
  takeSeed(fields, wrong);
  takeModels(fields.getAll("model"), wrong);
  return [...wrong];
}

/** Takes the seed of a link and keeps it, so that the same text is written. */
function takeSeed(fields, wrong) {
  if (/^-?\d{1,15}$/.test(fields.get("seed"))) {
    control("seed").value = fields.get("seed");
    control("keep-seed").checked = true;
  } else if (fields.has("seed")) {
    wrong.add("seed");
  }
}

function takeModels(names, wrong) {
  const known = names.filter((name) => served.includes(name));
  if (known.length > 0) {
    chooseModels(known);
  }
  if (known.length < names.length) {
    wrong.add("model");
  }
}
