/* The page: what its parts have to do with each other. */

import {closeCard, isHeld} from "./alternatives.js";
import {ALTERNATIVES, completion, get, post} from "./api.js";
import {editor} from "./editor.js";
import {meanBits, meanings} from "./figures.js";
import {startInside} from "./inside.js";
import {linkTo, takeLink} from "./link.js";
import {Pane, showLevels, written} from "./pane.js";
import {listSamples, newSample, remember} from "./samples.js";
import {limitLength, offerModels, requests, restore, startSettings} from "./settings.js";
import {startTheme} from "./theme.js";

const element = (id) => document.getElementById(id);
const prompt = editor("prompt");
const tabs = [element("tab-write"), element("tab-inside")];
/** What is shown: samples with their panes, and what stops those that are being written. */
let desk = [];
/** What is shown while there is no sample. */
const introduction = document.querySelector("#panes .empty");
let longestPrompt = Infinity;
/** Whether a model has learned C. */
let readsC = true;

/** Tells of a problem to all, of other news to those who cannot see them. */
function tell(problem, news) {
  element("problem").textContent = problem;
  element("problem").hidden = !problem;
  element("announcement").textContent = news;
}

function tellOfLimit(most) {
  tell("The box takes " + whole(most) + " characters; the rest is left out.", "");
}

/** Puts samples on the desk, those that are there make room. */
function show(samples) {
  stop();
  closeCard();
  desk = samples.map((sample) => ({sample, pane: new Pane(sample, (i, character) => branch(sample, i, character))}));
  element("panes").replaceChildren(...(desk.length > 0 ? desk.map((place) => place.pane.element) : [introduction]));
  desk.forEach((place) => place.pane.showWritten());
  drawList();
}

function drawList() {
  listSamples(desk.map((place) => place.sample), (sample) => {
    show([sample]);
    prompt.text = sample.prompt;
    restore(sample.request);
  });
}

function run() {
  const before = desk.map((place) => place.sample);
  show(requests().map((request) => newSample(prompt.text, request)));
  desk.forEach((place) => write(place, () => drop(place, before)));
}

/** Removes a sample of which nothing was written from the desk; after the last one, the earlier samples come back. */
function drop(place, before) {
  if (!desk.includes(place)) {
    return;
  }
  desk = desk.filter((one) => one !== place);
  place.pane.element.remove();
  if (desk.length === 0) {
    show(before);
  }
}

/** Writes on from another character; the rest of what is shown stays. */
function branch(sample, i, character) {
  const instead = sample.letters[i];
  const known = instead.top.find(([other]) => other === character);
  const mine = {c: character, p: known?.[1], top: instead.top, mine: true};
  const other = newSample(sample.prompt, sample.request, [...sample.letters.slice(0, i), mine], sample.number);
  const place = desk.find((one) => one.sample === sample);
  place.stopper?.abort();
  const before = place.pane;
  const pane = new Pane(other, (j, another) => branch(other, j, another));
  put(place, other, pane);
  write(place, () => put(place, sample, before));
}

function put(place, sample, pane) {
  place.pane.element.replaceWith(pane.element);
  Object.assign(place, {sample, pane, stopper: undefined});
}

/**
 * Lets the network write a sample on, to its end or until it is stopped.
 *
 * @param undo called if that ends before anything is written
 */
async function write(place, undo) {
  const {sample, pane} = place;
  const given = sample.letters.length;
  const stopper = new AbortController();
  place.stopper = stopper;
  tell("", "Writing.");
  showRunning();
  pane.begin();
  try {
    const text = sample.prompt + written(sample);
    for await (const news of completion({...sample.request, prompt: text}, stopper.signal)) {
      pane.add(lettersOf(news));
      sample.end = news.finish_reason || undefined;
    }
  } catch (error) {
    sample.end = stopper.signal.aborted ? "stopped" : "failed";
    if (!stopper.signal.aborted) {
      tell((sample.request.model ? sample.request.model + ": " : "") + error.message, "");
    }
  }
  if (place.stopper === stopper) {
    place.stopper = undefined;
  }
  showRunning();
  if (sample.letters.length === given && ["stopped", "failed"].includes(sample.end)) {
    undo();
    return;
  }
  pane.update();
  if (sample.letters.length > 0) {
    tell(element("problem").textContent, "Written: " + whole(sample.letters.length) + " characters, "
      + meanBits(sample) + " per character.");
    sample.isC = await isC(sample);
    pane.update();
    remember(sample);
    drawList();
  }
}

/** Whether C's grammar allows what was written and its prompt; undefined where the server cannot say. */
async function isC(sample) {
  const prompt = sample.prompt + written(sample);
  if (!readsC || prompt.length > longestPrompt) {
    return undefined;
  }
  try {
    await post("v1/completions", {model: sample.request.model, prompt, constrain: "c", max_tokens: 0});
    return true;
  } catch (error) {
    return error.code === "invalid_prompt" ? false : undefined;
  }
}

/** What is new of a text, each character with its probability and the likeliest in its place. */
function lettersOf(news) {
  const {tokens, token_logprobs: own, top_logprobs: top} = news.logprobs;
  return tokens.map((c, i) => ({c, p: rounded(Math.exp(own[i])), top: Object.entries(top[i])
    .map(([other, logarithm]) => [other, rounded(Math.exp(logarithm))])
    .sort(([, a], [, b]) => b - a)}));
}

function rounded(probability) {
  return Number(probability.toPrecision(4));
}

function stop() {
  desk.forEach((place) => place.stopper?.abort());
}

function showRunning() {
  element("stop").disabled = !desk.some((place) => place.stopper);
}

function select(tab) {
  tabs.forEach((one) => {
    const chosen = one === tab;
    one.setAttribute("aria-selected", chosen);
    one.tabIndex = chosen ? 0 : -1;
    element(one.getAttribute("aria-controls")).hidden = !chosen;
  });
  if (tab === tabs[1]) {
    inside.show();
  }
}

function keyed(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    (element("write").hidden ? element("read") : element("run")).click();
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    isHeld() ? closeCard() : stop();
  }
}

function startTabs() {
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        select(tabs[1 - i]);
        tabs[1 - i].focus();
      }
    });
  });
}

/** Hides what is for C only, and empties the boxes whose text is still the page's own. */
function hideC() {
  document.querySelectorAll("[data-c]").forEach((part) => {
    part.hidden = true;
  });
  introduction.querySelector("#language").textContent = "text";
  ["prompt", "text"].map(element).filter((box) => box.value === box.defaultValue).forEach((box) => {
    box.value = "";
    box.dispatchEvent(new Event("input"));
  });
}

/** Reads the server's facts: its models' names and languages, and how long a prompt and a text may be. */
async function meetServer() {
  try {
    const fields = (await get("openapi.json")).components.schemas.CompletionRequest.properties;
    limitLength(Math.floor(fields.max_tokens.maximum / (1 + ALTERNATIVES)));
    longestPrompt = fields.prompt.oneOf[0].maxLength;
    prompt.limit(longestPrompt, () => tellOfLimit(longestPrompt));
    const {data} = await get("v1/models");
    readsC = data.some((model) => model.language === "c");
    if (!readsC) {
      hideC();
    }
    const models = data.map((model) => model.id);
    offerModels(models);
    inside.offer(data);
    element("model").replaceChildren(models.length > 1 ? "models " : "model ", html("strong", {}, models.join(", ")));
  } catch (error) {
    tell(error.message, "");
  }
}

/** Copies a link. Where the browser does not allow that, as without https, the link becomes the page's address. */
async function copyLink() {
  const link = linkTo(prompt.text);
  try {
    await navigator.clipboard.writeText(link);
    tell("", "The link is copied.");
    element("link").textContent = "Copied";
    setTimeout(() => {
      element("link").textContent = "Copy link";
    }, 1500);
  } catch {
    history.replaceState(null, "", link);
    tell("This browser does not let the page copy the link. It is the page’s address now: copy it from there.", "");
  }
}

/** Fills the form if the page's address is such a link, and runs nothing. */
function openLink() {
  const wrong = takeLink(prompt, longestPrompt);
  if (wrong) {
    select(tabs[0]);
    tell(wrong.length > 0 ? "The link has values that cannot be set here, and they were left out: " + wrong.join(", ") + "."
      : "", "The form is filled from the link.");
  }
}

showLevels();
startTheme();
startSettings();
startTabs();
const inside = startInside(() => desk.length > 0 ? desk[0].sample.prompt + written(desk[0].sample) : prompt.text, tell, tellOfLimit);
element("run").addEventListener("click", run);
element("stop").addEventListener("click", stop);
element("examples").addEventListener("click", (event) => {
  if (event.target.dataset.prompt) {
    prompt.text = event.target.dataset.prompt;
    prompt.focus();
  }
});
document.addEventListener("keydown", keyed);
element("link").addEventListener("click", copyLink);
element("meanings").append(...meanings());
addEventListener("hashchange", openLink);
drawList();
meetServer().then(openLink);
