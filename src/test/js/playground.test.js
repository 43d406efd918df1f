/* The playground's modules, without a browser. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {load} from "./playground.js";

const control = (id) => document.getElementById(id);
const SLIDERS = {"temperature": [0, 2, 0.7], "temperature-2": [0, 2, 1.2], "top-p": [0.05, 1, 1], "top-k": [0, 50, 0], "length": [50, 4000, 600]};
Object.entries(SLIDERS).forEach(([id, [min, max, value]]) => Object.assign(control(id), {min, max, value}));
Object.assign(control("seed"), {pattern: "-?[0-9]{1,15}", value: "1"});
control("models").querySelectorAll = () => control("models").children.map((label) => label.children[0]);

const settings = await load("settings.js");
const {linkTo, takeLink} = await load("link.js");
settings.startSettings();

/** Opens a link, and returns the names of the fields that were left out. */
function open(link, box = {}, longest = 100) {
  location.hash = new URL(link).hash;
  return takeLink(box, longest);
}

function flip(id, on) {
  control(id).checked = on;
  control(id).dispatchEvent(new Event("change"));
}

function slide(id, value) {
  control(id).value = value;
  control(id).dispatchEvent(new Event("input"));
}

test("links have the prompt, the settings and the seed", () => {
  flip("compare", true);
  flip("until", true);
  Object.entries({"temperature": 0.35, "temperature-2": 1.5, "top-p": 0.9, "top-k": 7, "length": 150})
    .forEach(([id, value]) => slide(id, value));
  slide("seed", "-42");
  const prompt = "static int é&#=%+\n\t<b>";
  const link = linkTo(prompt);
  const before = settings.requests();
  assert.deepEqual(before.map((request) => request.temperature), [0.35, 1.5]);
  assert.deepEqual({...before[0]}, {temperature: 0.35, top_p: 0.9, top_k: 7, max_tokens: 150, until: "function", seed: -42});
  slide("temperature", 1);
  slide("seed", "5");
  flip("compare", false);
  flip("until", false);
  const box = {};
  assert.deepEqual(open(link, box), []);
  assert.equal(box.text, prompt);
  assert.deepEqual(settings.requests(), before);
  assert.equal(linkTo(prompt), link);
});

test("values of a link that the controls do not allow are left out", () => {
  const script = encodeURIComponent("<img src=q onerror=alert()>");
  const wrong = open("http://localhost/#prompt=a&temperature=1e1&top_p=NaN&top_k=" + script + "&max_tokens=1000000&seed=" + script
    + "&constrain=java&until=line&model=" + script + "&temperature_2=-1&__proto__=x&stream=false");
  assert.deepEqual(wrong.sort(), ["constrain", "max_tokens", "model", "seed", "temperature", "temperature_2", "top_k", "top_p", "until"]);
  const box = {};
  assert.deepEqual(open("http://localhost/#prompt=" + "x".repeat(101), box), ["prompt"]);
  assert.deepEqual(box, {});
  assert.equal(open("http://localhost/#other=1"), undefined);
});

test("a function's length is automatic until it is set", () => {
  flip("until", true);
  assert.ok(!("max_tokens" in settings.requests()[0]));
  slide("length", 500);
  assert.equal(settings.requests()[0].max_tokens, 500);
  flip("until", false);
  assert.equal(settings.requests()[0].max_tokens, 500);
});

test("one model is always chosen, and each chosen one is requested", () => {
  settings.offerModels(["one", "two"]);
  const inputs = control("models").querySelectorAll("input");
  assert.deepEqual(settings.requests().map((request) => request.model), ["one"]);
  inputs[0].checked = false;
  inputs[0].dispatchEvent(new Event("change"));
  assert.ok(inputs[0].checked);
  inputs[1].checked = true;
  assert.deepEqual(settings.requests().map((request) => request.model), ["one", "two"]);
});

const {completion, post, Refusal} = await load("api.js");

/** Answers requests by these functions, one after the other; returns the requests. */
function answers(...all) {
  const requests = [];
  globalThis.fetch = async (path, request) => {
    requests.push(request);
    return all.shift()(request);
  };
  return requests;
}

const json = (body, status = 200, headers = {}) => () => new Response(JSON.stringify(body), {status, headers});

/** A stream in parts of these lengths. */
function stream(text, ...lengths) {
  let from = 0;
  const bytes = new TextEncoder().encode(text);
  const parts = [...lengths, bytes.length].map((length) => bytes.slice(from, from += length));
  return () => new Response(new ReadableStream({
    pull: (control) => parts.length > 0 ? control.enqueue(parts.shift()) : control.close(),
  }));
}

async function texts(request) {
  const all = [];
  for await (const choice of completion(request)) {
    all.push(choice.text);
  }
  return all;
}

const event = (text) => "data: " + JSON.stringify({choices: [{text}]}) + "\n\n";

test("a stream is read whatever its parts are", async () => {
  for (let length = 1; length < 40; length += 3) {
    const requests = answers(stream(event("é€😀") + event("b") + "data: [DONE]\n\n", length, 5, 7));
    assert.deepEqual(await texts({prompt: "a"}), ["é€😀", "b"]);
    assert.deepEqual(JSON.parse(requests[0].body), {prompt: "a", stream: true, logprobs: 8});
  }
});

test("a stream without its end, and one with an error, fail", async () => {
  answers(stream(event("a")), stream('data: {"error": {"message": "the server stops"}}\n\n'), () => Promise.reject(new Error()));
  await assert.rejects(texts({}), {message: "The connection ended before the text did."});
  await assert.rejects(texts({}), {message: "The server gave up: the server stops."});
  await assert.rejects(texts({}), {message: "The server does not answer."});
});

test("a busy server is asked again, and a refusal is not", async () => {
  const busy = json({error: {message: "busy"}}, 503, {"Retry-After": "0.001"});
  assert.equal(answers(busy, busy, json({a: 1}), json({error: {message: "no", code: "invalid_prompt"}}, 400)).length, 0);
  assert.deepEqual(await post("v1/cells", {}), {a: 1});
  await assert.rejects(post("v1/cells", {}), (refusal) => refusal instanceof Refusal && refusal.code === "invalid_prompt");
});

test("the key is asked for until it is right, and kept", async () => {
  const dialog = control("key-dialog");
  const checked = (request) => json({}, request.headers.Authorization === "Bearer s3cret" ? 200 : 401)();
  const requests = answers(checked, checked, checked, checked);
  const given = ["guess", "s3cret"];
  dialog.showModal = () => {
    control("key").value = given.shift();
    setTimeout(() => dialog.querySelector("form").dispatchEvent(new Event("submit", {cancelable: true})));
  };
  await post("v1/cells", {});
  await post("v1/cells", {});
  assert.deepEqual(requests.map((request) => request.headers.Authorization),
    [undefined, "Bearer guess", "Bearer s3cret", "Bearer s3cret"]);
  assert.equal(control("key-wrong").hidden, false);
});

test("a box leaves out what is too much, and has no colours for a long text", async () => {
  const {editor} = await load("editor.js");
  const area = control("prompt");
  const box = editor("prompt");
  const frame = area.parentElement;
  box.text = "int a;";
  assert.equal(frame.querySelector("pre").textContent, "int a;\u200b");
  let cuts = 0;
  box.limit(10, () => cuts++);
  assert.equal(area.maxLength, 10);
  Object.assign(area, {selectionStart: 6, selectionEnd: 6});
  ["abcd", "abcde", null].forEach((data) => area.dispatchEvent(Object.assign(new Event("beforeinput"), {data})));
  Object.assign(area, {selectionStart: 0});
  area.dispatchEvent(Object.assign(new Event("beforeinput"), {data: "abcdefghij"}));
  assert.equal(cuts, 1);
  box.text = "x".repeat(50_001);
  assert.ok(frame.classList.contains("plain"));
  assert.equal(frame.querySelector("pre").textContent, "\u200b");
});

test("the oldest samples go where the browser has no room", async () => {
  const {newSample, remember} = await load("samples.js");
  for (let i = 0; i < 20; i++) {
    remember(newSample("x".repeat(100), {}));
  }
  const kept = JSON.parse(sessionStorage.getItem("charrnn.samples")).map((sample) => sample.number);
  assert.ok(kept.length > 3 && kept.length < 10);
  assert.deepEqual(kept, kept.map((_, i) => 20 - i));
});

test("bits per character are those of the predicted characters", async () => {
  const {meanBits} = await load("figures.js");
  assert.equal(meanBits({letters: [{p: 0.5}, {p: 0.125}, {p: 0.9, mine: true}, {}]}), "2.00 bits");
  assert.equal(meanBits({letters: []}), "–");
});
