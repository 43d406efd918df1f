/* The figures of a text: their names, their values with units, and what they mean. */

/** Mean bits of the characters that the network predicted; a dash if there are none. */
export function meanBits(sample) {
  const own = sample.letters.filter((letter) => !letter.mine && letter.p !== undefined);
  const bits = own.reduce((sum, letter) => sum - Math.log2(letter.p), 0) / own.length;
  return own.length === 0 ? "–" : bits.toFixed(2) + " bits";
}

/** A number of characters, such as 1,234 chars. */
export function chars(count) {
  return whole(count) + (count === 1 ? " char" : " chars");
}

function mark(is) {
  return html("span", {class: is ? "yes" : "no"}, is ? "✓ yes" : "✗ no");
}

/** Name, meaning, and value of a sample; undefined where it is not known. */
const FIGURES = [
  ["length", "Characters that the network wrote or, of a text of yours, read.", (sample) => chars(sample.letters.length)],
  ["speed", "Characters per second, from the request to the last character that arrived in this browser.",
    (sample) => sample.speed ? whole(sample.speed) + " chars/s" : "–"],
  ["bits per character", "How improbable the characters were to the network, on average. 0 bits: each was certain.", meanBits],
  ["C so far", "Whether C could go on from the end of the text: its tokens and brackets, and the grammar of its last declaration or "
    + "function.", ({isC}) => isC === undefined ? undefined : mark(isC)],
];

/** The figures of a sample as a list of names and values. */
export function figures(sample) {
  return FIGURES.map(([name, meaning, value]) => [name, meaning, value(sample)])
    .filter(([, , value]) => value !== undefined)
    .map(([name, meaning, value]) => html("div", {title: meaning}, html("dt", {}, name), html("dd", {}, value)));
}

/** What the figures mean, in words: a touch screen shows no tooltips. */
export function meanings() {
  return FIGURES.flatMap(([name, meaning]) => [html("dt", {}, name), html("dd", {}, meaning)]);
}
