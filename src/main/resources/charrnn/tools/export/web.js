/* The page of networks, each of which the engine runs in a worker. */

import {closeCard, isHeld} from "./alternatives.js";
import {editor} from "./editor.js";
import {chars, meanBits} from "./figures.js";
import {Pane, showLevels, written} from "./pane.js";
import {startNetworks} from "./networks.js";
import {startTheme} from "./theme.js";
import {leaveUnits, offerUnits} from "./units.js";

/** The longest text, in UTF-16 units. */
const LONGEST_TEXT = 1_000_000;
/** That of the text with which a network begins. */
const FIRST_SEED = 1;

const element = (id) => document.getElementById(id);
const prompt = editor("prompt");
const FORMATS = {
  "temperature": (value) => value.toFixed(2),
  "top-p": percent,
  "top-k": (value) => value === 0 ? "all" : chars(value),
  "length": chars,
};
let network; // that is chosen
/** Runs a job, a text with a request or none, and stops it; undefined while the chosen network is not ready. */
let engine;
let isLoading = false;
/** The network's name, the text that it was given, what it had written of it, its sample and its pane. */
let shown;
let samples = 0;
let placed = ""; // the text that the page has put into the box

/** What a reader may try, by the language that a network has learned: a name, a text, and whether it is read instead of continued. */
const EXAMPLES = {
  c: [
    ["a function", "static int trace_open(struct inode *inode, struct file *file)\n{\n\t"],
    ["a comment", "/*\n * "],
    ["a struct", "struct ring_buffer {\n\t"],
    ["find the typo", `static int check_length(struct device *dev, int length)
{
\tif (length < 0)
\t\treturn -EINVAL;

\tif (length > dev->length)
\t\treturn -EINVAL;

\tdev->length = length;
\treturn 0;
}

static int check_lenght(struct device *dev, int length)
{
\tif (length < 0)
\t\treturn -EINVAL;

\treturn 0;
}
`, true],
  ],
  python: [
    ["a function", "def read_file(path, encoding=None):\n    "],
    ["a class", "class Buffer:\n    "],
    ["a comment", "# "],
    ["a test", "    def test_read(self):\n        "],
  ],
};

/** Shows a problem, which stays until there is another one; none for an empty text. */
function warn(problem) {
  element("problem").textContent = problem;
  element("problem").hidden = !problem;
}

/** Tells a screen reader what happens. */
function announce(news) {
  element("announcement").textContent = news;
}

function sliders() {
  const number = (id) => Number(element(id).value);
  return {temperature: number("temperature"), top_p: number("top-p"), top_k: number("top-k"), length: number("length"), ...matches()};
}

/** A seed, drawn where none is given. */
function seed() {
  return element("seed").value ? Number(element("seed").value) : crypto.getRandomValues(new Uint16Array(1))[0];
}

/** Of a network that reads matches, whether it sees them. */
function matches() {
  return network.matches > 0 ? {matches: element("matches").checked} : {};
}

/** Starts an engine in a worker; a job's letters are shown before the worker goes on. */
function inWorker(data) {
  const url = URL.createObjectURL(new Blob([element("worker").textContent], {type: "text/javascript"}));
  const worker = new Worker(url);
  const jobs = new Map(); // those that have not ended, by number
  let last = 0;
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      URL.revokeObjectURL(url);
      const failure = new Error(event.message || "it did not start");
      reject(failure);
      jobs.forEach(({failed}) => failed(failure));
    };
    worker.onmessage = ({data: {ready, id, letters, read, end, failure}}) => {
      if (ready) {
        URL.revokeObjectURL(url);
        resolve({
          end: () => {
            worker.terminate();
            jobs.forEach(({ended}) => ended("stopped"));
          },
          stop: () => worker.postMessage({}),
          run: (job, tell) => new Promise((ended, failed) => {
            jobs.set(++last, {tell, ended, failed});
            worker.postMessage({id: last, job});
          }),
        });
      } else if (letters) {
        jobs.get(id).tell(letters, read);
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
    const ready = await inWorker(data);
    warn("");
    return ready;
  } catch (refused) {
    const own = new Engine(data);
    warn("The browser allows this page no worker (" + refused.message + "): while the network works, the page is slower.");
    return own;
  }
}

/** Takes another network, which repeats what is shown once it is ready. */
async function choose(chosen) {
  if (network?.name !== chosen.name && prompt.text === placed) {
    placed = prompt.text = chosen.prime;
  }
  network = chosen;
  tellOf(chosen);
  engine?.end();
  engine = undefined;
  allow(false);
  if (!isLoading && await load()) {
    allow(true);
    await (shown?.name === network.name ? repeat() : write(FIRST_SEED));
  }
}

function tellOf({name, layers, parameters, vocabulary, matches, language}) {
  const sizes = layers.map(({units}) => units);
  document.title = name + " · charrnn";
  element("name").textContent = name;
  element("model").textContent = (sizes.length > 1 ? "LSTM layers of " : "LSTM layer of ") + sizes.join(" and ") + " units, "
    + count(parameters) + " parameters, " + vocabulary.length + " characters";
  document.querySelector(".examples").replaceChildren(...(EXAMPLES[language] ?? []).map(example));
  element("matches").closest(".setting").hidden = matches === 0;
}

/** A button that puts a text into the box and continues or reads it. */
function example([title, text, isRead]) {
  const button = html("button", {type: "button"}, title);
  button.addEventListener("click", () => {
    placed = prompt.text = text;
    isRead ? read() : write();
  });
  return button;
}

function allow(isReady) {
  element("write").disabled = !isReady;
  element("read").disabled = !isReady;
}

/** Starts the engine of the network that is chosen, the last one if others are chosen meanwhile; returns whether it is ready. */
async function load() {
  isLoading = true;
  let isFailed = false;
  while (!engine && !isFailed) {
    const data = network;
    try {
      const ready = await started(data);
      data === network ? engine = ready : ready.end();
    } catch (error) {
      isFailed = data === network;
      warn(error.message);
    }
  }
  isLoading = false;
  return !isFailed;
}

/**
 * Runs what is shown again.
 *
 * @param changed other settings
 * @param own what the network has written of it already
 */
function repeat(changed = {}, own = "") {
  const {text, sample} = shown;
  const letters = sample.letters.slice(0, Array.from(own).length);
  return run(text, newSample(sample.prompt, {...sample.request, ...changed}, letters, own && sample.from), own);
}

/** Writes what is shown with the settings of now, from where it branched off. */
function writeAgain() {
  if (engine && shown && !isReading(shown.sample)) {
    repeat(sliders(), shown.own);
  }
}

/** Runs what is shown with matches, or without. */
function switchMatches() {
  if (engine && shown) {
    repeat(matches(), shown.own);
  }
}

function start() {
  try {
    startNetworks(JSON.parse(element("data").textContent).networks, choose);
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
  const ofNetwork = network;
  const pane = new Pane(sample, (i, character) => branch(sample, i, character));
  const mine = shown = {name: network.name, text, own, sample, pane};
  element("panes").replaceChildren(pane.element);
  pane.showWritten();
  pane.begin();
  element("stop").disabled = false;
  announce(isReading(sample) ? "Reading." : "Writing.");
  try {
    sample.end = await engine.run({text, own, request: isReading(sample) ? undefined : sample.request,
      hidesMatches: sample.request.matches === false}, (letters, read) => {
      sample.read = read;
      pane.add(letters);
      return new Promise((resolve) => setTimeout(resolve)); // without a worker, the page needs its time too
    });
  } catch (error) {
    sample.end = "failed";
    warn(error.message);
  }
  pane.update();
  if (!own) {
    requestAnimationFrame(() => pane.showWritten()); // after the last letters are drawn
  }
  if (shown === mine) {
    element("stop").disabled = true;
    offerUnits(sample, pane, ofNetwork);
    announce((isReading(sample) ? "Read: " : "Written: ") + chars(sample.letters.length) + ", " + meanBits(sample) + " per character.");
  }
}

function newSample(prompted, request, letters = [], from = undefined) {
  samples++;
  return {number: samples, prompt: prompted, request, letters, from};
}

function isReading({request}) {
  return request.temperature === undefined;
}

function write(first) {
  return engine && element("seed").reportValidity()
    ? run(prompt.text, newSample(prompt.text, {...sliders(), seed: first ?? seed()})) : undefined;
}

function read() {
  const known = new Set(network.vocabulary);
  const unknown = Array.from(prompt.text).find((character) => !known.has(character.codePointAt(0)));
  warn(!prompt.text ? "There is no text to read." : !unknown ? ""
    : "The network does not know " + named(unknown) + ": all such characters are the same to it.");
  if (engine && prompt.text) {
    run(prompt.text, newSample("", matches()));
  }
}

/** Goes on from another character. */
function branch(sample, i, character) {
  if (!engine) {
    return;
  }
  const instead = sample.letters[i];
  const chosen = {c: character, p: instead.top.find(([other]) => other === character)?.[1], top: instead.top, mine: true};
  const other = newSample(sample.prompt, {...sliders(), matches: sample.request.matches, seed: seed()}, [...sample.letters.slice(0, i), chosen], sample.number);
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
  element(id).addEventListener("change", writeAgain);
  show();
});
element("prompt").addEventListener("input", cut);
element("matches").addEventListener("change", switchMatches);
element("write").addEventListener("click", () => write());
element("read").addEventListener("click", read);
element("stop").addEventListener("click", () => engine?.stop());
document.addEventListener("keydown", keyed);
showLevels();
start();
startTheme();
