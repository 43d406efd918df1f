/* The page of networks, each of which the engine runs in a worker. */

import {closeCard, isHeld} from "./alternatives.js";
import {editor} from "./editor.js";
import {chars, meanBits} from "./figures.js";
import {Pane, written} from "./pane.js";
import {stage, startNetworks} from "./networks.js";
import {startTheme} from "./theme.js";
import {leaveUnits, offerUnits} from "./units.js";

/** The longest text, in UTF-16 units. */
const LONGEST_TEXT = 1_000_000;

const element = (id) => document.getElementById(id);
const prompt = editor("prompt");
const FORMATS = {
  "temperature": (value) => value.toFixed(2),
  "top-p": percent,
  "top-k": (value) => value === 0 ? "all" : chars(value),
  "length": chars,
};
/** By network, the promise of what runs a job, a text with a request or none, and stops it. */
const engines = new Map();
let network; // that is chosen
let placed = prompt.text; // the text that the page has put into the box
let engine;
/** The sample that is shown, and its pane. */
let shown;
let samples = 0;

/** Shows a problem, which stays until there is another one; none for an empty text. */
function warn(problem) {
  element("problem").textContent = problem;
  element("problem").hidden = !problem;
}

/** Tells a screen reader what happens. */
function announce(news) {
  element("announcement").textContent = news;
}

function settings() {
  const number = (id) => Number(element(id).value);
  if (!element("seed").value) {
    drawSeed();
  }
  return {temperature: number("temperature"), top_p: number("top-p"), top_k: number("top-k"), length: number("length"),
    seed: number("seed"), ...matches()};
}

/** Of a network that reads matches, whether it sees them. */
function matches() {
  return network.matches > 0 ? {matches: element("matches").checked} : {};
}

function drawSeed() {
  element("seed").value = crypto.getRandomValues(new Uint16Array(1))[0];
}

/** Starts an engine in a worker; a job's letters are shown before the worker goes on. */
function inWorker(data) {
  const worker = new Worker(URL.createObjectURL(new Blob([element("worker").textContent], {type: "text/javascript"})));
  const jobs = new Map(); // those that have not ended, by number
  let last = 0;
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || "it did not start"));
    };
    worker.onmessage = ({data: {ready, id, letters, end, failure}}) => {
      if (ready) {
        resolve({
          stop: () => worker.postMessage({}),
          run: (job, tell) => new Promise((ended, failed) => {
            jobs.set(++last, {tell, ended, failed});
            worker.postMessage({id: last, job});
          }),
        });
      } else if (letters) {
        jobs.get(id).tell(letters);
        worker.postMessage({id, isShown: true});
      } else {
        const {ended, failed} = jobs.get(id);
        jobs.delete(id);
        failure ? failed(new Error(failure)) : ended(end);
      }
    };
    worker.postMessage({data});
  });
}

/** The engine of a network, in a worker where the browser allows one. */
async function started(data) {
  try {
    return await inWorker(data);
  } catch (refused) {
    const own = new Engine(data);
    warn("The browser allows this page no worker (" + refused.message + "): while the network works, the page is slower.");
    return own;
  }
}

/** Takes another network, which writes the same again if the page shows what one wrote. */
async function choose(chosen) {
  if (network && network.name !== chosen.name && prompt.text === placed) {
    placed = prompt.text = chosen.prime;
  }
  network = chosen;
  engine?.stop();
  element("name").textContent = chosen.name;
  const sizes = chosen.layers.map((layer) => layer.units);
  element("model").textContent = (sizes.length > 1 ? "LSTM layers of " : "LSTM layer of ") + sizes.join(" and ") + " units, "
    + count(chosen.parameters) + " parameters, " + chosen.vocabulary.length + " characters · " + stage(chosen);
  element("matches").closest(".setting").hidden = chosen.matches === 0;
  if (!engines.has(chosen)) {
    engines.set(chosen, started(chosen));
  }
  try {
    const ready = await engines.get(chosen);
    if (network === chosen) {
      engine = ready;
      element("write").disabled = false;
      element("read").disabled = false;
      announce("The network is ready.");
      again();
    }
  } catch (error) {
    warn(error.message);
  }
}

/** Repeats what is shown by the network that is chosen now; at first, it writes. */
function again() {
  shown && isReading(shown.sample) ? read() : write();
}

function startEngine() {
  try {
    const {networks} = JSON.parse(element("data").textContent);
    document.title = networks[0].name + " · charrnn";
    warn("");
    startNetworks(networks, choose);
  } catch (error) {
    warn(error.message);
  }
}

/**
 * Shows a text that the engine is to write or, without a temperature in its request, to read.
 *
 * @param own what the network has written after the text already
 */
async function run(text, sample, own = "") {
  closeCard();
  leaveUnits();
  engine.stop();
  const layers = network.layers.map(({units}) => units);
  const pane = new Pane(sample, (i, character) => branch(sample, i, character));
  const mine = shown = {sample, pane};
  element("panes").replaceChildren(pane.element);
  pane.showWritten();
  pane.begin();
  element("stop").disabled = false;
  announce(isReading(sample) ? "Reading." : "Writing.");
  try {
    sample.end = await engine.run({text, own, request: isReading(sample) ? undefined : sample.request,
      hidesMatches: sample.request.matches === false}, (letters) => {
      pane.add(letters);
      return new Promise((resolve) => setTimeout(resolve)); // without a worker, the page needs its time too
    });
  } catch (error) {
    sample.end = "failed";
    warn(error.message);
  }
  pane.update();
  if (shown === mine) {
    element("stop").disabled = true;
    offerUnits(sample, pane, layers);
    announce((isReading(sample) ? "Read: " : "Written: ") + chars(sample.letters.length) + ", " + meanBits(sample) + " per character.");
  }
}

function newSample(prompted, request, letters = [], from = undefined) {
  samples++;
  return {number: samples, prompt: prompted, request, letters, from, score: null};
}

function isReading({request}) {
  return request.temperature === undefined;
}

function write() {
  if (element("seed").reportValidity()) {
    run(prompt.text, newSample(prompt.text, settings()));
  }
}

function read() {
  run(prompt.text, newSample("", matches()));
}

/** Goes on from another character. */
function branch(sample, i, character) {
  const instead = sample.letters[i];
  const chosen = {c: character, p: instead.top.find(([other]) => other === character)?.[1], top: instead.top, mine: true};
  const other = newSample(sample.prompt, settings(), [...sample.letters.slice(0, i), chosen], sample.number);
  run(other.prompt, other, written(other));
  shown.pane.focus();
}

function cut() {
  if (prompt.text.length > LONGEST_TEXT) {
    prompt.text = prompt.text.slice(0, LONGEST_TEXT);
    warn("The text was cut: a page reads at most " + whole(LONGEST_TEXT) + " characters.");
  }
}

function keyed(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    element("write").click();
  } else if (event.key === "Escape") {
    isHeld() ? closeCard() : engine?.stop();
  }
}

Object.entries(FORMATS).forEach(([id, format]) => {
  const show = () => {
    const text = format(Number(element(id).value));
    document.querySelector(`output[for="${id}"]`).value = text;
    element(id).setAttribute("aria-valuetext", text);
  };
  element(id).addEventListener("input", show);
  show();
});
element("prompt").addEventListener("input", cut);
element("write").addEventListener("click", write);
element("read").addEventListener("click", read);
element("stop").addEventListener("click", () => engine.stop());
element("another").addEventListener("click", drawSeed);
document.querySelector(".examples").addEventListener("click", ({target}) => {
  if (target.dataset.prompt) {
    placed = prompt.text = target.dataset.prompt;
    prompt.focus();
  }
});
document.addEventListener("keydown", keyed);
startEngine();
startTheme();
