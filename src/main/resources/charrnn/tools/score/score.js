/* The page of a score report: a few figures large, all of them with their explanations, and samples. */

const FACTS = {
  checkpoint: "Checkpoint", files: "Files", samples: "Samples", length: "Characters in a sample",
  temperature: "Temperature", topK: "Top-k", topP: "Top-p", constrain: "Constraint", seed: "Seed",
  trainingChars: "Training text", compiler: "Compiler",
};

const MEANINGS = {
  topK: (value) => value === 0 ? "off" : value,
  topP: (value) => value === 1 ? "off" : value,
  constrain: (value) => value === "c" ? "C's lexical and bracket structure" : "none",
  trainingChars: (value) => whole(value) + " characters",
  length: whole,
};

/** The texts that the samples are compared with, and why. */
const OTHERS = {
  "held-out code": "real code that the network was not trained on: the ceiling",
  "12-gram model": "copies what usually follows the last 11 characters: a floor",
  "chance": "all characters equally likely: a floor",
};

const LARGE = {
  parsesWithoutMacros: "Functions that parse, macros aside",
  balances: "Samples with balanced brackets",
  new50: "New runs of 50 characters",
};

function tiles(data) {
  const rows = data.groups.flatMap((group) => group.rows).filter((row) => row.measure in LARGE && row.cells[0].value !== "–");
  const beside = data.cards.findIndex((card) => card.name === "held-out code");
  return html("div", {class: "tiles"}, ...rows.map((row) => html("div", {class: "tile"},
    html("span", {class: "name"}, LARGE[row.measure]), html("strong", {}, row.cells[0].value),
    html("span", {class: "more"}, beside > 0 ? "held-out code: " + row.cells[beside].value : ""))));
}

/** The number of samples, characters and functions behind the figures of a column. */
function counts(card) {
  const count = (number, noun) => whole(number) + " " + noun + (number === 1 ? "" : "s");
  return [count(card.samples, "sample"), count(card.chars, "character"), count(card.functions, "function")].join(", ");
}

function comparison(data) {
  const others = data.cards.filter((card) => Object.hasOwn(OTHERS, card.name));
  if (others.length === 0) {
    return [];
  }
  return [
    html("p", {}, "Beside each figure of the samples stand those of other texts. The closer the samples come to held-out "
      + "code, the better."),
    html("dl", {}, ...others.flatMap((card) => [html("dt", {}, card.name), html("dd", {}, OTHERS[card.name] + " (" + counts(card) + ")")])),
  ];
}

/** A table of one question; on a narrow screen, a block for each of its rows. */
function group(data, {question, rows}) {
  const names = data.cards.map((card, i) => i === 0 ? "samples" : card.name);
  const figure = html("div", {class: "figures"}, html("table", {},
    html("thead", {}, html("tr", {}, html("th", {}, html("span", {class: "spoken"}, "figure")),
      ...names.map((name) => html("th", {scope: "col"}, name)))),
    html("tbody", {}, ...rows.map((row) => html("tr", {},
      html("th", {scope: "row"}, row.label, html("span", {class: "more"}, row.explanation)),
      ...row.cells.map((cell, i) => html("td", {"data-name": names[i]}, html("strong", {}, cell.value),
        ...(cell.interval ? [" ", html("span", {class: "more"}, cell.interval)] : []))))))));
  return section(question, figure);
}

function samples(title, all) {
  return all.length === 0 ? [] : [section(title, ...all.flatMap((sample) => [
    html("h3", {}, (sample.file || "Sample " + whole(sample.number)) + ": " + (sample.functions === 0 ? "no whole function"
      : whole(sample.parsed) + " of " + whole(sample.functions) + " functions parse, macros aside")),
    html("p", {class: "more"}, sample.place === undefined ? ""
      : "longest copied run: " + whole(sample.copied) + " characters, as in " + sample.place),
    html("pre", {tabindex: 0}, sample.text),
  ]))];
}

function facts(data) {
  const text = (name, value) => String(name in MEANINGS ? MEANINGS[name](value) : value);
  return section("How it was measured",
    html("dl", {}, ...Object.entries(data.facts).flatMap(([name, value]) =>
      [html("dt", {}, FACTS[name] || name), html("dd", {}, text(name, value))])),
    html("p", {class: "more"}, "The small figures are 95 % intervals by bootstrap over the samples; a figure in which all "
      + "samples agree has none. docs/reference/scorecard.md defines all figures."));
}

function page(data) {
  const card = data.cards[0];
  document.title = card.name + " · score · charrnn";
  return [
    html("header", {}, html("p", {class: "kind"}, "charrnn score"), html("h1", {}, card.name),
      html("p", {}, counts(card))),
    ...data.notes.map((note) => html("p", {class: "note"}, note)),
    tiles(data),
    ...comparison(data),
    ...data.groups.filter((one) => one.rows.some((row) => row.cells[0].value !== "–" || data.cards.length > 1))
      .map((one) => group(data, one)),
    ...samples("The best samples", data.best),
    ...samples("The worst samples", data.worst),
    facts(data),
  ];
}

document.getElementById("page").replaceChildren(...page(JSON.parse(document.getElementById("data").textContent)));
