/* Draws curves in SVG. A chart has one or more plots and a legend, which shows the values at the pointer. */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = {left: 48, right: 14, top: 14, bottom: 28};

/** Creates an SVG element; strings among the children become text nodes. */
function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

/** The item whose value is nearest to a number; undefined if there are no items. */
function nearest(items, value, wanted) {
  let best;
  items.forEach((item) => {
    if (best === undefined || Math.abs(value(item) - wanted) < Math.abs(value(best) - wanted)) {
      best = item;
    }
  });
  return best;
}

/** The quantile of the values for a share from 0 to 1. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Charts with a common pointer: the moment under it is marked in all of them. */
class Group {
  constructor() {
    this.charts = [];
    this.watchers = [];
  }

  point(axis, x) {
    this.charts.forEach((chart) => chart.point(axis, x));
  }

  leave() {
    this.charts.forEach((chart) => chart.leave());
  }

  /** Redraws all charts over another axis. */
  setAxis(axis) {
    this.charts.forEach((chart) => chart.setAxis(axis));
  }
}

/**
 * A figure with a title, a legend and one plot for each axis.
 *
 * spec.series: [{name, colour (class), look ("line", "faint" or "dots"), points: [{at, y}], silent (not in the legend)}]
 * spec.events: [{at, text}]; spec.best: {at, y}
 * spec.format: formats a value; spec.log: a logarithmic scale; spec.fromZero: the scale begins at 0; spec.closeUp: the
 *   scale leaves out the steep beginning
 * spec.height, spec.axes: one or more of the names in AXES
 */
class Chart {
  constructor(group, spec) {
    this.group = group;
    this.spec = {events: [], ...spec};
    this.whole = false;
    this.hidden = new Set();
    this.plots = spec.axes.map((axis) => new Plot(this, axis));
    this.legend = html("div", {class: "legend"});
    this.when = html("span", {class: "when"});
    this.spoken = html("span", {class: "spoken", "aria-live": "polite"});
    this.figure = html("figure", {class: "chart"},
      html("figcaption", {}, html("h3", {}, spec.title), this.when), this.legend,
      html("div", {class: "plots"}, ...this.plots.map((plot) => plot.box)), this.spoken);
    this.values = new Map(spec.series.filter((series) => !series.silent).map((series) => [series, this.entry(series)]));
    group.charts.push(this);
    this.leave();
  }

  /** Creates an entry of the legend; if there are several, each is a button that hides or shows its curve. */
  entry(series) {
    const value = html("span", {class: "value"});
    const content = [html("span", {class: "swatch " + series.look}), series.name, value];
    if (this.spec.series.length === 1) {
      this.legend.append(html("span", {class: "key " + series.colour}, ...content));
      return value;
    }
    const button = html("button", {type: "button", class: "key " + series.colour, "aria-pressed": "true"}, ...content);
    button.addEventListener("click", () => {
      const hide = !this.hidden.has(series);
      this.spec.series.filter((other) => other === series || (other.silent && other.colour === series.colour))
        .forEach((other) => hide ? this.hidden.add(other) : this.hidden.delete(other));
      button.setAttribute("aria-pressed", String(!hide));
      this.draw();
    });
    this.legend.append(button);
    return value;
  }

  shown() {
    return this.spec.series.filter((series) => !this.hidden.has(series));
  }

  draw() {
    this.plots.forEach((plot) => plot.draw());
  }

  setAxis(axis) {
    this.plots.forEach((plot) => plot.axis = axis);
    this.draw();
    this.leave();
  }

  setWhole(whole) {
    this.whole = whole;
    this.draw();
  }

  /** Shows the measurements nearest to a position on an axis. */
  point(axis, x) {
    const span = this.plots[0].xTop(axis);
    const found = [];
    this.values.forEach((value, series) => {
      const point = this.hidden.has(series) ? undefined : nearest(series.points, (p) => p.at[axis], x);
      const near = point && Math.abs(point.at[axis] - x) < span * 0.03;
      value.textContent = near ? this.spec.format(point.y) : "";
      if (near) {
        found.push({series, point});
      }
    });
    const first = nearest(found, (f) => f.point.at[axis], x);
    const event = nearest(this.spec.events, (e) => e.at[axis], x);
    const happened = event && Math.abs(event.at[axis] - x) < span * 0.01 ? " · " + event.text : "";
    this.when.textContent = (first ? moment(first.point.at) : "") + happened;
    this.plots.forEach((plot) => plot.point(found, plot.axis === axis ? x : undefined));
  }

  /** Announces the marked values to a screen reader, only after a key press: mouse moves would announce too much. */
  speak() {
    const values = [...this.values].filter(([, value]) => value.textContent)
      .map(([series, value]) => (series.name + " " + value.textContent).trim());
    this.spoken.textContent = [this.when.textContent, ...values].join(" · ");
  }

  /** Shows the last values in the legend. */
  leave() {
    this.values.forEach((value, series) => {
      const last = series.points[series.points.length - 1];
      value.textContent = last ? this.spec.format(last.y) : "";
    });
    this.when.textContent = "";
    this.spoken.textContent = "";
    this.plots.forEach((plot) => plot.point([], undefined));
  }
}

/** 12:30 min · step 1,200 · 2.46 M characters */
function moment(at) {
  return duration(at.seconds) + " · step " + whole(at.step) + " · " + count(at.chars) + " characters";
}

/** One coordinate system of a chart. */
class Plot {
  constructor(chart, axis) {
    this.chart = chart;
    this.axis = axis;
    this.pointer = svg("g", {class: "pointer"});
    // In the role of an application, a screen reader passes the arrow keys on; in that of an image it does not.
    this.root = svg("svg", {
      tabindex: 0, role: "application", "aria-roledescription": "chart",
      "aria-label": chart.spec.title + " as curves; the arrow keys read their values",
    });
    const name = chart.spec.axes.length > 1 ? [html("p", {class: "axis"}, "over " + AXES[axis].unit)] : [];
    this.box = html("div", {class: "plot"}, ...name, this.root);
    this.root.addEventListener("pointermove", (event) => this.pointed(event));
    this.root.addEventListener("pointerdown", (event) => this.pointed(event));
    this.root.addEventListener("pointerleave", () => chart.group.leave());
    this.root.addEventListener("blur", () => chart.group.leave());
    this.root.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  xTop(axis) {
    const all = this.chart.spec.series.flatMap((series) => series.points.map((point) => point.at[axis]));
    return all.reduce((most, x) => Math.max(most, x), 0) || 1;
  }

  /** The smallest and the largest value to show. */
  yRange() {
    const spec = this.chart.spec;
    const curves = this.chart.shown().map((series) => series.points.map((point) => point.y)).filter((ys) => ys.length);
    const all = curves.flat();
    if (all.length === 0) {
      return [0, 1];
    }
    let low = all.reduce((least, y) => Math.min(least, y), spec.fromZero ? 0 : Infinity);
    let high = all.reduce((most, y) => Math.max(most, y), -Infinity);
    if (spec.closeUp && !this.chart.whole) {
      const usual = curves.map((ys) => quantile(ys, 0.9));
      high = Math.min(high, usual.reduce((most, y) => Math.max(most, y), low * 1.05));
    }
    if (spec.log) {
      return low < high ? [low / 1.1, high * 1.1] : [low / 2, high * 2];
    }
    const room = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
    return [spec.fromZero ? 0 : low - room, high + room];
  }

  draw() {
    const width = this.box.clientWidth;
    if (width === 0) {
      return;
    }
    const height = this.chart.spec.height;
    this.left = MARGIN.left;
    this.right = width - MARGIN.right;
    this.top = MARGIN.top;
    this.bottom = height - MARGIN.bottom;
    const xTop = this.xTop(this.axis);
    const [low, high] = this.yRange();
    const scale = this.chart.spec.log ? Math.log : (value) => value;
    const share = (y) => (scale(y) - scale(low)) / (scale(high) - scale(low));
    this.x = (at) => this.left + at[this.axis] / xTop * (this.right - this.left);
    this.y = (y) => this.bottom - share(y) * (this.bottom - this.top);
    this.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.root.setAttribute("height", height);
    const inside = svg("svg", {
      x: this.left, y: this.top, width: Math.max(1, this.right - this.left), height: this.bottom - this.top,
      viewBox: `${this.left} ${this.top} ${Math.max(1, this.right - this.left)} ${this.bottom - this.top}`,
    });
    inside.append(...this.eventLines(), ...this.chart.shown().map((series) => this.curve(series)),
      ...this.sampleMark());
    this.root.replaceChildren(...this.yTicks(low, high), ...this.xTicks(xTop), inside, ...this.bestMark(low, high),
      this.pointer);
  }

  xTicks(xTop) {
    const axis = AXES[this.axis];
    let parts = Math.max(2, Math.floor((this.right - this.left) / 90));
    while (axis.step(xTop / parts) > xTop) { // else 0 would be the only label, since the steps of time are far apart
      parts++;
    }
    const step = axis.step(xTop / parts);
    const ticks = multiples(step, 0, xTop).map((tick) => {
      const x = this.x({[this.axis]: tick});
      const end = this.right - x < 24 ? "end" : "middle";
      return svg("text", {x, y: this.bottom + 18, "text-anchor": end}, tick === 0 ? "0" : axis.format(tick));
    });
    return [svg("line", {class: "base", x1: this.left, x2: this.right, y1: this.bottom, y2: this.bottom}), ...ticks];
  }

  yTicks(low, high) {
    const log = this.chart.spec.log;
    const step = niceStep((high - low) / Math.max(2, Math.floor((this.bottom - this.top) / 44)));
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const text = (tick) => log && tick >= 1e5 ? tick.toExponential().replace("+", "")
      : log || decimals > 3 ? tidy(tick) : tick >= 1e4 ? count(tick) : tick.toFixed(decimals);
    return (log ? logTicks(low, high) : multiples(step, low, high)).flatMap((tick) => [
      svg("line", {class: "grid", x1: this.left, x2: this.right, y1: this.y(tick), y2: this.y(tick)}),
      svg("text", {x: this.left - 8, y: this.y(tick) + 4, "text-anchor": "end"}, text(tick)),
    ]);
  }

  curve(series) {
    const places = series.points.map((point) => [this.x(point.at).toFixed(1), this.y(point.y).toFixed(1)]);
    const path = svg("path", {
      class: "curve " + series.look + " " + series.colour,
      d: places.map(([x, y], i) => (i ? "L" : "M") + x + " " + y).join(""),
    });
    const dotted = places.length === 1 || (series.look === "dots" && places.length <= 60);
    const dots = dotted ? places.map(([cx, cy]) => svg("circle", {class: "dot " + series.colour, cx, cy, r: 2.6})) : [];
    return svg("g", {}, path, ...dots);
  }

  eventLines() {
    return this.chart.spec.events.map((event) => {
      const x = this.x(event.at);
      return svg("g", {class: "event"}, svg("title", {}, moment(event.at) + ": " + event.text),
        svg("line", {x1: x, x2: x, y1: this.top, y2: this.bottom}),
        svg("path", {d: `M${x - 4} ${this.top}h8l-4 7z`}));
    });
  }

  inRightHalf(point) {
    return this.x(point.at) > (this.left + this.right) / 2;
  }

  bestMark(low, high) {
    const best = this.chart.spec.best;
    if (!best || best.y < low || best.y > high) {
      return [];
    }
    const x = this.x(best.at);
    const y = this.y(best.y);
    const end = this.inRightHalf(best);
    return [
      svg("circle", {class: "best", cx: x, cy: y, r: 6}),
      svg("text", {class: "name strong", x: end ? x + 6 : x - 6, y: y - 13, "text-anchor": end ? "end" : "start"},
        "best " + this.chart.spec.format(best.y)),
    ];
  }

  sampleMark() {
    const at = this.chart.sampleAt;
    if (!at) {
      return [];
    }
    const x = this.x(at);
    return [svg("line", {class: "sample", x1: x, x2: x, y1: this.bottom - 9, y2: this.bottom})];
  }

  pointed(event) {
    const box = this.root.getBoundingClientRect();
    const share = (event.clientX - box.left - this.left) / (this.right - this.left);
    const xTop = this.xTop(this.axis);
    this.at = Math.min(1, Math.max(0, share)) * xTop;
    this.chart.group.point(this.axis, this.at);
  }

  key(event) {
    const read = this.chart.shown().filter((series) => !series.silent);
    const xs = read.flatMap((series) => series.points.map((point) => point.at[this.axis]));
    const ordered = [...new Set(xs)].sort((a, b) => a - b);
    const last = ordered.length - 1;
    const now = this.at === undefined ? last : ordered.indexOf(nearest(ordered, (x) => x, this.at));
    const far = Math.max(1, Math.round(last / 20));
    const next = {ArrowLeft: now - 1, ArrowRight: now + 1, PageDown: now - far, PageUp: now + far, Home: 0, End: last}[
      event.key];
    if (next !== undefined && last >= 0) {
      event.preventDefault();
      this.at = ordered[Math.min(last, Math.max(0, next))];
      this.chart.group.point(this.axis, this.at);
      this.chart.speak();
    }
  }

  /** Marks points, and the position of the pointer if it is on this plot's axis. */
  point(found, x) {
    if (this.x === undefined) {
      return;
    }
    const place = x === undefined ? undefined : this.x({[this.axis]: x});
    const line = place === undefined ? [] : [svg("line", {x1: place, x2: place, y1: this.top, y2: this.bottom})];
    const dots = found.map(({series, point}) => ({
      class: "dot " + series.colour, cx: this.x(point.at), cy: this.y(point.y), r: 4,
    })).filter((dot) => dot.cy >= this.top && dot.cy <= this.bottom);
    this.pointer.replaceChildren(...line, ...dots.map((dot) => svg("circle", dot)));
  }
}
