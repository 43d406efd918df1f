import assert from "node:assert/strict";
import {test} from "node:test";

import {load} from "./page.js";

globalThis.onmessage = undefined; // a worker has it
load("export/engine.js");

/** The frequencies of what a sampler draws with two thousand numbers from 0 to 1, which are its probabilities. */
function frequencies(logs, request, state = {last: -1, run: 0}) {
  const sampler = new Sampler({temperature: 1, top_k: 0, top_p: 1, seed: 1, ...request});
  const counts = logs.map(() => 0);
  for (let i = 0; i < 2000; i++) {
    Object.assign(sampler, state, {random: () => (i + 0.5) / 2000});
    counts[sampler.draw(Float32Array.from(logs))]++;
  }
  return counts.map((count) => count / 2000);
}

function close(found, expected) {
  const sum = expected.reduce((all, weight) => all + weight, 0);
  found.forEach((share, i) => assert.ok(Math.abs(share - expected[i] / sum) < 0.00051, i + ": " + found + " for " + expected));
}

const LOGS = [3, 0.5, 2, -1, 1.5, 0]; // of the unknown symbol, and of others

test("temperature and cuts change the probabilities, and the unknown symbol is never drawn", () => {
  const weights = (temperature, kept) => LOGS.map((log, i) => kept.includes(i) ? Math.exp(log / temperature) : 0);
  close(frequencies(LOGS, {}), weights(1, [1, 2, 3, 4, 5]));
  close(frequencies(LOGS, {temperature: 0.7}), weights(0.7, [1, 2, 3, 4, 5]));
  close(frequencies(LOGS, {temperature: 1.5, top_k: 2}), weights(1.5, [2, 4]));
  close(frequencies(LOGS, {top_p: 0.8}), weights(1, [1, 2, 4])); // 0.50 + 0.30 < 0.8
  close(frequencies(LOGS, {temperature: 0}), [0, 0, 1, 0, 0, 0]);
});

test("a low temperature makes no run of equal characters likelier", () => {
  const odds = (shares) => shares[2] / (1 - shares[2]);
  const own = odds(frequencies(LOGS, {}));
  assert.ok(odds(frequencies(LOGS, {temperature: 0.5}, {last: 2, run: 3})) > 2 * own);
  assert.ok(Math.abs(odds(frequencies(LOGS, {temperature: 0.5}, {last: 2, run: 4})) - own) < 0.01);
});

test("the kernel in WebAssembly multiplies as the loop in JavaScript does", () => {
  const multiply = (products) => {
    const x = products.zeros(Float32Array, 16).map((_, i) => Math.sin(i));
    const own = products.zeros(Float32Array, 16);
    own.set(x);
    const scales = products.zeros(Float32Array, 3);
    scales.set([0.5, 2, -1]);
    const w = products.zeros(Int8Array, 48);
    w.set(Array.from({length: 48}, (_, i) => i * 37 % 255 - 127));
    const y = products.zeros(Float32Array, 3);
    products.add({w, scales}, own, y);
    return Array.from(y);
  };
  const fast = multiply(new Products(1 << 16));
  const {WebAssembly} = globalThis;
  globalThis.WebAssembly = undefined;
  const slow = multiply(new Products(1 << 16));
  globalThis.WebAssembly = WebAssembly;
  fast.forEach((value, i) => assert.ok(Math.abs(value - slow[i]) < 1e-3 * Math.abs(value), fast + " and " + slow));
});

test("a seed gives the same numbers from 0 to 1, and another seed others", () => {
  const numbers = (seed) => Array.from({length: 1000}, generator(seed));
  assert.deepEqual(numbers(3), numbers(3));
  assert.notDeepEqual(numbers(3), numbers(4));
  assert.ok(numbers(3).every((number) => number >= 0 && number < 1));
});
