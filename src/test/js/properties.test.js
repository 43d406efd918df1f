import assert from "node:assert/strict";
import {test} from "node:test";

import {module} from "./page.js";

const {closestUnits, properties} = await module("page/properties.js");

/** The values of a property after each character. */
function values(text, name, isC = true) {
  return properties(text, isC).find((property) => property.name === name)?.values;
}

test("a property describes the text after a character", () => {
  const text = 'f("{", /* [ */ a[1]) {\n\tg;';
  assert.deepEqual(values(text, "open braces"), Array.from(text, (_, i) => Number(i >= text.lastIndexOf("{"))));
  assert.equal(values(text, "open parentheses")[text.indexOf("a[") + 1], 2);
  assert.equal(values(text, "open parentheses").at(-1), 0);
  assert.equal(values(text, "in a comment").filter(Boolean).length, "/* [ */".length);
  assert.equal(values(text, "in a string").filter(Boolean).length, '"{"'.length);
  assert.deepEqual(values(text, "in the indentation").slice(-4), [1, 1, 0, 0]);
  assert.deepEqual(values(text, "position in the line").slice(-4), [0, 1, 2, 3]);
});

test("a character outside of the basic plane has one value", () => {
  assert.equal(values("/* 😀 */", "in a comment").length, Array.from("/* 😀 */").length);
});

test("comments and strings are only those of C", () => {
  assert.equal(values('"a"', "in a string", false), undefined);
  assert.deepEqual(values('"(', "open parentheses", false), [0, 1]);
});

/** A repeatable generator of numbers from 0 to 1 (mulberry32). */
function randoms(seed) {
  return () => {
    seed = seed + 0x6D2B79F5 | 0;
    let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}

test("the unit that was made to follow a property is found among noise, with its sign", () => {
  const random = randoms(7);
  const planted = Array.from({length: 500}, (_, t) => Number(t % 50 < 20));
  const noise = Array.from({length: 40}, () => planted.map(() => 2 * random() - 1));
  noise[31] = planted.map((value) => -0.8 * value + 0.2 * random());
  const [found] = closestUnits([{name: "planted", values: planted}], noise.length, (unit) => noise[unit]);
  assert.equal(found.unit, 31);
  assert.ok(found.r < -0.95 && found.r >= -1, String(found.r));
});

test("a rare property has no unit, nor has a unit that hardly varies a property", () => {
  const rare = Array.from({length: 500}, (_, t) => Number(t < 9));
  const common = Array.from({length: 500}, (_, t) => t % 2);
  const found = closestUnits([{name: "rare", values: rare}, {name: "common", values: common}], 1, () => common.map((value) => value / 10));
  assert.deepEqual(found.map(({unit}) => unit), [undefined, undefined]);
});
