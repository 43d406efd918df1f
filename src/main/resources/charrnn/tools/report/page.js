/* Builds the page: the report of one run, or the comparison of several. */

/** The points of a column, without missing values. */
function points(columns, field) {
  return columns.step.map((step, i) => ({
    at: {step, chars: columns.chars[i], seconds: columns.seconds[i], epoch: columns.epoch[i]},
    y: columns[field][i],
  })).filter((point) => point.y !== null);
}

/** Means over a sliding window, which is narrower near the ends. */
function smooth(curve) {
  const reach = Math.ceil(curve.length / 80);
  return curve.map((point, i) => {
    const near = Math.min(reach, i, curve.length - 1 - i);
    const window = curve.slice(i - near, i + near + 1);
    return {at: point.at, y: window.reduce((sum, other) => sum + other.y, 0) / window.length};
  });
}

/** The curves and final values of a run. */
function results(run) {
  const validation = points(run.validations, "validationBpc");
  const training = points(run.reports, "trainBpc");
  const moments = points(run.reports, "step");
  return {
    validation,
    start: validation.find((point) => point.at.step === 0), // of a fine-tuning
    training,
    means: points(run.means, "trainBpc"),
    best: validation.reduce((best, point) => best === undefined || point.y < best.y ? point : best, undefined),
    lastTraining: training[training.length - 1],
    lastValidation: validation[validation.length - 1],
    end: moments.length ? moments[moments.length - 1].at : undefined,
  };
}

/** A list of names and values; names without a value are left out. */
function facts(...rows) {
  return html("dl", {}, ...rows.filter(([, value]) => value !== undefined && value !== "")
    .flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, ...[value].flat())]));
}

function notes(run) {
  return run.notes.map((note) => html("p", {class: "note"}, note));
}

function lossSeries(result) {
  const many = result.training.length > 80;
  const training = {name: "training", colour: "k0", look: "line"};
  const validation = {name: "validation", colour: "k1", look: "dots", points: result.validation};
  return [
    ...(many ? [{name: "", colour: "k0", look: "faint", points: result.training}] : []),
    ...(result.training.length ? [{...training, points: many ? smooth(result.means) : result.training}] : []),
    ...(result.validation.length ? [validation] : []),
  ];
}

function events(run) {
  return run.events.map((event) => ({at: event, text: event.text}));
}

function lossChart(run, result) {
  return new Chart({
    title: "Loss, bits per character",
    series: lossSeries(result),
    events: events(run),
    best: result.best,
    format: bits,
    closeUp: true,
    height: 340,
  });
}

/** Charts of the rate, the gradient and the speed. */
function smallCharts(run) {
  const curves = (field) => points(run.reports, field);
  return [
    ["Learning rate", curves("learningRate"), "k2", {format: tidy, fromZero: true}],
    ["Gradient norm, before clipping (logarithmic axis)", curves("gradientNorm"), "k3", {format: tidy, log: true}],
    ["Speed, characters per second", curves("charsPerSecond"), "k4", {format: whole, fromZero: true}],
  ].map(([title, all, colour, how]) => {
    const curve = all.filter((point) => !how.log || point.y > 0);
    const series = [{name: "", colour, look: "line", points: curve}];
    return curve.length && new Chart({title, series, events: events(run), height: 190, ...how});
  }).filter((chart) => chart);
}

function tiles(run, result) {
  const tile = (name, value, more) => html("div", {class: "tile"},
    html("span", {class: "name"}, name), html("strong", {}, value), html("span", {class: "more"}, more));
  const shown = result.best || result.lastTraining;
  return html("div", {class: "tiles"},
    ...(shown ? [tile(result.best ? "Best validation" : "Training loss", bits(shown.y),
      "bits per character, step " + whole(shown.at.step)
        + (result.start ? "; " + bits(result.start.y) + " at the start" : ""))] : []),
    ...(run.test ? [tile("Test", bits(run.test.bitsPerChar),
      "bits per character on files that chose nothing; validation chose the best step")] : []),
    ...(result.end ? [
      tile("Training time", duration(result.end.seconds), whole(result.end.step) + " steps"),
      tile("Characters seen", count(result.end.chars), epochs(result.end)),
    ] : []),
    ...(run.network ? [tile("Parameters", count(run.network.parameters), layers(run.network))] : []));
}

function epochs(at) {
  return at.epoch === null ? "" : tidy(at.epoch) + " epochs";
}

function layers(network) {
  return network.hidden.length + " × LSTM, hidden " + [...new Set(network.hidden)].join(", ");
}

/** The samples with a slider over the time at which they were written. */
function samples(run, charts) {
  const all = run.samples;
  const when = html("p", {class: "moment"});
  const text = html("pre", {class: "text", tabindex: 0});
  const prime = run.config["sampling.prime"] || "";
  const slider = html("input", {type: "range", min: 0, max: all.length - 1, step: 1, value: all.length - 1,
    "aria-label": "Sample"});
  const step = (by, sign, name) => {
    const button = html("button", {type: "button", "aria-label": name}, sign);
    button.addEventListener("click", () => {
      slider.value = Number(slider.value) + by;
      show();
    });
    return button;
  };
  const show = () => {
    const sample = all[Number(slider.value)];
    const begun = prime && sample.text.startsWith(prime) ? prime : "";
    when.textContent = "Sample " + (Number(slider.value) + 1) + " of " + all.length + " · " + moment(sample);
    slider.setAttribute("aria-valuetext", when.textContent);
    text.replaceChildren(html("span", {class: "prime"}, begun), sample.text.slice(begun.length));
    charts.forEach((chart) => {
      chart.sampleAt = sample;
      chart.draw();
    });
  };
  slider.addEventListener("input", show);
  show();
  return section("Samples during the training", html("div", {class: "slider"}, step(-1, "‹", "Earlier sample"), slider,
    step(1, "›", "Later sample")), when, text);
}

function modelCard(run, result) {
  return section("Model card", html("div", {class: "card"},
    html("div", {}, html("h3", {}, "Network"), networkFacts(run), html("h3", {}, "Corpus"), ...corpusFacts(run)),
    html("div", {}, html("h3", {}, "Results"), resultFacts(run, result)),
    html("div", {}, html("h3", {}, "Limits"), limits(run))));
}

function networkFacts(run) {
  const network = run.network;
  const config = run.config;
  const batch = config["training.batchSize"];
  return facts(
    ["Layers", network && [network.vocabulary, ...network.hidden.map((size) => "LSTM " + size), "softmax "
      + network.vocabulary].join(" → ")],
    ["Parameters", network && whole(network.parameters)],
    ["Optimizer", config["training.optimizer"]],
    ["Schedule", config["training.schedule"] && config["training.schedule"] + ", from "
      + config["training.learningRate"]],
    ["Batch", batch && batch + " streams × " + config["training.sequenceLength"] + " characters"]);
}

function corpusFacts(run) {
  const parts = Object.entries(run.corpus || {}).map(([part, size]) => [part, whole(size.files), whole(size.chars)]);
  return [
    facts(["Path", run.config["corpus.path"]], ["Vocabulary", run.network && run.network.vocabulary + " symbols"]),
    ...(parts.length ? [table(["part", "files", "characters"], parts)] : []),
  ];
}

function resultFacts(run, result) {
  const loss = (point) => point && bits(point.y) + " bits per character, step " + whole(point.at.step);
  const end = result.end;
  return facts(
    ["Validation at the start", loss(result.start)],
    ["Best validation", loss(result.best)],
    ["Test", run.test ? bits(run.test.bitsPerChar) + " bits per character on " + whole(run.test.chars) + " characters, step "
      + whole(run.test.step) : "not measured with this checkpoint"],
    ["Last validation", loss(result.lastValidation)],
    ["Last training", loss(result.lastTraining)],
    ["Trained", end && duration(end.seconds) + ", " + whole(end.step) + " steps"],
    ["Characters", end && whole(end.chars) + (end.epoch === null ? "" : ", " + epochs(end))],
    ["Mean speed", end && end.seconds > 0 ? whole(end.chars / end.seconds) + " characters per second" : undefined]);
}

function commands(run) {
  if (!run.checkpoint) {
    return section("Commands", html("p", {}, "The folder holds no checkpoint to sample from."));
  }
  const prime = run.config["sampling.prime"];
  const named = (name) => "java -jar charrnn.jar " + name + " --checkpoint " + quoted(run.checkpoint);
  return section("Commands",
    html("h3", {}, "Sample"), command(named("sample") + (prime ? " --prime " + quoted(prime) : "") + " --length 500"),
    html("h3", {}, "Measure the loss on the test text"), command(named("evaluate")));
}

function limits(run) {
  const length = run.config["training.sequenceLength"];
  return html("ul", {},
    html("li", {}, "It imitates its corpus. Its text is not checked: it may not compile or work."),
    html("li", {}, "It may repeat passages of the training text, whose licence then applies to them."),
    ...(run.network ? [html("li", {}, "It knows " + (run.network.vocabulary - 1) + " characters; any other is read as "
      + "one unknown symbol.")] : []),
    ...(length ? [html("li", {}, "Its gradients flowed back over " + length + " characters; it can relate characters that are "
      + "further apart only through its state.")] : []),
    html("li", {}, "Its losses can be compared with other losses only on the same text."));
}

/** The keys of the configuration, as one list per section. */
function configuration(run) {
  const bySection = new Map();
  Object.entries(run.config).forEach(([path, value]) => {
    const at = path.lastIndexOf(".");
    const name = at < 0 ? "run" : path.slice(0, at);
    bySection.set(name, [...(bySection.get(name) || []), [path.slice(at + 1), value === "" ? "(empty)" : value]]);
  });
  return section("Configuration", html("div", {class: "columns"}, ...[...bySection].map(([name, rows]) =>
    html("div", {class: "block"}, html("h3", {}, name), facts(...rows)))));
}

function environment(run) {
  const names = {cpu: "CPU", gitCommit: "Commit", version: "charrnn", engine: "LSTM"};
  const text = (value) => value !== null && typeof value === "object" ? JSON.stringify(value) : String(value);
  const rows = Object.entries(run.environment).map(([name, value]) =>
    [names[name] || capital(words(name)), name === "gitCommit" ? text(value).replace(/^commit /, "") : text(value)]);
  return section("Environment", facts(...rows));
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function eventList(run) {
  return section("Events", html("ol", {class: "events"}, ...events(run).map((event) =>
    html("li", {}, html("span", {class: "when"}, moment(event.at)), event.text))));
}

function footer(data, more) {
  return html("footer", {}, "Written by charrnn, " + data.written.replace("T", " ").replace(/:00Z$/, " UTC") + ". " + more);
}

function thinned(run) {
  const shown = (kind, part, all) => part < all ? " " + whole(part) + " of " + whole(all) + " " + kind + " are shown." : "";
  return shown("reports", run.reports.step.length, run.reportsInAll)
    + shown("samples", run.samples.length, run.samplesInAll)
    + shown("events", run.events.length, run.eventsInAll);
}

function onePage(data) {
  const run = data.runs[0];
  const result = results(run);
  document.title = run.name + " · charrnn";
  const children = [html("header", {}, html("p", {class: "kind"}, data.isTraining ? "charrnn run in training; the page loads itself again" : "charrnn run"), html("h1", {}, run.name)),
    ...notes(run), tiles(run, result)];
  const charts = smallCharts(run);
  const figures = charts.map(({figure}) => figure);
  if (result.training.length + result.validation.length > 0) {
    const loss = lossChart(run, result);
    charts.unshift(loss);
    children.push(section("Learning curves", html("div", {class: "controls"},
      choice("Over", Object.entries(AXES).map(([name, axis]) => [name, axis.title]), (axis) => charts.forEach((chart) => chart.setAxis(axis))),
      choice("Loss", [["near", "Close up"], ["whole", "From the start"]], (value) => loss.setWhole(value === "whole"))),
    loss.figure));
  }
  children.push(html("div", {class: "small"}, ...figures));
  if (run.samples.length) {
    children.push(samples(run, charts.slice(0, 1)));
  }
  if (run.events.length) {
    children.push(eventList(run));
  }
  children.push(modelCard(run, result), commands(run));
  if (Object.keys(run.config).length) {
    children.push(configuration(run));
  }
  if (run.environment) {
    children.push(environment(run));
  }
  return [...children, footer(data, thinned(run))];
}

/** Distinct names of the runs. */
function labels(runs) {
  const names = runs.map((run) => run.name);
  return runs.map((run) => names.filter((name) => name === run.name).length > 1 ? run.folder : run.name);
}

function comparison(data) {
  const runs = data.runs;
  const names = labels(runs);
  const all = runs.map(results);
  document.title = names.join(", ") + " · charrnn";
  const charts = ["seconds", "chars"].map((axis) => new Chart({
    title: "Validation loss, bits per character, over " + AXES[axis].unit,
    series: all.map((result, i) => ({
      name: names[i] + (result.validation.length ? "" : " (training)"),
      colour: "k" + i % 8,
      look: "line",
      points: result.validation.length ? result.validation : smooth(result.means),
    })),
    format: bits,
    closeUp: true,
    height: 360,
    axis,
  }));
  return [
    html("header", {}, html("p", {class: "kind"}, "charrnn"), html("h1", {}, runs.length + " runs compared")),
    ...runs.flatMap((run, i) => run.notes.map((note) => html("p", {class: "note"}, names[i] + ": " + note))),
    section("Learning curves", html("div", {class: "controls"},
      choice("Loss", [["near", "Close up"], ["whole", "From the start"]], (value) =>
        charts.forEach((chart) => chart.setWhole(value === "whole")))),
    html("div", {class: "plots"}, ...charts.map(({figure}) => figure))),
    section("Results", resultTable(runs, names, all, data.comparable), ...(data.comparable ? [] : [html("p", {class: "note"},
      "The runs were validated on different texts, since their corpus, its split or the length of their validations differs: "
      + "their losses cannot be compared.")])),
    section("What differs in the configuration", differences(names, runs.map((run) => run.config))),
    section("What differs in the environment", differences(names, runs.map((run) => run.environment || {}))),
    footer(data, ""),
  ];
}

function resultTable(runs, names, all, comparable) {
  const least = Math.min(...all.map((result) => result.best ? result.best.y : Infinity));
  const head = ["run", "best validation", "at step", "after", "test", "last training", "parameters", "time", "characters",
    "characters/s"];
  return table(head, runs.map((run, i) => {
    const {best, lastTraining, end} = all[i];
    return [
      html("span", {class: "key c" + i % 8}, html("span", {class: "swatch line"}), names[i]),
      best ? html(comparable && best.y === least ? "strong" : "span", {}, bits(best.y)) : "–",
      best ? whole(best.at.step) : "–",
      best ? duration(best.at.seconds) : "–",
      run.test ? bits(run.test.bitsPerChar) : "–",
      lastTraining ? bits(lastTraining.y) : "–",
      run.network ? whole(run.network.parameters) : "–",
      end ? duration(end.seconds) : "–",
      end ? whole(end.chars) : "–",
      end && end.seconds > 0 ? whole(end.chars / end.seconds) : "–",
    ];
  }));
}

/** A table of the keys whose values differ between the runs. */
function differences(names, maps) {
  const keys = [...new Set(maps.flatMap((map) => Object.keys(map)))].filter((key) => key !== "name");
  const value = (map, key) => Object.hasOwn(map, key) ? String(map[key]) : undefined;
  const differing = keys.filter((key) => new Set(maps.map((map) => value(map, key))).size > 1);
  if (differing.length === 0) {
    return html("p", {}, keys.length ? "Nothing." : "Not known.");
  }
  const same = keys.length - differing.length;
  const shown = (map, key) => value(map, key) === undefined ? "–" : value(map, key) || "(empty)";
  return html("div", {}, table(["key", ...names], differing.map((key) =>
    [html("code", {}, key), ...maps.map((map) => shown(map, key))])),
  html("p", {class: "more"}, same + " other " + (same === 1 ? "key has" : "keys have") + " the same value in all runs."));
}

const data = JSON.parse(document.getElementById("data").textContent);
document.getElementById("page").replaceChildren(...(data.runs.length === 1 ? onePage(data) : comparison(data)));
if (data.isTraining) {
  setTimeout(() => location.reload(), 10_000);
}
