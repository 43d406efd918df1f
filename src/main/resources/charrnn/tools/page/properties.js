/* Properties of a text, and the units of a network that follow them. */

import {highlighted} from "./highlight.js";

const LEAST_DIFFERENT = 10; // characters at which a property must differ from its most frequent value
const LEAST_DEVIATION = 0.1; // standard deviation of a unit's values, which are from -1 to 1
const OF_C = 2; // properties, the first ones, which only C is known to have
const NAMES = ["in a comment", "in a string", "open braces", "open parentheses", "in the indentation", "position in the line"];

/** The properties of a text: their names, and their values after each character. */
export function properties(text, isC) {
  const kinds = !isC ? [] : highlighted(text).flatMap((node) => Array(Array.from(node.textContent ?? node).length).fill(node.className ?? ""));
  let [braces, parentheses, column, isIndented] = [0, 0, 0, true];
  const rows = Array.from(text, (character, i) => {
    const isComment = kinds[i] === "c-comment";
    const isString = kinds[i] === "c-string";
    if (!isComment && !isString) {
      braces += Number(character === "{") - Number(character === "}");
      parentheses += Number("([".includes(character)) - Number(")]".includes(character));
    }
    column = character === "\n" ? 0 : column + 1;
    isIndented = character === "\n" || isIndented && /\s/.test(character);
    return [Number(isComment), Number(isString), braces, parentheses, Number(isIndented), column];
  });
  return NAMES.map((name, p) => ({name, values: rows.map((row) => row[p])})).slice(isC ? 0 : OF_C);
}

/** How many values differ from the most frequent one. */
function different(values) {
  const counts = values.reduce((all, value) => all.set(value, (all.get(value) ?? 0) + 1), new Map());
  return values.length - Math.max(...counts.values());
}

/** The differences from the mean, and the sum of their squares. */
function centred(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const differences = Float64Array.from(values, (value) => value - mean);
  return {differences, sum: differences.reduce((sum, value) => sum + value ** 2, 0)};
}

/**
 * For each property, the unit whose values correlate most with it (Pearson), and the correlation; no unit if the text hardly
 * has the property. Units that hardly vary are left out.
 *
 * @param valuesOf gives the values of a unit by its index, as many as each property has
 */
export function closestUnits(properties, units, valuesOf) {
  const found = properties.map(({name}) => ({name, unit: undefined, r: 0}));
  const wanted = properties.map(({values}) => different(values) < LEAST_DIFFERENT ? undefined : centred(values));
  for (let unit = 0; unit < units; unit++) {
    const {differences, sum} = centred(valuesOf(unit));
    if (sum > differences.length * LEAST_DEVIATION ** 2) {
      found.forEach((best, p) => {
        const r = wanted[p] ? product(differences, wanted[p].differences) / Math.sqrt(sum * wanted[p].sum) : 0;
        if (Math.abs(r) > Math.abs(best.r)) {
          Object.assign(best, {unit, r});
        }
      });
    }
  }
  return found;
}

function product(one, other) {
  let sum = 0;
  for (let i = 0; i < one.length; i++) {
    sum += one[i] * other[i];
  }
  return sum;
}
