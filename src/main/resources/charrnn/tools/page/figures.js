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

/** Whether a constrained text reached its length, where the last function is closed before its time. */
export function isCut({end, request}) {
  return end === "length" && Boolean(request.constrain);
}

/** How many of the complete functions parse, such as 2 of 3; a text that was cut may have no complete one. */
export function parsed(score) {
  return score.functions > 0 ? score.parsesWithoutMacros + " of " + score.functions : "no complete one";
}

function mark(is) {
  return html("span", {class: is ? "yes" : "no"}, is ? "✓ yes" : "✗ no");
}

function distinct(score) {
  return (score.lines > 0 ? percent(score.distinctLines / score.lines) : "–") + (score.loops ? ", loops" : "");
}

/** Name, meaning, and value of a sample. */
const OF_THE_SAMPLE = [
  ["length", "Characters that the network wrote or, of a text of yours, read.", (sample) => chars(sample.letters.length)],
  ["speed", "Characters per second, from the request to the last character that arrived in this browser.",
    (sample) => sample.speed ? whole(sample.speed) + " chars/s" : "–"],
  ["bits per character", "How improbable the characters were to the network, on average. 0 bits: each was certain.", meanBits],
];

/** Name, meaning, and value of a score and its sample; a text has a score once it is complete. */
const OF_THE_SCORE = [
  ["functions parse", "How many of the complete functions, including the prompt's, tree-sitter's grammar of C accepts, with the "
    + "most frequent macros removed. A dash for a text that was closed at the length limit: its last function was cut.",
    (score, sample) => isCut(sample) ? "–" : parsed(score)],
  ["lexes", "Whether the text consists of C's tokens alone: keywords, names, numbers, "
    + "literals, comments and operators.", (score) => mark(score.lexes)],
  ["balances", "Whether every bracket and every #endif closes what was opened last. What is still open at the end counts "
    + "as balanced.", (score) => mark(score.balances)],
  ["distinct lines", "Different lines, as a share of all lines. “Loops”: the same is written three times in a row.", distinct],
];

/** The figures of a sample as a list of names and values; without scores where its score is null, as nothing judges it. */
export function figures(sample) {
  const own = OF_THE_SAMPLE.map(([name, meaning, value]) => [name, meaning, value(sample)]);
  const scored = sample.score === null ? [] : OF_THE_SCORE.map(([name, meaning, value]) => [name, meaning, sample.score ? value(sample.score, sample) : "–"]);
  return [...own, ...scored].map(([name, meaning, value]) =>
    html("div", {title: meaning}, html("dt", {}, name), html("dd", {}, value)));
}

/** What the figures mean, in words: a touch screen shows no tooltips. */
export function meanings() {
  return [...OF_THE_SAMPLE, ...OF_THE_SCORE].flatMap(([name, meaning]) => [html("dt", {}, name), html("dd", {}, meaning)]);
}
