/* The controls: what the network is asked for. */

const control = (id) => document.getElementById(id);
const NUMBERS = {
  "temperature": (value) => value.toFixed(2),
  "temperature-2": (value) => value.toFixed(2),
  "top-p": (value) => value.toFixed(2),
  "top-k": (value) => value === 0 ? "all" : String(value),
  "length": (value) => whole(value) + " characters",
};

function number(id) {
  return Number(control(id).value);
}

function tell(id) {
  const text = NUMBERS[id](number(id));
  document.querySelector(`output[for="${id}"]`).value = text;
  control(id).setAttribute("aria-valuetext", text);
}

function showSecond() {
  control("second").hidden = !control("compare").checked;
}

/** Draws a seed that a person can read out, unless the one that is there is to be kept. */
function seed() {
  if (!control("keep-seed").checked || !control("seed").value || !control("seed").checkValidity()) {
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
  // Who types a seed wants that one.
  control("seed").addEventListener("input", () => {
    control("keep-seed").checked = true;
  });
  if (matchMedia("(max-width: 900px)").matches) {
    document.querySelector(".settings details").open = false;
  }
}

/** The server may allow less than the slider does. */
export function limitLength(most) {
  control("length").max = Math.min(Number(control("length").max), most);
  control("length").min = Math.min(Number(control("length").min), most);
  tell("length");
}

/** One set of fields of a completion's request, or two that differ in their temperature. */
export function requests() {
  const common = {
    top_p: number("top-p"),
    top_k: number("top-k"),
    max_tokens: number("length"),
    seed: seed(),
    ...(control("constrain").checked ? {constrain: "c"} : {}),
    ...(control("until").checked ? {until: "function"} : {}),
  };
  const temperatures = ["temperature", ...(control("compare").checked ? ["temperature-2"] : [])];
  return temperatures.map((id) => ({temperature: number(id), ...common}));
}

/** Sets the controls to what a text was asked for with. */
export function restore(request) {
  const values = {
    "temperature": request.temperature, "top-p": request.top_p, "top-k": request.top_k, "length": request.max_tokens,
  };
  Object.entries(values).forEach(([id, value]) => {
    control(id).value = value;
    tell(id);
  });
  control("seed").value = request.seed;
  control("constrain").checked = "constrain" in request;
  control("until").checked = "until" in request;
}
