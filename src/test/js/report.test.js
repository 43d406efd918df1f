import assert from "node:assert/strict";
import {test} from "node:test";

import {load} from "./page.js";

load("page/base.js", "report/format.js", "report/chart.js");

const points = (...pairs) => pairs.map(([step, y]) => ({at: {step, seconds: step * 2, chars: step * 100}, y}));

test("curves that were measured at different steps share the moments of an axis", () => {
  const {moments, columns} = aligned([{points: points([10, 3], [30, 2])}, {points: points([0, 5], [30, 4])}], "seconds");
  assert.deepEqual(moments.map(({step}) => step), [0, 10, 30]);
  assert.deepEqual(columns, [[undefined, 3, 2], [5, undefined, 4]]);
});

test("the close-up leaves out the steep beginning of a curve, and no part of a flat one", () => {
  const curve = [6, 4, 3, ...Array.from({length: 97}, (_, i) => 2.5 - i / 200)];
  const closeUp = {closeUp: true};
  const [low, high] = valueRange([curve], Math.min(...curve), 6, closeUp);
  assert.ok(low < Math.min(...curve) && high < 3, low + " to " + high);
  assert.ok(valueRange([curve], Math.min(...curve), 6, {})[1] >= 6);
  const [flatLow, flatHigh] = valueRange([[2, 2, 2]], 2, 2, closeUp);
  assert.ok(flatLow < 2 && flatHigh > 2);
});

test("a scale holds its values, begins at 0 where it must, and is positive where it is logarithmic", () => {
  assert.equal(valueRange([[3, 4]], 3, 4, {fromZero: true})[0], 0);
  for (const [low, high] of [[1e-9, 1e6], [2, 2]]) {
    const [bottom, top] = valueRange([[low, high]], low, high, {log: true});
    assert.ok(bottom > 0 && bottom < low && top > high);
  }
  assert.deepEqual(valueRange([], null, null, {}), [0, 1]);
});

test("a logarithmic axis has ascending ticks within its range", () => {
  for (let low = 1e-7; low < 1e7; low *= 1.7) {
    for (const high of [low * 1.3, low * 4, low * 300, low * 1e6]) {
      const ticks = logTicks(low, high);
      assert.ok(ticks.length > 0 && ticks.length < 15 && ticks.every((tick, i) => tick >= (ticks[i - 1] ?? low) && tick <= high),
        low + " to " + high + ": " + ticks);
    }
  }
});

test("times and numbers are written with their units", () => {
  assert.deepEqual([0.9, 45, 750, 3600, 7500].map(duration), ["0.9 s", "45 s", "12:30 min", "1:00 h", "2:05 h"]);
  assert.deepEqual([850, 12_300, 4_560_000, 2e9].map(count), ["850", "12.3 k", "4.56 M", "2 G"]);
  assert.equal(moment({seconds: 750, step: 1200, chars: 2_460_000}), "12:30 min · step 1,200 · 2.46 M characters");
});

test("the distances between labels ascend, to years", () => {
  for (const {steps} of Object.values(AXES)) {
    assert.ok(steps.every((step, i) => i === 0 || step > steps[i - 1]));
    assert.ok(steps.at(-1) > 3e7);
  }
});

test("a word is quoted for a shell if it needs it", () => {
  assert.equal(quoted("checkpoints/a-run/best.zip"), "checkpoints/a-run/best.zip");
  assert.equal(quoted("a run's"), "'a run'\\''s'");
});
